"""Background work of identity; every task can run twice without harm."""

from celery import shared_task

from identity.services import keeping, scanning


@shared_task(name="identity.keep_keys")
def keep_keys() -> None:
    """Read what changed into the match keys, and make those anew that follow rules of before."""
    while keeping.catch_up() or keeping.renew():
        pass


@shared_task(name="identity.scan")
def scan(run_id: int) -> None:
    """Do the steps of a scan until it ends or is stopped."""
    scanning.run_scan(run_id)


@shared_task(name="identity.go_on_scanning")
def go_on_scanning() -> None:
    """Do the steps of a scan whose worker died."""
    scanning.go_on()
