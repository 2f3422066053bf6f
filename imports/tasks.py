"""Background work of imports; every task can run twice without harm."""

from celery import shared_task

from imports import services


@shared_task
def advance_batch(batch_id: int) -> None:
    """Run a batch's steps until a person is needed."""
    services.advance(batch_id)


@shared_task
def advance_stalled() -> None:
    """Go on with batches whose worker died."""
    for batch_id in services.stalled():
        services.advance(batch_id)
