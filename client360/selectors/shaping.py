"""What the sections share: labels of enumerations, names of people, and what a reader may see."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Coalesce, NullIf

from accounts.models import Account
from client360.registry import Dossier, Rows
from contacts.models import Contact
from core.selectors.masking import unseen
from core.services import entity_type
from imports.models import RowResult


def labelled(rows: Rows, **enumerations: type[models.Choices]) -> Rows:
    """Add `<field>_label` to every row for each `field=Choices` given."""
    words = {field: dict(choices.choices) for field, choices in enumerations.items()}
    return [
        row | {f"{field}_label": str(words[field].get(row[field], "")) for field in words}
        for row in rows
    ]


def person(path: str) -> Coalesce:
    """Return the expression for the name of the user behind a foreign key."""
    return Coalesce(NullIf(F(f"{path}__full_name"), Value("")), F(f"{path}__username"))


def seen(dossier: Dossier, model: type[Contact] | type[Account], path: str) -> Exists:
    """Return the expression that says whether the reader may know the record behind a key."""
    rows = model.objects.live().visible_to(dossier.viewer)
    return Exists(rows.filter(pk=OuterRef(path)))


def masked(rows: Rows, *, known: str, hide: tuple[str, ...]) -> Rows:
    """Empty the `hide` columns of rows whose `known` column is false: the record is not theirs."""
    return [row if row[known] else row | dict.fromkeys(hide) for row in rows]


def hidden_fields(dossier: Dossier) -> frozenset[str]:
    """Return the fields of the subject whose values this reader must not see."""
    return unseen(dossier.subject, dossier.viewer)


def from_file(kind: str) -> Exists:
    """Return the expression that says whether a row of a file made the record, of a ResultKind."""
    return Exists(RowResult.objects.filter(kind=kind, target_id=OuterRef("pk")))


def of_subject(dossier: Dossier) -> dict[str, Any]:
    """Return the filter for rows that hang on the subject: `{"contact": ...}`."""
    return {entity_type(dossier.subject): dossier.subject}
