"""A steward decides about what undoing a merge left: it goes to the other person, or stays."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from activities.models import Interaction, InteractionParticipant
from contacts.models import Contact, ContactPoint, PostalAddress
from contacts.services import choose_first
from core.choices import State
from core.models import User
from core.services import acting, audit
from core.services.moving import change
from identity.choices import MergeState
from identity.models import MergeOperation, SourceRecord
from identity.selectors.leftovers import MOVABLE, is_open, other_of, row_of
from identity.services.following import bring, give_point
from identity.services.freshening import freshen
from opportunities.models import Opportunity, OpportunityParty

# who took part goes along with what they took part in
PARTS: Final[dict[type[models.Model], tuple[type[models.Model], str]]] = {
    Interaction: (InteractionParticipant, "interaction"),
    Opportunity: (OpportunityParty, "opportunity"),
}


def move_leftover(operation: MergeOperation, number: int, *, by: User) -> MergeOperation:
    """Give what a line of residue is about to the loser it may belong to.

    Raises ValidationError for a line somebody decided about, a row that is no longer the
    survivor's, and for what the other person has already.
    """
    with acting(by, f"unmerge:{operation.uid}"):
        operation, line = _standing(operation, number)
        other = other_of(operation, line)
        row = row_of(line)
        if other is None or row is None or other.state not in (State.ACTIVE, State.ARCHIVED):
            raise ValidationError("It is not known to whom this could go.")
        try:
            with transaction.atomic():
                more = _give(operation, line, row, other, by)
        except IntegrityError as error:
            raise ValidationError(f"{other} has this already, so it cannot go there.") from error
        operation.residue += more
        choose_first([operation.survivor_id, other.pk], by=by)
        freshen([operation.survivor, other])
        return _decided(operation, number, "moved", by)


def leave_leftover(operation: MergeOperation, number: int, *, by: User) -> MergeOperation:
    """Note that what a line of residue is about stays where it is; raises as moving it does."""
    with acting(by, f"unmerge:{operation.uid}"):
        operation, _ = _standing(operation, number)
        return _decided(operation, number, "left", by)


def _standing(operation: MergeOperation, number: int) -> tuple[MergeOperation, dict[str, Any]]:
    standing = MergeOperation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    if standing.state != MergeState.UNDONE or number >= len(standing.residue):
        raise ValidationError("There is nothing left to decide here.")
    line = standing.residue[number]
    if not is_open(standing, line):
        raise ValidationError("This was decided already, or changed hands meanwhile.")
    return standing, line


def _give(
    operation: MergeOperation, line: dict[str, Any], row: models.Model, to: Contact, by: User
) -> list[dict[str, Any]]:
    """Move the row; return the lines about what came with it and is left to choose."""
    if isinstance(row, ContactPoint):
        give_point(row, to, by=by)
        return []
    if isinstance(row, SourceRecord):
        found = bring(operation, [row], operation.survivor, to, by=by)
        known = {(each["table"], each["row"]) for each in operation.residue}
        return [
            {"table": table, "row": pk, "columns": [f"{MOVABLE.get(table, 'contact')}_id"],
             "why": "came_since", "to": str(to.uid)}
            for table, pk in found.rows if (table, pk) not in known
        ]  # fmt: skip
    owner: dict[str, Any] = {MOVABLE[line["table"]]: to}
    if isinstance(row, PostalAddress):
        first = not to.addresses.filter(until__isnull=True, is_primary=True).exists()
        owner["is_primary"] = row.is_primary and first
    change(type(row)._base_manager.filter(pk=row.pk), by=by, **owner)  # noqa: SLF001 -- Django's documented name
    if named := PARTS.get(type(row)):
        model, whole = named
        parts = model._base_manager.filter(**{whole: row, "contact": operation.survivor})  # noqa: SLF001 -- Django's documented name
        change(parts, by=by, contact=to)
    return []


def _decided(operation: MergeOperation, number: int, answer: str, by: User) -> MergeOperation:
    line = operation.residue[number]
    line |= {"answer": answer, "by": str(by)}
    operation.save(update_fields=["residue"])
    audit(
        "contact.leftover_decided",
        by=by,
        object_type="contact",
        object_uid=operation.survivor.uid,
        payload={"operation": str(operation.uid), "answer": answer, "of": line["table"]},
    )
    return operation
