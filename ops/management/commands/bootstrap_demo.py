"""`manage.py bootstrap_demo`: everything the demo needs, in one start of Django."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ops.services.queue import install_queue


class Command(BaseCommand):
    """Migrate, install the queue, sync the roles, load the demo, collect the static files.

    Each step is quick when it has nothing to do.
    """

    help = "Prepare the database and the static files for the demo"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=1)
        if settings.CELERY_BROKER_URL.startswith("pgmq"):
            install_queue()
        call_command("sync_roles")
        call_command("load_demo")
        call_command("collectstatic", interactive=False, verbosity=0)
