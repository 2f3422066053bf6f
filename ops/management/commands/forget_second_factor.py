"""`manage.py forget_second_factor NAME --reason TEXT`: for somebody who lost their telephone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.models import User
from ops.services import forget_second_factor


class Command(BaseCommand):
    """Take the second factor off a login; its owner sets up a new one at the next sign-in."""

    help = "Take the second factor off a login whose owner lost it"

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask whose and why."""
        parser.add_argument("username")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove and report."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no login {options['username']!r}.")
        count = forget_second_factor(user, by=None, reason=options["reason"])
        self.stdout.write(f"Removed {count}; {user} sets up a new one at the next sign-in.")
