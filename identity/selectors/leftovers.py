"""What undoing a merge left where it was, in words, and to whom it could go."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from activities.models import Interaction, Note, Task
from contacts.models import AccountContact, ConsentRecord, Contact, ContactPoint, PostalAddress
from core.models import User
from core.selectors.masking import masked, masks
from identity.models import MergeOperation, SourceRecord
from identity.selectors.describing import label_of
from identity.selectors.queue import may_review
from opportunities.models import Opportunity, SiteVisit

# tables whose rows a person may give to the other one, and the column that says whose they are
MOVABLE: Final = {
    "contacts_contactpoint": "contact",
    "contacts_postaladdress": "contact",
    "contacts_accountcontact": "contact",
    "activities_interaction": "contact",
    "activities_task": "contact",
    "activities_note": "contact",
    "opportunities_opportunity": "primary_contact",
    "opportunities_sitevisit": "contact",
    "identity_sourcerecord": "contact",
}
ANSWERS: Final = {"moved": "moved to {}", "left": "left where it is"}
WHOSE: Final = {"contact_id", "primary_contact_id"}


@dataclass(frozen=True, slots=True)
class Leftover:
    """One line of a merge's residue: what it is, why it stayed, whose it is, whose it may be.

    `answer` says what somebody decided about it, empty while nobody has.
    """

    number: int
    what: str
    why: str
    holder: Contact
    other: Contact | None
    can_move: bool
    answer: str


def leftovers_of(operation: MergeOperation, *, by: User) -> list[Leftover]:
    """Return what undoing a merge left, as this reader may read it."""
    return [_told(operation, number, by) for number in range(len(operation.residue))]


def row_of(line: dict[str, Any]) -> models.Model | None:
    """Return the row a line of residue is about, None where it is gone."""
    model = _models().get(line["table"])
    found: models.Model | None = (
        model._base_manager.filter(pk=line["row"]).first() if model else None  # noqa: SLF001 -- Django's documented name
    )
    return found


def other_of(operation: MergeOperation, line: dict[str, Any]) -> Contact | None:
    """Return the loser a line may belong to: the one it names, or the only one there is."""
    losers = list(operation.losers.all())
    named = [loser for loser in losers if str(loser.uid) == line.get("to")]
    return next(iter(named or (losers if len(losers) == 1 else [])), None)


def is_open(operation: MergeOperation, line: dict[str, Any]) -> bool:
    """Return whether a line is about a row of the survivor that nobody decided about yet."""
    owner = MOVABLE.get(line["table"])
    row = row_of(line) if owner and not line.get("answer") else None
    return row is not None and getattr(row, f"{owner}_id") == operation.survivor_id


def _told(operation: MergeOperation, number: int, by: User) -> Leftover:
    line = operation.residue[number]
    row, other = row_of(line), other_of(operation, line)
    holder = getattr(row, MOVABLE.get(line["table"], "contact"), None)
    answer = ANSWERS.get(line.get("answer", ""), "").format(other)
    return Leftover(
        number=number,
        what=_what(line, row, by),
        why=_why(line, other),
        holder=holder if isinstance(holder, Contact) else operation.survivor,
        other=other,
        can_move=other is not None and may_review(by) and is_open(operation, line),
        answer=f"{answer} by {line.get('by', '')}" if answer else "",
    )


def _what(line: dict[str, Any], row: models.Model | None, by: User) -> str:
    if isinstance(row, Contact):
        return ", ".join(map(label_of, line["columns"])).capitalize()
    if isinstance(row, ContactPoint):
        mask = masks(by, "contactpoint").get("value_norm")
        value = masked(mask, row.value_norm) if mask else row.value_norm
        return f"{row.get_kind_display()} {value or ''}".strip()
    words = WORDS.get(type(row)) if may_review(by) else None
    return words(row) if words else kind_of(line["table"])


def _why(line: dict[str, Any], other: Contact | None) -> str:
    if line["why"] == "came_since":
        return f"came after the merge over a number or source of {other or 'the other'}"
    changed = [name for name in line["columns"] if name not in WHOSE]
    if not changed or line["table"] == "contacts_contact":
        return "changed after the merge"
    words = [label_of(name.removeprefix("is_")) for name in changed]
    return f"{', '.join(words)} changed after the merge"


def kind_of(table: str) -> str:
    """Return what one row of a table is, as a sentence begins: `Contact point`."""
    model = _models().get(table)
    name = str(model._meta.verbose_name) if model else "record"  # noqa: SLF001 -- Django's documented name
    return name[:1].upper() + name[1:]


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


WORDS: Final[dict[type, Callable[[Any], str]]] = {
    Interaction: lambda row: f"{row.get_kind_display()} of {_day(row.occurred_at)}",
    Task: lambda row: f"Task: {row.title}",
    Note: lambda row: f"Note of {_day(row.created_at)}",
    Opportunity: lambda row: f"Deal: {row.name}",
    SiteVisit: lambda row: f"Site visit at {row.project}",
    SourceRecord: lambda row: f"Source record: {row}",
    AccountContact: lambda row: f"Company link: {row.account}",
    PostalAddress: lambda row: f"Address: {row}",
    ConsentRecord: lambda row: f"Consent, {row}",
}


@cache
def _models() -> dict[str, type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in every}  # noqa: SLF001 -- Django's documented name
