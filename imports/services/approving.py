"""Approving a batch in a person's name, from a command or a sync."""

from approvals.choices import ProposalState
from approvals.services import apply, approve
from core.models import User
from imports.models import RawBatch


class NothingToApproveError(Exception):
    """The batch has no proposal."""


def approve_commit(batch: RawBatch, *, by: User, reason: str) -> None:
    """Approve a batch's commit, unless it is approved already, and apply it.

    Raises NothingToApproveError and what approvals raise.
    """
    proposal = batch.proposal
    if proposal is None:
        raise NothingToApproveError(f"{batch} has nothing to approve")
    if proposal.state == ProposalState.PENDING:
        proposal = approve(
            proposal,
            by=by,
            revision=proposal.revision,
            content_hash=proposal.content_hash,
            reason=reason,
        )
    apply(proposal, by=by)
