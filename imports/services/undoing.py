"""Asking for an import to be undone."""

from typing import Any

from approvals.models import Proposal
from approvals.services import ItemDraft, propose
from core.models import User
from imports.choices import BatchState
from imports.models import RawBatch
from imports.services.foreseeing import Foreseen, foresee_undo
from imports.services.running import allow

REVERT = "imports.revert"


def propose_revert(batch: RawBatch, *, by: User, reason: str = "") -> Proposal:
    """Propose to undo an applied batch, saying what it would do; asked twice, it is one proposal.

    Raises WrongStateError for a batch that was not applied.
    """
    allow(batch, "undo", BatchState.APPLIED, BatchState.REVERTING)
    foreseen = foresee_undo(batch, by=by) if batch.state == BatchState.APPLIED else None
    committed = batch.proposal.current_items.first() if batch.proposal else None
    proposal = propose(
        kind=REVERT,
        title=f"Undo the import of {batch.filename}",
        summary=reason,
        items=[
            ItemDraft(
                op="revert",
                target_type="rawbatch",
                target_uid=batch.uid,
                after={"batch": str(batch.uid), "rows": batch.row_count, **_said(foreseen)},
                reverts=committed,
            )
        ],
        by=by,
        source=batch.source,
        dedupe_key=f"{REVERT}:{batch.uid}",
    )
    batch.revert_proposal = proposal
    batch.save(update_fields=["revert_proposal"])
    return proposal


def _said(foreseen: Foreseen | None) -> dict[str, Any]:
    """Return what undoing would do as the proposal has it, nothing for a large import."""
    if foreseen is None:
        return {}
    why = "; ".join(f"{rows:,} {note}" for note, rows in foreseen.why.items())
    numbers = {name: getattr(foreseen, name) for name in ("archived", "restored", "kept")}
    return numbers | ({"kept_because": why} if why else {})
