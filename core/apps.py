"""The kernel app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Base models, people, audit, outbox, permissions."""

    name = "core"
    verbose_name = "People and record keeping"
