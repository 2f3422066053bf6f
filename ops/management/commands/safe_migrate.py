"""`manage.py safe_migrate`: migrate without making readers wait; `--dry-run` only shows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ops.services.migrating import MigrateError, Step, migrate_safely, pending, preview


class Command(BaseCommand):
    """Give way to locks after two seconds and try again, up to ten times."""

    help = "Migrate without blocking readers; --dry-run prints plan, SQL and what would block"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the one option."""
        parser.add_argument("--dry-run", action="store_true", help="change nothing, show all")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Migrate, or show."""
        if dry_run:
            self._show(preview())
            return
        count = len(pending())
        try:
            attempts = migrate_safely()
        except MigrateError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Migrated {count} steps in {attempts} attempt(s)")

    def _show(self, steps: list[Step]) -> None:
        for step in steps:
            self.stdout.write(f"-- {step.name}")
            for text in step.statements:
                self.stdout.write(text)
        found = [line for step in steps for line in step.hazards]
        for line in found:
            self.stdout.write(self.style.WARNING(f"-- blocks: {line}"))
        self.stdout.write(f"-- {len(steps)} steps, {len(found)} that others would notice")
