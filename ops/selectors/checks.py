"""What the product depends on: each check is a `health_check.HealthCheck` of one thing.

A check speaks by its exceptions: ServiceWarning for what still works, ServiceUnavailable for what
does not. `means` is the sentence a person reads; one that `asks` the database is not run once the
database did not answer.
"""

import abc
import shutil
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable, ServiceWarning
from redis import Redis
from redis.exceptions import RedisError

from ops.choices import RunKind
from ops.models import Mark
from ops.selectors.backups import last_good
from ops.selectors.lags import archiving, outbox_lag, seal_lag, sync_ages
from ops.selectors.memory import used_memory

PATIENCE = "3s"  # the longest a check may hold a statement
SLOW_DATABASE = 1.0  # seconds; slower is degraded
SLOW_BROKER = 0.5
BROKER_PATIENCE = 2
HEARTBEAT = 120.0  # seconds; the scheduler sends one every 30
TIGHT = 0.9  # share of the memory in use
FULL, FILLING = 0.9, 0.8  # share of a disk in use
BACKUP_AGE = 25 * 3600.0
WAL_BEHIND = 15 * 60.0
OUTBOX_BEHIND = 15 * 60.0
SEAL_BEHIND = 15 * 60.0  # a window is closed every minute
SYNC_BEHIND = 60 * 60.0


class Check(HealthCheck):
    """One thing looked at by a plain function."""

    means: ClassVar[str]
    asks: ClassVar[bool] = True

    @abc.abstractmethod
    def run(self) -> None:
        """Look, and raise what is wrong."""


@dataclass
class Database(Check):
    """The time PostgreSQL takes to answer."""

    means: ClassVar[str] = "PostgreSQL answers"

    def run(self) -> None:
        """Ask for nothing."""
        began = time.monotonic()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
        took = time.monotonic() - began
        if took > SLOW_DATABASE:
            raise ServiceWarning(f"answers after {took:.1f} s")


@dataclass
class Migrations(Check):
    """The migrations of this code against the record; later ones are fine, during an upgrade."""

    means: ClassVar[str] = "Every migration of this version is applied"

    def run(self) -> None:
        """Compare the files with the record."""
        missing = sorted(
            known_migrations() - set(MigrationRecorder(connection).applied_migrations())
        )
        if missing:
            first = ".".join(missing[0])
            raise ServiceUnavailable(f"{len(missing)} are not applied, first {first}")


@dataclass
class Broker(Check):
    """The queue: tables in the database, or Redis."""

    means: ClassVar[str] = "The queue takes work"

    def run(self) -> None:
        """Ask the broker that is configured."""
        began = time.monotonic()
        if settings.CELERY_BROKER_URL.startswith("pgmq"):
            _ask_pgmq()
        else:
            _ask_redis(settings.CELERY_BROKER_URL)
        took = time.monotonic() - began
        if took > SLOW_BROKER:
            raise ServiceWarning(f"answers after {took:.1f} s")


@dataclass
class Worker(Check):
    """The heartbeat a worker wrote: it proves the scheduler, the queue and the worker at once."""

    means: ClassVar[str] = "A worker takes what the scheduler sends"

    def run(self) -> None:
        """Read the age of the heartbeat."""
        age = age_of("worker")
        if age is None:
            raise ServiceUnavailable("no worker has answered yet")
        if age > HEARTBEAT:
            raise ServiceUnavailable(f"the last heartbeat is {spoken(age)} old")


@dataclass
class Disk(Check):
    """The disk under one folder."""

    name: str
    path: Path
    means: ClassVar[str] = "There is room on the disk"
    asks: ClassVar[bool] = False

    def run(self) -> None:
        """Measure the share in use."""
        used = used_share(self.path)
        if used >= FULL:
            raise ServiceUnavailable(f"{self.name} is {used:.0%} full")
        if used >= FILLING:
            raise ServiceWarning(f"{self.name} is {used:.0%} full")


@dataclass
class Memory(Check):
    """The memory of the container this process runs in, or of the machine."""

    means: ClassVar[str] = "There is memory left"
    asks: ClassVar[bool] = False

    def run(self) -> None:
        """Measure the share in use."""
        used = used_memory()
        if used is not None and used >= TIGHT:
            raise ServiceWarning(f"{used:.0%} of the memory is in use")


