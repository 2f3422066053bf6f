"""`manage.py check_env [--list]`: what this installation reads from its environment."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from velocity_crm import env
from velocity_crm.example import grouped


class Command(BaseCommand):
    """Check every variable; settings that are wrong end the command before it starts."""

    help = "Check the environment; --list shows every variable with where its value comes from"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the list."""
        parser.add_argument("--list", action="store_true", help="show every variable")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report; values are never shown, for many are secrets."""
        found = env.read()
        if options["list"]:
            for group, names in grouped().items():
                self.stdout.write(f"\n{group}")
                for name in names:
                    self.stdout.write(f"  {name:<26} {_origin(name)}")
        self.stdout.write(self.style.SUCCESS(f"The environment is complete: {found.mode}."))


def _origin(name: str) -> str:
    if name in os.environ:
        return "set"
    return "from a file" if f"{name}_FILE" in os.environ else "default"
