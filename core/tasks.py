"""Background work of the kernel."""

from celery import shared_task

from core.services.idempotency import forget_old
from core.services.sealing import anchor, seal


@shared_task(name="core.seal_audit")
def seal_audit() -> None:
    """Seal the settled audit events and anchor the seals outside the database."""
    seal()
    anchor()


@shared_task(name="core.forget_answers")
def forget_answers() -> None:
    """Delete the answers to requests that may not be repeated any more."""
    forget_old()
