"""`manage.py bootstrap_demo`: everything the demo needs, in one start of Django."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    """Migrate, load the demo's people and graph, and collect the static files.

    Each step is quick when it has nothing to do.
    """

    help = "Prepare the database and the static files for the demo"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the three steps."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=1)
        call_command("load_demo")
        call_command("collectstatic", interactive=False, verbosity=1)
