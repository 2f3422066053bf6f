"""What proposals may do to imports: commit a batch, undo a batch."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from approvals.models import Proposal, ProposalItem
from approvals.registry import Applied, Cited, Operation, cite_evidence, register
from contacts.registry import register_files
from core.choices import Switch
from core.models import User
from identity.models import SourceRecord
from identity.registry import register_made, register_reach
from imports.models import RawBatch, RawRecord
from imports.selectors import batches_for
from imports.selectors.reaching import made_by, points_of
from imports.selectors.telling import tell_import, tell_undoing
from imports.services import WrongStateError, propose_revert
from imports.services.applying import Step, apply_step, revert_step

PRINTS = {"sha256": "fingerprint of the file", "mapping": "fingerprint of the mapping"}


def commit(item: ProposalItem, actor: User) -> Applied:
    """Apply the next chunk of a batch; a later call goes on where this one ended."""
    return _applied(item, apply_step(_uid(item), by=actor, after=_after(item)))


def revert(item: ProposalItem, actor: User) -> Applied:
    """Undo the next chunk of a batch; a later call goes on where this one ended."""
    return _applied(item, revert_step(_uid(item), by=actor, after=_after(item)))


def undo(proposal: Proposal, by: User) -> Proposal | None:
    """Propose to undo the import a proposal committed, as the import's own page does."""
    batch = RawBatch.objects.filter(proposal=proposal).first()
    if batch is None:
        return None
    try:
        return propose_revert(batch, by=by)
    except WrongStateError as error:
        raise ValidationError(str(error)) from error


def describe(item: ProposalItem) -> dict[str, Any]:
    """Return the file's name, its page and its counts for review pages."""
    batch = RawBatch.objects.filter(uid=_uid(item)).first()
    blank = {"original": "", "current": "", "flag": ""}
    names = sorted(item.after, key=lambda name: (name in PRINTS, name))
    rows = [
        {"name": name, "label": PRINTS.get(name) or name.replace("_", " "), **blank}
        | {"proposed": item.after[name]}
        for name in names
        if name != "batch"  # its file is the item's label
    ]
    return {"label": str(batch or "a file"), "url": _url(batch), "rows": rows}


def cite(piece: dict[str, Any], reader: User) -> Cited | None:
    """Return the raw row a piece of evidence names by `import`, `row` and `column`.

    None for other pieces, and for files this reader may not open.
    """
    try:
        uid, number = UUID(str(piece["import"])), int(piece["row"])
    except (KeyError, TypeError, ValueError):
        return None
    batch = batches_for(reader).filter(uid=uid).first()
    row = RawRecord.objects.filter(batch=batch, row_no=number).first() if batch else None
    if batch is None or row is None:
        return None
    meant = piece.get("column")
    cells = [(str(name), str(cell), name == meant) for name, cell in zip(batch.header, row.cells)]  # noqa: B905 -- a ragged row shows what both have
    return Cited(f"{batch}, row {number}", _url(batch), cells)


def people_of(file: UUID, reader: User) -> "QuerySet[Any]":
    """Return the keys of the people a file brought; none of a file this reader may not open."""
    batches = batches_for(reader).filter(uid=file).order_by().values("pk")
    rows = SourceRecord.objects.filter(batch_id__in=batches, contact__isnull=False)
    return rows.values("contact_id")


def _applied(item: ProposalItem, step: Step) -> Applied:
    total = int(item.result.get("rows", 0)) + step.rows
    result = {"after": step.after, "rows": total}
    if step.finished:
        return Applied(state="applied", target_uid=item.target_uid, result=result)
    return Applied(state="more", target_uid=item.target_uid, result=result)


def _after(item: ProposalItem) -> int:
    return int(item.result.get("after", 0))


def _uid(item: ProposalItem) -> UUID:
    if item.target_uid is None:
        raise ValidationError("the proposal names no import")
    return item.target_uid


def _url(batch: RawBatch | None) -> str:
    try:
        return reverse("imports:detail", args=[batch.uid]) if batch else ""
    except NoReverseMatch:
        return ""


register(
    Operation(
        "imports.commit",
        "Import a file",
        apply=commit,
        describe=describe,
        revert=revert,
        switch=Switch.IMPORTS,
        tell=tell_import,
        undo=undo,
    )
)
register(
    Operation(
        "imports.revert", "Undo an import", apply=revert, describe=describe, tell=tell_undoing
    )
)
cite_evidence(cite)
register_files(people_of)
register_reach("imports", points_of)
register_made("imports", made_by)
