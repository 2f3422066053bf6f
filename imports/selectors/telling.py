"""Imports in the words of a reviewer: what a file would bring, and what its undoing takes back."""

from typing import Any, Final
from uuid import UUID

from django.urls import reverse

from approvals.models import ProposalItem
from approvals.registry import Told
from core.models import User
from imports.choices import BatchState, Entity
from imports.models import RawBatch
from imports.selectors.batches import batches_for

ROWS: Final = {
    "create": "New",
    "match": "Known already",
    "known_compared": "Of these compared field by field",
    "known_changed": "Of the compared, with changes",
    "ambiguous": "To decide, left out until then",
    "reject": "Refused",
    "skip": "Left out",
}
CELLS: Final = {
    "cells_projected": "Values understood",
    "cells_parked": "Values kept as they came",
    "cells_rejected": "Values nobody could read",
}
CHANGES: Final = {"changes": "Known records take over", "left": "Known records keep"}
PRINTS: Final = {
    "sha256": "Fingerprint of the file",
    "mapping": "Fingerprint of the columns' reading",
    "decisions": "Fingerprint of what people decided about rows",
    "corrections": "Fingerprint of what people corrected",
}
MADE: Final = {
    "applied_created": "Created",
    "applied_updated": "Changed",
    "applied_linked": "Known, none of their fields changed",
    "applied_gained": "Of these with a new number, address or company",
    "applied_accounts": "Companies linked",
    "applied_interaction": "Interactions",
    "applied_opportunity": "Deals",
    "applied_task": "Tasks",
    "applied_note": "Notes",
    "applied_consent": "Answers about consent",
    "applied_insight": "Insights",
}
ALWAYS: Final = ("archived", "kept", "create", "match", "ambiguous", "reject", "cells_parked")
WOULD: Final = {
    "archived": "Would be archived",
    "restored": "Would be restored",
    "kept": "Would be kept",
    "kept_because": "Kept because",
}
UNDOING: Final = (
    "What it created is archived, what it changed goes back; what people worked on stays."
)


def tell_import(item: ProposalItem, reader: User) -> Told | None:
    """Return what an import would bring, in numbers; None for a file that does not exist."""
    batch = _batch(item)
    if batch is None:
        return None
    after = item.after
    facts = [
        *_file(batch, reader),
        ("Rows in the file", batch.row_count),
        *_counted(ROWS, after),
        *_counted(CELLS, after),
        *_consents(batch),
        *((words, after[name]) for name, words in CHANGES.items() if after.get(name)),
    ]
    prints = [(words, str(after[name])) for name, words in PRINTS.items() if after.get(name)]
    return Told(facts=facts, links=_links(batch, reader), details=prints)


def tell_undoing(item: ProposalItem, reader: User) -> Told | None:
    """Return what the undoing of an import takes back; None for a file that does not exist."""
    batch = _batch(item)
    if batch is None:
        return None
    made = [(words, n) for name, words in MADE.items() if (n := batch.counts.get(name))]
    facts = [
        *_file(batch, reader),
        ("Written", batch.applied_at),
        ("Rows in the file", batch.row_count),
        *made,
        ("Undoing it", UNDOING),
        *_counted(WOULD, item.after),
    ]
    return Told(facts=facts, links=_links(batch, reader))


def address_of(batch: RawBatch, reader: User) -> str:
    """Return the address of an import's page, empty for whom it does not open."""
    seen = batches_for(reader).filter(pk=batch.pk).exists()
    return reverse("imports:detail", args=[batch.uid]) if seen else ""


def _batch(item: ProposalItem) -> RawBatch | None:
    rows = RawBatch.objects.select_related("source", "uploaded_by")
    uid: UUID | None = item.target_uid
    return rows.filter(uid=uid).first() if uid else None


def _file(batch: RawBatch, reader: User) -> list[tuple[str, Any]]:
    return [
        ("File", batch.filename),
        ("What its rows are", Entity(batch.entity).label),
        ("Source", str(batch.source)),
        ("Brought by", f"{batch.uploaded_by}{' (you)' if batch.uploaded_by == reader else ''}"),
    ]


def _counted(names: dict[str, str], after: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the numbers a reviewer always asks for, and of the others those that are not zero."""
    return [
        (words, after[name])
        for name, words in names.items()
        if name in after and (after[name] or name in ALWAYS)
    ]


def _consents(batch: RawBatch) -> list[tuple[str, Any]]:
    """Return the answers about consent that its rows would write, by what they say."""
    answers: dict[str, int] = batch.counts.get("consents") or {}
    return [(f"Answer: {what}", rows) for what, rows in answers.items()]


def _links(batch: RawBatch, reader: User) -> list[tuple[str, str]]:
    address = address_of(batch, reader)
    if not address:
        return []
    if batch.state == BatchState.REVERTED:
        return [("The import", address)]
    return [
        ("The import", address),
        ("Its rows", f"{address}?step=rows"),
        ("Rows with issues", f"{address}?step=values&issue=any"),
    ]
