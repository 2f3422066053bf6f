"""`manage.py claim_database staging`: make a copy of production's database this installation's."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ops.services import give_to


class Command(BaseCommand):
    """Take the mark of production off a copy; run it against the copy, never against production."""

    help = "Say that this database, a copy of production's, belongs to this installation"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the environment by name, as a second look at which database is meant."""
        parser.add_argument("environment", choices=("local", "staging", "production"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Change the mark."""
        if options["environment"] != settings.ENVIRONMENT:
            raise CommandError(f"VELOCITY_ENV is {settings.ENVIRONMENT}, which is another one.")
        give_to(options["environment"])
        self.stdout.write(f"This database is {options['environment']}'s now.")
