"""`manage.py revert_import BATCH`: undo an import."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from approvals import services as approvals
from imports import services
from imports.management.commands.import_contacts import operator, person, summary
from imports.management.progress import watched
from imports.models import RawBatch


class Command(BaseCommand):
    """Undo an applied batch: proposed by the command line, approved by a person.

    Without `--approve-as` the approver of the import approves its undoing. The last line of
    output is one JSON object with what was archived, restored and kept.
    """

    help = "Undo an import"
    requires_system_checks: list[str] = []  # they load every page: a second, and 30 MB

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("batch", help="uid of the batch")
        parser.add_argument("--approve-as", metavar="USER", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Propose, approve and apply."""
        batch = find_batch(options["batch"])
        name = options["approve_as"] or _approver_of(batch)
        try:
            proposal = services.propose_revert(batch, by=operator())
            proposal = approvals.approve(
                proposal,
                by=person(name),
                revision=proposal.revision,
                content_hash=proposal.content_hash,
                reason="approved on the command line",
            )
            with watched(batch):
                approvals.apply(proposal, by=person(name))
        except (approvals.ApprovalError, services.WrongStateError) as error:
            raise CommandError(str(error)) from error
        batch.refresh_from_db()
        self.stdout.write(json.dumps(summary(batch)))


def find_batch(uid: str) -> RawBatch:
    """Return the batch with this uid; raises CommandError."""
    try:
        return RawBatch.objects.get(uid=uid)
    except (RawBatch.DoesNotExist, ValidationError):
        raise CommandError(f"there is no import {uid}") from None


def _approver_of(batch: RawBatch) -> str:
    events = batch.proposal.events.filter(type="approved") if batch.proposal else None
    event = events.select_related("actor").last() if events is not None else None
    if event is None or event.actor is None:
        raise CommandError("say who approves the undoing: --approve-as USER")
    return str(event.actor.username)
