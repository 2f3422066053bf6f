"""Reads of files that more than one surface needs."""

from django.conf import settings

from activities.choices import ScanStatus

REFUSED: dict[str, str] = {
    ScanStatus.INFECTED: "The scan found something in this file.",
    ScanStatus.FAILED: "The scan could not read this file; an administrator sees why.",
}
WAITING = "The file is being scanned; ask again in a minute."


def withheld(scan_status: str) -> str:
    """Return why nobody is given a file of that state of its scan, empty for one that is given."""
    if scan_status == ScanStatus.PENDING and settings.SCANNER_URL:
        return WAITING
    return REFUSED.get(scan_status, "")
