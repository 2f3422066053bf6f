"""Background work of governance; surfaces start it on commit, the beat repeats the last two."""

from celery import shared_task

from approvals import services
from approvals.models import Proposal


@shared_task(name="approvals.apply_proposal")
def apply_proposal(uid: str) -> None:
    """Apply one approved proposal; a second delivery finds nothing left to do."""
    services.apply(Proposal.objects.get(uid=uid))


@shared_task(name="approvals.expire_proposals")
def expire_proposals() -> None:
    """Expire what nobody decided about or applied in time."""
    services.expire_due()


@shared_task(name="approvals.resume_applying")
def resume_applying() -> None:
    """Go on with what a crash left half applied."""
    services.resume_stuck()
