"""What the record says about backups."""

from ops.choices import RunKind
from ops.models import BackupRun


def last_good(kind: RunKind) -> BackupRun | None:
    """Return the newest run of a kind that succeeded, None if there is none."""
    return BackupRun.objects.filter(kind=kind, ok=True).order_by("-ended_at").first()
