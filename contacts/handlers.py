"""What proposals may do to people, and who reads of their changes in the feed."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from accounts.models import Account
from approvals.choices import ItemOp
from approvals.models import ProposalItem
from approvals.registry import Applied, Operation, register
from approvals.selectors import describe_row
from approvals.services import apply_create, apply_state, apply_update, conflict
from contacts.choices import PointKind
from contacts.models import (
    AccountContact,
    Contact,
    ContactPoint,
    ContactRole,
    Household,
    HouseholdMember,
    PostalAddress,
    Relationship,
)
from contacts.registry import register_names
from contacts.selectors import claimants
from contacts.services import (
    DuplicateIdentityError,
    PointDraft,
    create_contact,
    is_suppressed,
    normal_value,
    update_contact,
)
from contacts.services.people import NAME_PARTS
from core.choices import State
from core.models import CanonicalModel, User, entity_type
from core.registry import Belonging, VisibleRows, register_belonging, register_feed
from core.services.handing import give_owned

if TYPE_CHECKING:
    from django.db.models import QuerySet


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
    found, region = [], str(item.after.get("residence_country") or "")
    for point in item.after.get("points") or []:
        kind, value = str(point.get("kind", "")), str(point.get("value", ""))
        with suppress(ValidationError):  # what is no value is refused when the point is made
            found.append((kind, normal_value(kind, value, region=region)))
    return found


def check_points(after: Mapping[str, Any]) -> None:
    """Raise ValidationError for proposed points that are none, or that hold no such value."""
    points = after["points"]
    if not isinstance(points, list) or not all(isinstance(point, dict) for point in points):
        raise ValidationError({"points": "A list of points, each with its kind and value."})
    region = str(after.get("residence_country") or "")
    for draft in _drafts(points):
        texts = (draft.kind, draft.value, draft.label)
        if not all(isinstance(each, str) for each in texts) or draft.kind not in PointKind.values:
            raise ValidationError({"points": f"{draft.kind} is no kind of point."})
        try:
            normal_value(draft.kind, draft.value, region=region)
        except ValidationError as error:
            raise ValidationError({"points": error.messages}) from error


def update(item: ProposalItem, actor: User) -> Applied:
    """Change the proposed fields of a person."""
    return apply_update(item, actor, save=update_contact)


def _create(
    *, by: User, cause: str, points: list[dict[str, Any]] | None = None, **fields: Any
) -> Contact:
    return create_contact(by=by, cause=cause, points=_drafts(points or []), **fields)


def _drafts(points: Iterable[Mapping[str, Any]]) -> list[PointDraft]:
    try:
        return [PointDraft(**point) for point in points]
    except TypeError as error:
        raise ValidationError({"points": f"not a contact point: {error}"}) from error


register(
    Operation(
        "contact.create",
        "Create a contact",
        apply=create,
        describe=describe_row,
        model=Contact,
        ops=frozenset({ItemOp.CREATE}),
        required=("full_name", *NAME_PARTS),
        extras={"points": check_points},
    )
)
register(
    Operation(
        "contact.update",
        "Change a contact",
        apply=update,
        describe=describe_row,
        model=Contact,
        ops=frozenset({ItemOp.UPDATE}),
    )
)
register(
    Operation(
        "contact.archive",
        "Archive a contact",
        apply=apply_state,
        describe=describe_row,
        model=Contact,
        ops=frozenset({ItemOp.ARCHIVE, ItemOp.RESTORE}),
    )
)


def _people(user: User) -> "QuerySet[Contact]":
    return Contact.objects.visible_to(user)


def _accounts(user: User) -> "QuerySet[Account]":
    return Account.objects.visible_to(user)


def _points_seen(user: User) -> "QuerySet[Any]":
    return ContactPoint.objects.filter(contact__in=_people(user))


def _roles_seen(user: User) -> "QuerySet[Any]":
    return ContactRole.objects.filter(contact__in=_people(user))


def _addresses_seen(user: User) -> "QuerySet[Any]":
    of_people = PostalAddress.objects.filter(contact__in=_people(user))
    return of_people | PostalAddress.objects.filter(account__in=_accounts(user))


def _links_seen(user: User) -> "QuerySet[Any]":
    return AccountContact.objects.filter(contact__in=_people(user), account__in=_accounts(user))


def _edges_seen(user: User) -> "QuerySet[Any]":
    found = Relationship.objects.filter(from_contact__in=_people(user))
    return found.filter(to_contact__in=_people(user)) | found.filter(to_account__in=_accounts(user))


def _households_seen(user: User) -> "QuerySet[Household]":
    return Household.objects.visible_to(user)


def _members_seen(user: User) -> "QuerySet[Any]":
    return HouseholdMember.objects.filter(
        contact__in=_people(user), household__in=_households_seen(user)
    )


RULES: dict[type[CanonicalModel], VisibleRows] = {
    Contact: _people,
    ContactPoint: _points_seen,
    ContactRole: _roles_seen,
    PostalAddress: _addresses_seen,
    AccountContact: _links_seen,
    Relationship: _edges_seen,
    Household: _households_seen,
    HouseholdMember: _members_seen,
}

for _model, _rule in RULES.items():
    register_feed(entity_type(_model), _rule)
register_names(claimants)


def _owned(user: User) -> "QuerySet[Contact]":
    found: QuerySet[Contact] = Contact.objects.filter(owner=user, state=State.ACTIVE)
    return found


def _households_owned(user: User) -> "QuerySet[Household]":
    found: QuerySet[Household] = Household.objects.filter(owner=user, state=State.ACTIVE)
    return found


for _belonging in (
    Belonging("clients", _owned, give_owned, "contacts.change_contact", "owner"),
    Belonging("households", _households_owned, give_owned, "contacts.change_household", "owner"),
):
    register_belonging(_belonging)
