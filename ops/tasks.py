"""Background work of operations."""

from celery import shared_task

from ops import services


@shared_task(name="ops.heartbeat")
def heartbeat() -> None:
    """Note that a worker took a task the scheduler sent."""
    services.mark("worker")
