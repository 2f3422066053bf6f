"""What proposals may do to people."""

from typing import Any

from django.core.exceptions import ValidationError

from approvals.models import ProposalItem
from approvals.registry import Applied, Operation, register
from approvals.selectors import describe_row
from approvals.services import apply_create, apply_update, conflict
from contacts.models import Contact
from contacts.services import DuplicateIdentityError, PointDraft, create_contact, update_contact
from core.models import User


def create(item: ProposalItem, actor: User) -> Applied:
    """Create the proposed person; `points` in `after` are their `{kind, value}` and so on.

    A point somebody else holds as their own is a conflict that names the holders.
    """
    try:
        return apply_create(item, actor, create=_create, extras=["points"])
    except DuplicateIdentityError as error:
        holders = sorted({str(point.contact.uid) for point in error.holders})
        return conflict("identity_taken", holders=holders)


def update(item: ProposalItem, actor: User) -> Applied:
    """Change the proposed fields of a person."""
    return apply_update(item, actor, save=update_contact)


def _create(
    *, by: User, cause: str, points: list[dict[str, Any]] | None = None, **fields: Any
) -> Contact:
    try:
        drafts = [PointDraft(**point) for point in points or []]
    except TypeError as error:
        raise ValidationError({"points": f"not a contact point: {error}"}) from error
    return create_contact(by=by, cause=cause, points=drafts, **fields)


register(Operation("contact.create", apply=create, describe=describe_row, model=Contact))
register(Operation("contact.update", apply=update, describe=describe_row, model=Contact))
