"""Asking for an import to be undone."""

from approvals.models import Proposal
from approvals.services import ItemDraft, propose
from core.models import User
from imports.choices import BatchState
from imports.models import RawBatch
from imports.services.running import allow

REVERT = "imports.revert"


def propose_revert(batch: RawBatch, *, by: User, reason: str = "") -> Proposal:
    """Propose to undo an applied batch; asked twice, it is one proposal.

    Raises WrongStateError for a batch that was not applied.
    """
    allow(batch, "undo", BatchState.APPLIED, BatchState.REVERTING)
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
                after={"batch": str(batch.uid), "rows": batch.row_count},
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
