"""Background work of operations."""

from celery import shared_task

from ops import services
from ops.resources import lines


@shared_task(name="ops.heartbeat")
def heartbeat() -> None:
    """Note that a worker took a task the scheduler sent."""
    services.mark("worker")


@shared_task(name="ops.check_consistency")
def check_consistency() -> None:
    """Run every check of consistency and keep what they found."""
    services.note_consistency()


@shared_task(name="ops.write_export")
def write_export(uid: str) -> None:
    """Write the file of an export; a second delivery finds nothing left to do."""
    services.write_export(uid, lines)


@shared_task(name="ops.tend_exports")
def tend_exports() -> None:
    """Remove files whose day is over, and write those the queue lost."""
    services.expire_exports()
    for uid in services.lost_exports():
        services.write_export(uid, lines)
