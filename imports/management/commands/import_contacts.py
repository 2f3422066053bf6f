"""`manage.py import_contacts FILE --source S`: the import wizard as one command."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from phonenumbers import SUPPORTED_REGIONS

from approvals import services as approvals
from core.models import SourceSystem, User
from imports import services
from imports.choices import BatchState, Entity
from imports.management.progress import watched
from imports.models import RawBatch

OPERATOR = "command-line"


class Command(BaseCommand):
    """Import a file of people, accounts, deals or activities, or an exported chat.

    The rows are proposed in the name of `--by`, by default the service account `command-line`;
    `--approve-as` approves in the name of a person, and without it the batch waits in the review
    queue. The last line of output is one JSON object: batch, state, counts, seconds per step.
    """

    help = "Import a CSV, XLSX, vCard or WhatsApp file"
    requires_system_checks: list[str] = []  # they load every page: a second, and 30 MB

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="code of the source, such as hubspot")
        parser.add_argument("--approve-as", metavar="USER", help="approve in this person's name")
        parser.add_argument("--by", metavar="USER", default="", help="who brings the file")
        parser.add_argument("--region", default="", help="country of numbers without a code, IN")
        parser.add_argument("--entity", choices=Entity.values, default="")
        parser.add_argument(
            "--again", action="store_true", help="import bytes that were imported before"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step; errors say what to do."""
        approver = person(options["approve_as"]) if options["approve_as"] else None
        by = person(options["by"]) if options["by"] else operator()
        batch = self._receive(options, by)
        with watched(batch):
            batch = services.advance(batch.pk)
            _check(batch)
            if options["entity"]:
                services.correct_mapping(batch, {}, by=by, entity=options["entity"])
            services.confirm(batch, by=by)
            batch = services.advance(batch.pk)
            _check(batch)
            if approver:
                _approve(batch, approver)
        batch.refresh_from_db()
        self.stdout.write(json.dumps(summary(batch)))

    def _receive(self, options: dict[str, Any], by: User) -> RawBatch:
        path: Path = options["file"]
        code = options["source"].strip()
        if not code:
            raise CommandError("name the source: --source hubspot")
        region = options["region"].strip().upper()
        if region and region not in SUPPORTED_REGIONS:
            raise CommandError("--region: write the two letters of a country, such as IN or AE")
        source, _ = SourceSystem.objects.get_or_create(code=code, defaults={"name": code})
        try:
            with path.open("rb") as file:
                return services.receive(
                    file,
                    filename=path.name,
                    source=source,
                    by=by,
                    region_hint=region,
                    again=options["again"],
                )
        except OSError as error:
            raise CommandError(f"cannot read {path}: {error.strerror}") from error
        except services.AlreadyReceivedError as error:
            raise CommandError(f"{error} (--again)") from error


def summary(batch: RawBatch) -> dict[str, Any]:
    """Return what became of a batch, for the last line of a command."""
    return {
        "batch": str(batch.uid),
        "state": batch.state,
        "rows": batch.row_count,
        "counts": batch.counts,
        "seconds": batch.seconds,
    }


def _approve(batch: RawBatch, approver: User) -> None:
    proposal = batch.proposal
    if proposal is None:
        raise CommandError(f"{batch} has nothing to approve")
    try:
        proposal = approvals.approve(
            proposal,
            by=approver,
            revision=proposal.revision,
            content_hash=proposal.content_hash,
            reason="approved on the command line",
        )
        approvals.apply(proposal, by=approver)
    except approvals.ApprovalError as error:
        raise CommandError(str(error)) from error


def _check(batch: RawBatch) -> None:
    if batch.state == BatchState.FAILED:
        raise CommandError(batch.error)


def person(username: str) -> User:
    """Return the user of this name; raises CommandError."""
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"there is no user {username!r}") from None


def operator() -> User:
    """Return the service account that brings files from the command line."""
    user, created = User.objects.get_or_create(
        username=OPERATOR, defaults={"kind": "service", "full_name": "Command line"}
    )
    if created:
        user.set_unusable_password()
        user.save()
    return user
