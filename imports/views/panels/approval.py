"""The decision about what an import would write."""

from typing import Any

from django.http import HttpRequest

from approvals.choices import EventType, ProposalState
from approvals.models import Proposal
from approvals.selectors import approvers, eligible_people, refusal
from core.models import User
from imports.choices import BatchState
from imports.models import RawBatch
from imports.pipeline.happenings import HAPPENINGS
from imports.pipeline.shown import ToldField, sample_again, sample_people
from imports.selectors import full_rows, records_of, troubled_rows
from imports.views.access import REFUSALS, person
from imports.views.naming import Named, about
from imports.views.panels.rows import is_unwritten

S = BatchState
OVER = (
    ProposalState.REJECTED,
    ProposalState.WITHDRAWN,
    ProposalState.EXPIRED,
    ProposalState.SUPERSEDED,
    ProposalState.CHANGES_REQUESTED,
)


def approval(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    """Return what would be written, and who may decide about it."""
    return {
        "counts": batch.counts,
        "sample": _sample(batch, person(request)),
        "repeated": batch.counts.get("match", 0) - batch.counts.get("known_compared", 0),
        "known_same": batch.counts.get("known_compared", 0) - batch.counts.get("known_changed", 0),
        "troubled": troubled_rows(batch).count(),
        "again": batch.state == S.PENDING
        and batch.proposal is not None
        and batch.proposal.state in OVER,
        **deciding(batch.proposal, person(request)),
    }


def deciding(proposal: Proposal | None, user: User) -> dict[str, Any]:
    """Return what the decision about a proposal needs: who has said yes, who may, who may not."""
    if proposal is None:
        return {"proposal": None}
    given = approvers(proposal)
    why_not = refusal(user, proposal)
    pending = proposal.state == ProposalState.PENDING
    last = proposal.events.select_related("actor").filter(
        type__in=[EventType.REJECTED, EventType.CHANGES_REQUESTED]
    )
    return {
        "proposal": proposal,
        "given": given,
        "missing": max(0, proposal.required_approvals - len(given)),
        "eligible": [each for each in eligible_people(proposal) if each not in given]
        if pending
        else [],
        "may_decide": pending and not why_not and user not in given,
        "why_not": REFUSALS.get(why_not, ""),
        "refused": last.last(),
    }


def _sample(batch: RawBatch, user: User) -> list[tuple[int, Named | None, list[ToldField]]]:
    """Return the first rows that change what is known: number, about whom, what."""
    if batch.entity in HAPPENINGS:
        told = sample_again(batch, user)
    else:
        told = sample_people(batch, user) if is_unwritten(batch) else {}
    rows = full_rows(batch, told)
    records = records_of(batch, rows, user)
    return [(row.raw.row_no, about(row, records), told[row.raw.row_no]) for row in rows]
