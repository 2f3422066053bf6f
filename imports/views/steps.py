"""The steps of the wizard: where an import is, and which pages of it can be opened."""

from dataclasses import dataclass

from approvals.choices import ProposalState
from approvals.models import Proposal
from imports.choices import BatchState
from imports.models import RawBatch
from imports.services import RUNNING, UNDERWAY

S = BatchState
LABELS = {
    "file": "Received",
    "columns": "Columns",
    "values": "Values",
    "rows": "Rows",
    "approval": "Approval",
    "result": "Applied",
}
ORDER = list(LABELS)
REACHED = {
    S.RECEIVED: "file",
    S.PARSED: "file",
    S.MAPPING_PROPOSED: "columns",
    S.MAPPING_APPROVED: "columns",
    S.NORMALISED: "values",
    S.RESOLVED: "rows",
    S.PENDING: "approval",
    S.APPLYING: "approval",
    S.APPLIED: "result",
    S.REVERTING: "result",
    S.REVERTED: "result",
}
DOING = {
    S.RECEIVED: "Reading the file",
    S.PARSED: "Finding out what the columns mean",
    S.MAPPING_APPROVED: "Understanding the values",
    S.NORMALISED: "Looking for people we know",
    S.RESOLVED: "Asking for approval",
    S.PENDING: "Waiting for a worker to begin",
    S.APPLYING: "Writing clients",
    S.APPLIED: "Waiting for a worker to undo",
    S.REVERTING: "Undoing",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the stepper: done, current or not reached; `open` when its page exists."""

    key: str
    label: str
    number: int
    done: bool
    shown: bool
    open: bool


def is_busy(batch: RawBatch) -> bool:
    """Return whether a worker has something to do for this batch, or is at it."""
    if batch.state in (S.APPLYING, S.PENDING):
        return _underway(batch.proposal)
    if batch.state in (S.REVERTING, S.APPLIED):
        return _underway(batch.revert_proposal)
    return batch.state in RUNNING


def broken(batch: RawBatch) -> Proposal | None:
    """Return the proposal whose application failed, so that it can be tried again."""
    proposal = batch.revert_proposal if batch.state in AFTER else batch.proposal
    return proposal if proposal and proposal.state == ProposalState.FAILED else None


AFTER = (S.APPLIED, S.REVERTING, S.REVERTED)


def furthest(batch: RawBatch) -> str:
    """Return the last step the batch has reached."""
    state = batch.resume_state if batch.state == S.FAILED else batch.state
    if batch.state == S.CANCELLED:
        return "rows" if batch.counts else "columns" if batch.manifests.exists() else "file"
    return REACHED.get(BatchState(state), "file") if state else "file"


def steps(batch: RawBatch, shown: str) -> list[Step]:
    """Return the stepper of a batch with one step shown."""
    last = ORDER.index(furthest(batch))
    return [
        Step(
            key=key,
            label=LABELS[key],
            number=place + 1,
            done=place < last or (key == "result" and batch.state in AFTER),
            shown=key == shown,
            open=place <= last,
        )
        for place, key in enumerate(ORDER)
    ]


def _underway(proposal: Proposal | None) -> bool:
    return proposal is not None and proposal.state in UNDERWAY
