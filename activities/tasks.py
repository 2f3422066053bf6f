"""Background work of activities; every task can run twice without harm."""

from celery import shared_task

from activities.services.scanning import scan_waiting


@shared_task
def scan_files() -> int:
    """Scan the files that wait for it; return how many those were."""
    return scan_waiting()
