"""Asking for an erasure: two people of different roles decide."""

from approvals.models import Proposal
from approvals.services import ItemDraft, propose
from contacts.models import Contact
from core.models import User

ERASE = "privacy.erase"


def propose_erasure(contact: Contact, *, by: User, grounds: str) -> Proposal:
    """Propose to forget a person and return the proposal, the open one if there is one.

    Its words name the person by uid alone: they outlive the person's name. Raises
    NoApproverError when too few people could decide.
    """
    return propose(
        kind=ERASE,
        title=f"Erase contact {str(contact.uid)[:8]}",
        summary=grounds,
        items=[
            ItemDraft(
                op="erase",
                target_type="contact",
                target_uid=contact.uid,
                after={"grounds": grounds},
            )
        ],
        by=by,
        dedupe_key=f"{ERASE}:{contact.uid}",
    )
