"""Background work of imports; every task can run twice without harm."""

from celery import shared_task

from core.models import User
from imports import services
from imports.models import RawBatch
from imports.services.proving import prove


@shared_task
def advance_batch(batch_id: int) -> None:
    """Run a batch's steps until a person is needed."""
    services.advance(batch_id)


@shared_task
def advance_stalled() -> None:
    """Go on with batches whose worker died."""
    for batch_id in services.stalled():
        services.advance(batch_id)


@shared_task
def replay_batch(batch_id: int, user_id: int) -> None:
    """Replay a batch on an empty database for the person who asked."""
    prove(RawBatch.objects.get(pk=batch_id), by=User.objects.get(pk=user_id))
