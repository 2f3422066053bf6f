"""`manage.py check_consistency`: is the database at one with itself? `--repair` mends."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ops.services.consistency import Finding, check_consistency


class Command(BaseCommand):
    """One line for every check that found something; exit status 1 while anything is left."""

    help = (
        "Check references, history, origins, summaries and grants; --repair mends what is derived"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--repair", action="store_true", help="mend what is derived")
        parser.add_argument("--json", action="store_true", help="every check as one JSON list")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        """Run the checks and report."""
        findings = list(check_consistency(repair=repair))
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings]))
        else:
            self._tell(findings)
        if left := sum(1 for finding in findings if finding.left):
            raise CommandError(f"{left} of {len(findings)} checks found what is not mended.")

    def _tell(self, findings: list[Finding]) -> None:
        for finding in (each for each in findings if each.found):
            mended = finding.found - finding.left
            hint = " (--repair mends this)" if finding.left and finding.repairable else ""
            self.stdout.write(f"not so: {finding.name}: {finding.found}, mended {mended}{hint}")
        held = sum(1 for finding in findings if not finding.found)
        self.stdout.write(f"{held} of {len(findings)} checks hold")
