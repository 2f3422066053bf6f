"""Answers of people to rows that could be more than one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from approvals.models import Proposal
from core.models import User
from core.services import audit
from identity.models import SourceRecord
from identity.services.checking import answer
from imports.choices import BatchState, RowOutcome
from imports.models import RawBatch, Resolution
from imports.pipeline.happenings import HAPPENINGS, needs_person
from imports.pipeline.propose import propose_commit
from imports.pipeline.resolve import DECIDED, decide_row
from imports.services.comparing import FITS, KNOWN_BY_NOW
from imports.services.running import UNDERWAY, WrongStateError, changing

S = BatchState
LEFT_OUT = "the row it repeats was left out"
ANSWERS = (RowOutcome.CREATE, RowOutcome.MATCH, RowOutcome.SKIP)


class DecisionError(ValueError):
    """A decision that cannot be taken; the message says which row and why."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one row shall become; `target_id` is the person it is, for a match."""

    row_no: int
    outcome: str
    target_id: int | None = None


def decide_rows(batch: RawBatch, decisions: Sequence[Decision], *, by: User) -> None:
    """Answer ambiguous rows: a new person, one of the candidates, or leave it out.

    Until the batch is applied a new row may be left out, too.

    While the commit waits for approval it is proposed anew with the answers; after it was
    applied they wait for `propose_rest`. Raises DecisionError for a row that is no question,
    WrongStateError once the commit is approved, and what `approvals.services.propose` raises.
    """
    with changing(batch, "decide about rows", S.RESOLVED, S.PENDING, S.APPLIED, by=by):
        if batch.state == S.PENDING and batch.proposal and batch.proposal.state in UNDERWAY:
            raise WrongStateError(batch, "decide about rows of an approved import")
        for decision in decisions:
            _decide(batch, decision, by)
        payload = {"rows": {str(d.row_no): d.outcome for d in decisions}}
        audit("import.rows_decided", by=by, batch_uid=batch.uid, payload=payload)
        if batch.state == S.PENDING:
            propose_commit(batch, by=by)


def link_known_by_now(batch: RawBatch, *, by: User) -> int:
    """Answer every row known by now under a name that fits with the person it is about.

    Returns how many rows that were; they wait for `propose_rest`. Raises WrongStateError unless
    the batch is applied.
    """
    with changing(batch, "link rows known by now", S.APPLIED, by=by):
        linked = fitting_by_now(batch).update(
            outcome=RowOutcome.MATCH,
            target_id=Cast(KeyTextTransform("0", "candidates"), BigIntegerField()),
            reason=DECIDED,
            decided_by=by,
        )
        payload = {"known_by_now": linked}
        audit("import.rows_decided", by=by, batch_uid=batch.uid, payload=payload)
    return linked


def known_by_now(batch: RawBatch) -> "QuerySet[Resolution]":
    """Return the rows not written because somebody came, or went, while the plan waited."""
    return batch.resolutions.filter(outcome=RowOutcome.AMBIGUOUS, reason__startswith=KNOWN_BY_NOW)


def fitting_by_now(batch: RawBatch) -> "QuerySet[Resolution]":
    """Return those of them that lead to one person, whose name fits."""
    return known_by_now(batch).filter(reason__endswith=FITS)


def propose_again(batch: RawBatch, *, by: User) -> Proposal:
    """Propose a commit anew that nobody decided in time or that was turned down."""
    with changing(batch, "propose again", S.PENDING, by=by):
        if batch.proposal and batch.proposal.state in UNDERWAY:
            raise WrongStateError(batch, "propose what is approved")
        return propose_commit(batch, by=by)


def propose_rest(batch: RawBatch, *, by: User) -> Proposal:
    """Propose the rows that people decided about after the batch was applied.

    Raises DecisionError when there are none.
    """
    with changing(batch, "propose the rest", S.APPLIED, by=by):
        if not waiting_rows(batch):
            raise DecisionError("no decided row waits to be imported")
        batch.state = S.PENDING
        batch.save(update_fields=["state"])
        return propose_commit(batch, by=by)


def waiting_rows(batch: RawBatch) -> int:
    """Return how many rows people decided to import that have not reached the graph."""
    decided = batch.resolutions.filter(
        decided_by__isnull=False, outcome__in=[RowOutcome.CREATE, RowOutcome.MATCH]
    )
    return decided.exclude(row_no__in=_applied(batch)).count()


def _decide(batch: RawBatch, decision: Decision, by: User) -> None:
    row = Resolution.objects.filter(batch=batch, row_no=decision.row_no).first()
    if row is None or not _is_open(batch, row, decision):
        raise DecisionError(f"row {decision.row_no} is not a question")
    if decision.outcome not in ANSWERS:
        raise DecisionError(f"row {decision.row_no}: create, match or skip, not {decision.outcome}")
    if decision.outcome == RowOutcome.CREATE and needs_person(batch):
        raise DecisionError(f"row {decision.row_no}: choose its person, or bring them first")
    if decision.outcome == RowOutcome.MATCH and decision.target_id not in (row.candidates or []):
        raise DecisionError(f"row {decision.row_no}: choose one of its candidates")
    if batch.applied_at and _applied(batch).filter(row_no=decision.row_no).exists():
        raise DecisionError(f"row {decision.row_no} was imported already")
    if row.outcome == RowOutcome.CREATE and decision.outcome == RowOutcome.SKIP:
        repeats = batch.resolutions.filter(outcome=RowOutcome.MATCH, target_row=row.row_no)
        repeats.update(outcome=RowOutcome.AMBIGUOUS, reason=LEFT_OUT)
    decide_row(row, outcome=decision.outcome, target_id=decision.target_id, by_id=by.pk)
    likeliest = (row.candidates or [None])[0]
    right = None if decision.outcome == RowOutcome.SKIP else decision.target_id == likeliest
    answer(batch_id=batch.pk, row_no=row.row_no, right=right, by=by)


def _is_open(batch: RawBatch, row: Resolution, decision: Decision) -> bool:
    """Return whether people may answer this row: a question, or a new one they leave out."""
    if row.outcome == RowOutcome.AMBIGUOUS or row.decided_by_id is not None:
        return True
    leaves_out = decision.outcome == RowOutcome.SKIP and row.outcome == RowOutcome.CREATE
    return leaves_out and not batch.applied_at


def _applied(batch: RawBatch) -> "QuerySet[Any, int]":
    if batch.entity in HAPPENINGS:
        return batch.results.values_list("row_no", flat=True)
    return SourceRecord.objects.filter(batch_id=batch.pk).values_list("row_no", flat=True)
