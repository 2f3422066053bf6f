"""`manage.py release_gates`: may this release go to people? One line a gate; 1 if one is broken."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ops.services.gates import answers


class Command(BaseCommand):
    """Ask the technical, governance, operational and sales gates."""

    help = "Ask the release gates; exit status 1 when any is broken"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the one option."""
        parser.add_argument("--json", action="store_true", help="one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, and print the answers."""
        found = []
        for answer in answers():
            found.append(answer)
            if not options["json"]:
                word = "holds " if answer.holds else "BROKEN"
                more = f": {answer.reason}" if answer.reason else ""
                self.stdout.write(f"{word}  {answer.area:<11}  {answer.gate}{more}")
        if options["json"]:
            self.stdout.write(json.dumps([asdict(answer) for answer in found]))
        if broken := sum(1 for answer in found if not answer.holds):
            raise CommandError(f"{broken} of {len(found)} gates are broken.")
