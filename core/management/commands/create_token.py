"""Create an API token and show it once."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.choices import SERVICE_OBEYS, Obeyed, UserKind
from core.models import User
from core.services import create_token, equip

DAYS = 90


class Command(BaseCommand):
    """`create_token NAME [--days N] [--service] [--equip] [--obeys S] [--scope S ...] [...]`."""

    help = "Create an API token for a login and print it; only its hash is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare whose token, for how long, and whether the login may be made."""
        parser.add_argument("username")
        parser.add_argument("--days", type=int, default=DAYS, help=f"Its life; {DAYS} unless told.")
        parser.add_argument(
            "--service",
            action="store_true",
            help="The login belongs to a machine; it is created if there is none.",
        )
        parser.add_argument(
            "--obeys",
            choices=Obeyed.values,
            help="The kill switch of a new machine; that of its part unless told, else ai.",
        )
        parser.add_argument(
            "--equip",
            action="store_true",
            help="Give a machine of the house its source, and the permissions of its part.",
        )
        parser.add_argument("--name", default="", help="What the token is for.")
        parser.add_argument(
            "--scope",
            action="append",
            default=[],
            help="Such as contacts:read, again for more; those of the machine's part unless told.",
        )
        parser.add_argument(
            "--network",
            action="append",
            default=[],
            help="Where it may call from, such as 10.0.0.0/8; anywhere unless told.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the token and write it to standard output."""
        if options["days"] < 1:
            raise CommandError("--days must be 1 or more")
        user = _login(options["username"], service=options["service"], obeys=options["obeys"])
        try:
            if options["equip"]:
                equip(user, by=None)
            made = create_token(
                user,
                by=None,
                name=options["name"],
                scopes=options["scope"],
                networks=options["network"],
                days=options["days"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(made.secret)


def _login(username: str, *, service: bool, obeys: str | None) -> User:
    user = User.objects.filter(username=username).first()
    if user is None and service:
        part = obeys or SERVICE_OBEYS.get(username, Obeyed.AI)
        user = User(username=username, kind=UserKind.SERVICE, obeys=part)
        user.set_unusable_password()
        user.full_clean()
        user.save()
    if user is None:
        raise CommandError(f"there is no login {username}; --service creates one for a machine")
    if service and not user.is_service:
        raise CommandError(f"{username} belongs to a person")
    return user
