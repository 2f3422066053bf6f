"""How far things that should keep up are behind, in seconds."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from core.models import AuditEvent, AuditSeal
from oracle_bridge.choices import SyncStatus
from oracle_bridge.models import EntityMapping

# failing: the last try failed; moving: log was written since the last file was archived
ARCHIVER = """
    SELECT current_setting('archive_mode') <> 'off',
           coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false),
           extract(epoch FROM now() - coalesce(last_archived_time, stats_reset,
                                               pg_postmaster_start_time()))::float8,
           coalesce(pg_walfile_name(pg_current_wal_lsn()) > last_archived_wal, true)
    FROM pg_stat_archiver
"""
# what a transaction that still runs hides from the consumers of the feed
HIDDEN = """
    SELECT coalesce(extract(epoch FROM now() - min(at)), 0)::float8 FROM core_changeevent
    WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
"""


@dataclass(frozen=True, slots=True)
class Archiving:
    """What PostgreSQL's archiver reports; `age` is in seconds."""

    on: bool
    failing: bool
    age: float
    moving: bool


def archiving() -> Archiving:
    """Return the state of WAL archiving."""
    with connection.cursor() as cursor:
        cursor.execute(ARCHIVER)
        row: tuple[bool, bool, float, bool] = cursor.fetchone()
    return Archiving(*row)


def outbox_lag() -> float:
    """Return the age in seconds of the oldest committed change no consumer may read yet."""
    with connection.cursor() as cursor:
        cursor.execute(HIDDEN)
        return float(cursor.fetchone()[0])


def seal_lag() -> float:
    """Return the age in seconds of the oldest audit event no seal covers yet."""
    last = AuditSeal.objects.order_by("-number").values_list("last_id", flat=True).first() or 0
    open_since = (
        AuditEvent.objects.filter(id__gt=last).order_by("id").values_list("at", flat=True).first()
    )
    return (timezone.now() - open_since).total_seconds() if open_since else 0.0


def sync_ages() -> dict[str, float]:
    """Return the seconds since anything of each system was brought in step, by its code."""
    rows = EntityMapping.objects.filter(status=SyncStatus.SYNCED).order_by()
    newest: list[tuple[str, datetime]] = list(
        rows.values_list("system__code").annotate(at=Max("updated_at"))
    )
    now = timezone.now()
    return {code: (now - at).total_seconds() for code, at in newest}
