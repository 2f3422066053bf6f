"""Prove the audit record, or say exactly where it was tampered with."""

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.registry import checks
from core.selectors import proof
from core.selectors.history import audit_faults


class Command(BaseCommand):
    """`audit_verify [--from DAY] [--to DAY] [--anchor FILE] [--quiet]`; exit status 0 or 1."""

    help = "Compute every sealed window of the audit record anew and compare it with its seal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the time, the anchor and how much is printed."""
        parser.add_argument("--from", dest="since", type=_day, help="Seals of this day and later.")
        parser.add_argument("--to", dest="until", type=_day, help="Seals before this day.")
        parser.add_argument(
            "--anchor", type=Path, help="The anchor file; AUDIT_ANCHOR unless told."
        )
        parser.add_argument("--quiet", action="store_true", help="Print faults and the sum alone.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the windows, then what else has to agree; exit with 1 at any fault."""
        faults = events = number = 0
        for window in proof.windows(options["since"], options["until"]):
            number += 1
            events += window.events
            faults += len(window.faults)
            if window.faults or not options["quiet"]:
                said = "; ".join(window.faults) or "ok"
                self.stdout.write(
                    f"window {window.number}: events {window.first_id} to {window.last_id}, "
                    f"{window.events} events, {window.hash[:16]}: {said}"
                )
        for name, found in self._others(options["anchor"]):
            faults += len(found)
            self.stdout.write(f"{name}: {'; '.join(found) or 'ok'}")
        self.stdout.write(
            f"{number} windows, {events} events sealed, {proof.unsealed()} not sealed yet, "
            f"{faults or 'no'} faults."
        )
        if faults:
            sys.exit(1)

    def _others(self, anchor: Path | None) -> list[tuple[str, list[str]]]:
        file = anchor or Path(settings.AUDIT_ANCHOR)
        if anchor and not file.exists():
            raise CommandError(f"there is no anchor file {file}")
        lines = file.read_text(encoding="ascii").splitlines() if file.exists() else []
        found = [("anchor", proof.anchor_faults(lines))] if lines else []
        found += [("audit and history", audit_faults())]
        return found + [(name, check()) for name, check in checks().items()]


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
