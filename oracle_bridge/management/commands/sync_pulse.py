"""`manage.py sync_pulse`: one exchange with Pulse, both ways."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.choices import Obeyed
from core.models import User
from oracle_bridge.adapters.http import AdapterError
from oracle_bridge.choices import RunState, SyncMode
from oracle_bridge.services import SyncBusyError, run_pulse
from oracle_bridge.services.connecting import SERVICE


class Command(BaseCommand):
    """Read what changed in Pulse and send what changed here.

    People who are new wait in the review queue as one import, unless `--approve-as` approves in
    a person's name. The last line of output is one JSON object: state and counts.
    """

    help = "Exchange profiles with Pulse, both ways"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how much, and in whose name."""
        parser.add_argument("--full", action="store_true", help="everything, not what changed")
        parser.add_argument("--by", metavar="USER", default="", help="who proposes")
        parser.add_argument("--approve-as", metavar="USER", help="approve in this person's name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exchange and report; a failed run is an error."""
        by = _person(options["by"]) if options["by"] else service()
        approver = _person(options["approve_as"]) if options["approve_as"] else None
        mode = SyncMode.FULL if options["full"] else SyncMode.INCREMENTAL
        try:
            run = run_pulse(mode=mode, by=by, approver=approver)
        except (AdapterError, SyncBusyError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps({"state": run.state, "counts": run.counts}))
        if run.state == RunState.FAILED:
            raise CommandError(run.error)


def service() -> User:
    """Return the service account of Pulse, made where there is none yet."""
    user, created = User.objects.get_or_create(
        username=SERVICE, defaults={"kind": "service", "full_name": "Pulse", "obeys": Obeyed.SYNC}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _person(username: str) -> User:
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"there is no user {username!r}") from None
