"""`manage.py upgrade`: put this release in service; `--undo` takes the database back."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ops.choices import RunKind
from ops.services import backup
from ops.services.migrating import MigrateError
from ops.services.upgrading import UpgradeError, Ways, undo, upgrade


class Command(BaseCommand):
    """Check the version path, back up, migrate, collect, sync; run again, it changes nothing."""

    help = "Put this release in service: check, back up, migrate, collect, sync, record"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--undo", action="store_true", help="back to the schema before")
        parser.add_argument("--no-backup", action="store_true", help="one was taken elsewhere")
        parser.add_argument("--no-static", action="store_true", help="the image brings them")
        parser.add_argument("--digest", default="", help="of the image, for the record")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for every step."""
        take = None if options["no_backup"] else _take
        ways = Ways(take, options["digest"], static=not options["no_static"])
        lines = undo() if options["undo"] else upgrade(ways)
        try:
            self._print(lines)
        except (UpgradeError, MigrateError, backup.BackupError) as error:
            raise CommandError(str(error)) from error

    def _print(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _take() -> str:
    """Take a backup, record it, and return its id."""
    with backup.recorded(RunKind.TAKE) as run:
        server, vault = backup.server_here(), backup.vault_here()
        made = backup.take(server, vault, backup.facts_here())
        run.label, run.bytes = made.id, made.bytes
    return made.id
