"""Background work of evidence; every task can run twice without harm."""

from celery import shared_task

from evidence import services


@shared_task
def check_scores() -> int:
    """Recompute one score in a hundred; return how many had drifted."""
    return len(services.check_scores())


@shared_task
def rescore_everybody() -> int:
    """Make every score anew, after what counts for how much has changed; return how many."""
    return services.rescore_everybody()
