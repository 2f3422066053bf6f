"""What the database can count, as Prometheus metrics; docs/operations/metrics.md names them all.

Counted on a scrape and kept for 15 seconds, so that several scrapers cost what one does. Every
number is taken from the rows themselves: it is right whichever process wrote them, and after a
restart.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from approvals.choices import HUMAN_DECISIONS, EventType, ProposalState
from approvals.models import ApprovalEvent, Proposal
from core.choices import UserKind
from core.selectors.answering import is_away
from evidence.models import Evidence, QDScore, QDSnapshot
from imports.choices import BatchState
from imports.models import RawBatch
from ops.choices import RunKind
from ops.models import Flag, Mark
from ops.selectors.backups import last_good
from ops.selectors.checks import used_share
from ops.selectors.health import SEVERITY, dependencies, examine
from ops.selectors.lags import archiving, outbox_lag, seal_lag, sync_ages
from ops.selectors.memory import used_memory
from oracle_bridge.choices import RunState
from oracle_bridge.models import SyncRun

FRESH = 15.0  # seconds a count is given again
DECISIONS = (*HUMAN_DECISIONS, EventType.AUTO_APPROVED)

type Row = tuple[Any, ...]  # values of the labels, then the number


class Measures(Collector):
    """Collects the product's metrics, at most once in FRESH seconds a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._known: list[Metric] = []

    def describe(self) -> list[Metric]:
        """Return nothing, so that registering asks no database."""
        return []

    def collect(self) -> Iterable[Metric]:
        """Return the metrics, counted anew when they are old."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._known = list(measured())
                self._until = time.monotonic() + FRESH
            return self._known


def measured() -> Iterator[Metric]:
    """Count everything once; while the database is away, what is known without it."""
    answers = True
    for count in (*GAUGES, *COUNTERS):
        if not answers and count not in ANYWAY:
            continue
        try:
            yield _family(GaugeMetricFamily if count in GAUGES else CounterMetricFamily, count)
        except DatabaseError as error:
            if not is_away(error):
                raise
            answers = False


def import_batches() -> Iterator[Row]:
    """Count import batches by state."""
    rows = dict(RawBatch.objects.order_by().values_list("state").annotate(Count("pk")))
    yield from ((state.value, rows.get(state, 0)) for state in BatchState)


def review_queue_depth() -> Iterator[Row]:
    """Count proposals that wait for a decision, by kind."""
    yield from _waiting().annotate(Count("pk"))


def review_queue_oldest_seconds() -> Iterator[Row]:
    """Measure the age of the oldest proposal that waits for a decision, by kind."""
    now = timezone.now()
    for kind, at in _waiting().annotate(Min("submitted_at")):
        yield kind, (now - at).total_seconds()


def writeback_proposals() -> Iterator[Row]:
    """Count proposals of machines by origin and state: what writebacks came to."""
    rows = Proposal.objects.filter(proposer__kind=UserKind.SERVICE).order_by()
    yield from rows.values_list("proposer__username", "state").annotate(Count("pk"))


def outbox_lag_seconds() -> Iterator[Row]:
    """Measure the age of the oldest change the consumers of the feed cannot read yet."""
    yield (outbox_lag(),)


def seal_lag_seconds() -> Iterator[Row]:
    """Measure the age of the oldest audit event no seal covers yet."""
    yield (seal_lag(),)


def sync_age_seconds() -> Iterator[Row]:
    """Measure the time since an exchange with each system last went through."""
    yield from sync_ages().items()


def sync_runs() -> Iterator[Row]:
    """Count exchanges with other systems that ended, by what came of them."""
    ended = SyncRun.objects.exclude(state=RunState.RUNNING).order_by()
    failed = Q(state=RunState.FAILED)
    counts = {"succeeded": Count("pk", filter=~failed), "failed": Count("pk", filter=failed)}
    for system, *numbers in ended.values_list("system__code").annotate(**counts):
        yield from ((system, *pair) for pair in zip(counts, numbers, strict=True))


def qd_rows() -> Iterator[Row]:
    """Count the rows behind the QD score, signs of nobody known, and scores of unknown making."""
    yield "score", QDScore.objects.count()
    yield "snapshot", QDSnapshot.objects.count()
    found = Evidence.objects.aggregate(
        all=Count("pk"), lost=Count("pk", filter=Q(contact__isnull=True))
    )
    yield "evidence", found["all"]
    yield "evidence_without_contact", found["lost"]
    yield (
        "score_without_snapshot",
        QDScore.objects.exclude(contact__in=QDSnapshot.objects.values("contact")).count(),
    )


def heartbeat_age_seconds() -> Iterator[Row]:
    """Measure the time since each sign of life."""
    now = timezone.now()
    for name, at in Mark.objects.values_list("name", "at"):
        yield name, (now - at).total_seconds()


def backup_age_seconds() -> Iterator[Row]:
    """Measure the time since the last success of each kind of backup command."""
    now = timezone.now()
    for kind in RunKind:
        if last := last_good(kind):
            yield kind.value, (now - last.ended_at).total_seconds()


def drill_seconds() -> Iterator[Row]:
    """Give the recovery time and recovery point the last successful drill measured."""
    last = last_good(RunKind.DRILL)
    if last is not None:
        yield "rto", last.rto_seconds or 0
        yield "rpo", last.rpo_seconds or 0


def wal_archive_age_seconds() -> Iterator[Row]:
    """Measure the time since write-ahead log was archived; absent where archiving is off."""
    state = archiving()
    if state.on:
        yield (state.age,)


def disk_used_ratio() -> Iterator[Row]:
    """Measure the share of the disk in use, 0 to 1."""
    yield from ((name, used_share(path)) for name, path in settings.DISK_PATHS.items())


def memory_used_ratio() -> Iterator[Row]:
    """Measure the share of the container's or the machine's memory in use, 0 to 1."""
    used = used_memory()
    if used is not None:
        yield (used,)


def check_state() -> Iterator[Row]:
    """Give the state of each health check: 0 healthy, 1 degraded, 2 unhealthy."""
    for found in examine(dependencies()):
        yield found.name, SEVERITY.index(found.state)


def flag_share() -> Iterator[Row]:
    """Give the share of the people a flag is on for: 0 off, 100 on."""
    for flag in Flag.objects.all():
        yield flag.name, flag.share


def database_connections() -> Iterator[Row]:
    """Count connections to this database by what they do."""
    yield from _query(
        "SELECT coalesce(state, 'background'), count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() GROUP BY 1"
    )


def database_connections_limit() -> Iterator[Row]:
    """Give the most connections the server takes."""
    yield from _query("SELECT current_setting('max_connections')::int")


def database_size_bytes() -> Iterator[Row]:
    """Measure the size of this database."""
    yield from _query("SELECT pg_database_size(current_database())")


def build_info() -> Iterator[Row]:
    """Give 1; the label says which release runs."""
    yield settings.VERSION, 1


def decisions() -> Iterator[Row]:
    """Count decisions about proposals."""
    rows = ApprovalEvent.objects.filter(type__in=DECISIONS).order_by()
    counts = dict(rows.values_list("type").annotate(Count("pk")))
    yield from ((each.value, counts.get(each, 0)) for each in DECISIONS)


def change_events() -> Iterator[Row]:
    """Count changes of canonical rows written to the outbox, by its last number."""
    yield from _query("SELECT coalesce(max(id), 0) FROM core_changeevent")


def wal_archive_failures() -> Iterator[Row]:
    """Count failed tries to archive a file of write-ahead log."""
    yield from _query("SELECT failed_count FROM pg_stat_archiver")


type Measure = Callable[[], Iterator[Row]]
GAUGES: dict[Measure, tuple[str, ...]] = {
    import_batches: ("state",),
    review_queue_depth: ("kind",),
    review_queue_oldest_seconds: ("kind",),
    writeback_proposals: ("origin", "state"),
    outbox_lag_seconds: (),
    seal_lag_seconds: (),
    sync_age_seconds: ("system",),
    qd_rows: ("what",),
    heartbeat_age_seconds: ("name",),
    backup_age_seconds: ("kind",),
    drill_seconds: ("objective",),
    wal_archive_age_seconds: (),
    disk_used_ratio: ("name",),
    memory_used_ratio: (),
    check_state: ("check",),
    flag_share: ("flag",),
    database_connections: ("state",),
    database_connections_limit: (),
    database_size_bytes: (),
    build_info: ("release",),
}
COUNTERS: dict[Measure, tuple[str, ...]] = {
    decisions: ("decision",),
    sync_runs: ("system", "outcome"),
    change_events: (),
    wal_archive_failures: (),
}
# what Prometheus is told while the database is away, so that the alert of it can fire
ANYWAY = frozenset({check_state, disk_used_ratio, memory_used_ratio, build_info})


def _family(kind: Any, count: Measure) -> Metric:
    labels = (GAUGES | COUNTERS)[count]
    family: Metric = kind(f"velocity_{count.__name__}", _first_line(count), labels=labels)
    for *values, number in count():
        family.add_metric([str(value) for value in values], float(number))  # type: ignore[attr-defined]
    return family


def _first_line(count: Measure) -> str:
    return str(count.__doc__).splitlines()[0]


def _waiting() -> Any:
    return Proposal.objects.filter(state=ProposalState.PENDING).order_by().values_list("kind")


def _query(sql: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[Row] = cursor.fetchall()
    return rows
