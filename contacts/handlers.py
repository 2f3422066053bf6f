"""What proposals may do to people."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError

from approvals.models import ProposalItem
from approvals.registry import Applied, Operation, register
from approvals.selectors import describe_row
from approvals.services import apply_create, apply_state, apply_update, conflict
from contacts.models import Contact
from contacts.services import (
    DuplicateIdentityError,
    PointDraft,
    create_contact,
    is_suppressed,
    normal_value,
    update_contact,
)
from core.models import User


def create(item: ProposalItem, actor: User) -> Applied:
    """Create the proposed person; `points` in `after` are their `{kind, value}` and so on.

    A point somebody else holds as their own is a conflict that names the holders, one of somebody
    who was erased is a conflict that names nobody.
    """
    if item.proposal.source_id is not None and is_suppressed(_points(item)):
        return conflict("erased_before")
    try:
        return apply_create(item, actor, create=_create, extras=["points"])
    except DuplicateIdentityError as error:
        holders = sorted({str(point.contact.uid) for point in error.holders})
        return conflict("identity_taken", holders=holders)


def _points(item: ProposalItem) -> list[tuple[str, str]]:
    found = []
    for point in item.after.get("points") or []:
        kind, value = str(point.get("kind", "")), str(point.get("value", ""))
        with suppress(ValidationError):  # what is no value is refused when the point is made
            found.append((kind, normal_value(kind, value)))
    return found


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


register(
    Operation(
        "contact.create", "Create a contact", apply=create, describe=describe_row, model=Contact
    )
)
register(
    Operation(
        "contact.update", "Change a contact", apply=update, describe=describe_row, model=Contact
    )
)
register(
    Operation(
        "contact.archive",
        "Archive a contact",
        apply=apply_state,
        describe=describe_row,
        model=Contact,
    )
)
