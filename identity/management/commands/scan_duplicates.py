"""`manage.py scan_duplicates`: look through the whole database for duplicates."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from identity.choices import ScanState
from identity.models import ScanRun
from identity.services.scanning import (
    ScanRunningError,
    resume_scan,
    run_scan,
    start_scan,
    stop_scan,
)


class Command(BaseCommand):
    """Scan here and now; a scan that was stopped or killed goes on with --resume."""

    help = "Look through all contacts for duplicates and write them to the review queue"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--resume", action="store_true", help="go on with the last scan")
        choice.add_argument("--stop", action="store_true", help="stop the scan that runs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start, go on or stop."""
        last = ScanRun.objects.first()
        if (options["resume"] or options["stop"]) and last is None:
            raise CommandError("there has been no scan yet")
        try:
            if options["stop"] and last:
                run = stop_scan(last, by=None)
            elif options["resume"] and last:
                again = last if last.state == ScanState.RUNNING else resume_scan(last, by=None)
                run = run_scan(again.pk)
            else:
                run = run_scan(start_scan(by=None).pk)
        except ScanRunningError as error:
            raise CommandError(f"{error}; --resume goes on, --stop stops it") from error
        self.stdout.write(
            f"{run.get_state_display()}: {run.done:,} of {run.total:,} people looked at, "
            f"{run.found:,} pairs to review"
        )