@dataclass
class Backup(Check):
    """The age of the newest backup that succeeded."""

    means: ClassVar[str] = "A backup of the last day exists"

    def run(self) -> None:
        """Read the record of backups."""
        if not settings.BACKUP_EXPECTED:
            return
        last = last_good(RunKind.TAKE)
        if last is None:
            raise ServiceUnavailable("there is no backup yet")
        age = (timezone.now() - last.ended_at).total_seconds()
        if age > BACKUP_AGE:
            raise ServiceUnavailable(f"the last backup is {spoken(age)} old")


@dataclass
class WalArchive(Check):
    """The archive of write-ahead log that point-in-time recovery needs."""

    means: ClassVar[str] = "Write-ahead log is archived"

    def run(self) -> None:
        """Ask PostgreSQL's archiver."""
        state = archiving()
        if not state.on:
            if settings.BACKUP_EXPECTED:
                raise ServiceWarning("archiving is off: a restore ends at the last backup")
            return
        if state.failing:
            raise ServiceUnavailable(f"archiving fails since {spoken(state.age)}")
        if state.age > WAL_BEHIND and state.moving:
            raise ServiceUnavailable(f"nothing was archived for {spoken(state.age)}")


@dataclass
class Outbox(Check):
    """Changes no consumer of the feed can see yet, held back by a transaction that runs long."""

    means: ClassVar[str] = "The change feed flows"

    def run(self) -> None:
        """Measure the oldest change that waits."""
        lag = outbox_lag()
        if lag > OUTBOX_BEHIND:
            raise ServiceWarning(f"the oldest change waits for {spoken(lag)}")


@dataclass
class Seal(Check):
    """The age of the oldest audit event that no seal covers."""

    means: ClassVar[str] = "The audit record is sealed"

    def run(self) -> None:
        """Measure what lies open."""
        lag = seal_lag()
        if lag > SEAL_BEHIND:
            raise ServiceWarning(f"events are unsealed for {spoken(lag)}")


@dataclass
class Sync(Check):
    """How long ago an exchange with each system went through; pages show the last known values."""

    means: ClassVar[str] = "Other systems are in step"

    def run(self) -> None:
        """Name the systems that are behind."""
        behind = [
            f"{system} {spoken(age)}" for system, age in sync_ages().items() if age > SYNC_BEHIND
        ]
        if behind:
            raise ServiceWarning("last in step: " + ", ".join(behind))


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations this process was started with."""
    return frozenset(MigrationLoader(None).disk_migrations)


def used_share(path: Path) -> float:
    """Return the share of the disk in use, 0 to 1; of the nearest folder that exists."""
    folder = next(each for each in (path, *path.parents) if each.exists())
    usage = shutil.disk_usage(folder)
    return usage.used / (usage.used + usage.free)


def age_of(name: str) -> float | None:
    """Return the seconds since a sign of life, None if there never was one."""
    at = Mark.objects.filter(name=name).values_list("at", flat=True).first()
    return None if at is None else (timezone.now() - at).total_seconds()


def spoken(seconds: float) -> str:
    """Return a time span in words of one unit: `90 s`, `25 min`, `31 h`."""
    span = timedelta(seconds=round(seconds))
    if span < timedelta(minutes=2):
        return f"{span.seconds} s"
    if span < timedelta(hours=2):
        return f"{span.seconds // 60} min"
    return f"{span // timedelta(hours=1)} h"


def _ask_pgmq() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pgmq.meta') IS NOT NULL")
        if cursor.fetchone() != (True,):
            raise ServiceUnavailable("the queue is not installed in the database")


def _ask_redis(url: str) -> None:
    link = Redis.from_url(
        url, socket_timeout=BROKER_PATIENCE, socket_connect_timeout=BROKER_PATIENCE
    )
    try:
        link.ping()
    except RedisError as error:
        raise ServiceUnavailable(f"does not answer: {type(error).__name__}") from error
    finally:
        link.close()
