"""Background work of privacy."""

from celery import shared_task

from privacy.services import purge


@shared_task(name="privacy.purge_expired")
def purge_expired() -> None:
    """Clear what the retention rules say is too old."""
    purge(by=None)
