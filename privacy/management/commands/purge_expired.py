"""Clear what has been kept long enough."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from privacy.services import purge


class Command(BaseCommand):
    """`purge_expired [--dry-run]`: clear by the retention rules."""

    help = "Clear files, words of calls and evidence of sensors past their retention."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare whether it only counts."""
        parser.add_argument("--dry-run", action="store_true", help="Count and clear nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Clear and report."""
        found = purge(by=None, dry_run=options["dry_run"])
        done = "would be cleared" if options["dry_run"] else "cleared"
        for artifact, count in found.items():
            self.stdout.write(f"{artifact}: {count} {done}")
