"""`manage.py revert_import BATCH`: undo an import."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from approvals import services as approvals
from approvals.models import Proposal
from approvals.selectors import approvers
from core.models import User
from imports import services
from imports.management.commands.import_contacts import operator, person, summary
from imports.management.progress import watched
from imports.models import RawBatch


class Command(BaseCommand):
    """Undo an applied batch: proposed by the command line, approved by a person.

    `--approve-as` approves in the name of a person, and without it the proposal waits in the
    review queue. Who alone approved the import does not approve its undoing here. The last line
    of output is one JSON object: what was archived, restored and kept, and the proposal.
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
        approver = person(options["approve_as"]) if options["approve_as"] else None
        try:
            proposal = services.propose_revert(batch, by=operator())
            if approver is not None:
                proposal = _applied(batch, proposal, approver)
        except (approvals.ApprovalError, services.WrongStateError) as error:
            raise CommandError(str(error)) from error
        batch.refresh_from_db()
        undoing = {"proposal": str(proposal.uid), "state": proposal.state}
        self.stdout.write(json.dumps(summary(batch) | {"undoing": undoing}))


def _applied(batch: RawBatch, proposal: Proposal, approver: User) -> Proposal:
    """Approve and apply the undoing in a person's name; raises CommandError, ApprovalError."""
    if batch.proposal is not None and {each.pk for each in approvers(batch.proposal)} == {
        approver.pk
    }:
        raise CommandError(
            f"{approver} alone approved the import; its undoing waits for somebody else"
            " in the review queue"
        )
    proposal = approvals.approve(
        proposal,
        by=approver,
        revision=proposal.revision,
        content_hash=proposal.content_hash,
        reason="approved on the command line",
    )
    with watched(batch):
        approvals.apply(proposal, by=approver)
    proposal.refresh_from_db()
    return proposal


def find_batch(uid: str) -> RawBatch:
    """Return the batch with this uid; raises CommandError."""
    try:
        return RawBatch.objects.get(uid=uid)
    except (RawBatch.DoesNotExist, ValidationError):
        raise CommandError(f"there is no import {uid}") from None
