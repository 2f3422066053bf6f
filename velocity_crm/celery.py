"""The Celery application."""

import os
from typing import Any

from celery.signals import setup_logging, worker_init
from django.utils.module_loading import import_string
from django_structlog.celery.steps import DjangoStructLogInitStep

from velocity_crm.broker import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "velocity_crm.settings")

app = Queue("velocity_crm", task_cls="velocity_crm.switched:SwitchedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Keep Django's LOGGING in the worker: connecting here switches Celery's own set-up off."""


@worker_init.connect
def ask_whose_database(**_: Any) -> None:
    """Let no worker of another installation take production's tasks."""
    import_string("velocity_crm.ownership.claim_or_exit")()
