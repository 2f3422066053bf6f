"""`manage.py env_diff A B`: how two environment files differ, without telling a secret."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from velocity_crm.example import SECRETS, values, variables


class Command(BaseCommand):
    """Compare, say, staging with production; the exit status is 1 for what must not be."""

    help = "Compare two environment files; secrets must differ and every name must be known"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the two files."""
        parser.add_argument("first", type=Path)
        parser.add_argument("second", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for every difference and every fault."""
        first, second = values(options["first"]), values(options["second"])
        faults = 0
        for name in sorted(first.keys() | second.keys()):
            words, fault = _compared(name, first.get(name), second.get(name))
            faults += fault
            if words:
                self.stdout.write(f"{name:<28} {words}")
        if faults:
            sys.exit(1)


def _compared(name: str, first: str | None, second: str | None) -> tuple[str, bool]:
    """Return what to say of a variable, and whether it is a fault."""
    if name.removesuffix("_FILE") not in variables():
        return "unknown: nothing reads it", True
    if first is None or second is None:
        return f"only in the {'second' if first is None else 'first'}", False
    if first == second:
        same_secret = name in SECRETS and bool(first)
        return ("the same secret in both" if same_secret else ""), same_secret
    return ("differ" if name in SECRETS else f"{first} | {second}"), False
