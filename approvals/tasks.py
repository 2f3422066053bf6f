"""Background work of governance; surfaces start it on commit, the beat repeats the rest."""

from celery import shared_task
from django.db import transaction

from approvals import services
from approvals.choices import ProposalState
from approvals.models import Proposal


@shared_task(name="approvals.apply_proposal")
def apply_proposal(uid: str) -> None:
    """Apply one approved proposal.

    A second delivery finds nothing left to do, nor one whose approval was taken back.
    """
    proposal = Proposal.objects.get(uid=uid)
    if proposal.state != ProposalState.PENDING:
        services.apply(proposal)


def apply_when_committed(proposal: Proposal) -> None:
    """Have the worker apply it once this is committed; the decision stands if the queue fails."""
    uid = str(proposal.uid)
    transaction.on_commit(lambda: apply_proposal.delay(uid), robust=True)


@shared_task(name="approvals.expire_proposals")
def expire_proposals() -> None:
    """Expire what nobody decided about or applied in time."""
    services.expire_due()


@shared_task(name="approvals.resume_applying")
def resume_applying() -> None:
    """Go on with what a crash left half applied."""
    services.resume_stuck()


@shared_task(name="approvals.escalate_proposals")
def escalate_proposals() -> None:
    """Open what nobody decided in time to more people."""
    services.escalate_due()


@shared_task(name="approvals.recalibrate_sources")
def recalibrate_sources() -> None:
    """Switch automatic approval off for sources people do not agree with."""
    services.recalibrate_all()
