"""How far things that should keep up are behind, in seconds."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max, Min, Q
from django.utils import timezone

from core.models import AuditEvent, AuditSeal
from oracle_bridge.choices import RunState
from oracle_bridge.models import SyncRun

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
    seals = AuditSeal.objects.order_by("-number").values_list("last_xid", "last_id")
    xid, last = seals.first() or (0, 0)
    # windows end by transaction, then number: a later number may stand in an earlier transaction
    unsealed = Q(xid__gt=xid) | Q(xid=xid, id__gt=last)
    open_since = AuditEvent.objects.filter(unsealed, xid__gte=xid).aggregate(at=Min("at"))["at"]
    return (timezone.now() - open_since).total_seconds() if open_since else 0.0


def sync_ages() -> dict[str, float]:
    """Return the seconds since an exchange with each system last went through, by its code.

    One that found nothing to change counts; so does one whose people wait for somebody's approval.
    """
    through = Q(state=RunState.DONE) | Q(state=RunState.WAITING, error="")
    rows = SyncRun.objects.filter(through, finished_at__isnull=False).order_by()
    newest: list[tuple[str, datetime]] = list(
        rows.values_list("system__code").annotate(at=Max("finished_at"))
    )
    now = timezone.now()
    return {code: (now - at).total_seconds() for code, at in newest}
