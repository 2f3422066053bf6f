"""Propose to forget one person."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from approvals.services import ApprovalError, EligibilityError
from contacts.models import Contact
from core.models import User
from privacy.selectors import reasons_to_keep
from privacy.services import propose_erasure


class Command(BaseCommand):
    """`erase_contact UID --by USERNAME --grounds TEXT`: two people still have to approve."""

    help = "Propose to erase a person; two people of different roles decide on the review page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare whom, who asks and why."""
        parser.add_argument("uid", type=UUID)
        parser.add_argument("--by", required=True, help="The username of who asks.")
        parser.add_argument("--grounds", required=True, help="Why; it must name nobody.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the proposal and say what it would do."""
        contact = Contact.objects.filter(uid=options["uid"]).first()
        by = User.objects.filter(username=options["by"], is_active=True).first()
        if contact is None or by is None:
            raise CommandError("there is no such contact or no such login")
        try:
            made = propose_erasure(contact, by=by, grounds=options["grounds"])
        except (ApprovalError, EligibilityError) as error:
            raise CommandError(str(error)) from error
        held = ", ".join(reasons_to_keep(contact))
        effect = f"it would be restricted, because of: {held}" if held else "it would be erased"
        self.stdout.write(f"Proposal {made.uid} is {made.state}; {effect}.")
