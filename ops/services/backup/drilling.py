"""The drill: restore the newest state beside the running server and hold the two equal.

The point of comparison is exact although people go on working: all tables are locked against
writers for the milliseconds it takes to name a restore point and export a snapshot; the tables
are then hashed in that snapshot, and the restored ones at the restore point.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from django.utils import timezone
from psycopg import Connection, sql

from ops.embedded.processes import wait_until
from ops.services.backup.errors import BackupError
from ops.services.backup.fingerprints import differences, fingerprint, tables
from ops.services.backup.restoring import Target, restored
from ops.services.backup.server import Server
from ops.services.backup.vault import Vault, backup_id

ARCHIVED_WITHIN = 180  # seconds
LOCK_TIMEOUT, ATTEMPTS = "500ms", 20
# what a loss of the server would cost just now: nothing behind a receiver that has everything;
# else the time since the last archived file, at most the timeout while archiving succeeds
EXPOSURE = """
    SELECT CASE
        WHEN EXISTS (SELECT FROM pg_stat_replication
                     WHERE application_name = 'velocity_stream'
                       AND flush_lsn >= pg_current_wal_flush_lsn()) THEN 0
        WHEN last_failed_time > last_archived_time OR current_setting('archive_timeout') = '0'
            THEN extract(epoch FROM clock_timestamp() - last_archived_time)
        ELSE least(extract(epoch FROM clock_timestamp() - last_archived_time),
                   extract(epoch FROM current_setting('archive_timeout')::interval))
    END::float FROM pg_stat_archiver
"""


@dataclass(frozen=True)
class Drill:
    """What a drill measured; times in seconds, sizes in bytes."""

    backup: str
    tables: int
    rows: int
    database_bytes: int
    combine_seconds: float
    replay_seconds: float
    rto_seconds: float
    rpo_seconds: float | None
    hash_seconds: float
    check_seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return the measurements, seconds to the hundredth."""
        values = asdict(self).items()
        return {name: round(v, 2) if isinstance(v, float) else v for name, v in values}


def drill(server: Server, vault: Vault, folder: Path) -> Drill:
    """Restore the newest backup and the log after it into `folder`, compare, and clean up.

    Raises BackupError if a table differs, the log does not arrive, or pg_amcheck finds damage.
    """
    exposure = _exposure(server)
    point = f"drill-{backup_id(timezone.now())}"
    with _snapshot(server, point) as connection:
        began = time.monotonic()
        lived = fingerprint(connection)
        hashed = time.monotonic() - began
        size = _one(connection, "SELECT pg_database_size(current_database())")
    _wait_for_archive(server)
    backup = vault.find()
    with restored(server, vault, backup, Target(point=point), folder) as copy:
        with copy.server.connected() as connection:
            wrong = differences(lived, fingerprint(connection))
        if wrong:
            raise BackupError(f"The restored tables differ: {wrong}")
        began = time.monotonic()
        _check_structure(copy.server)
        checked = time.monotonic() - began
    return Drill(
        backup=backup.id,
        tables=len(lived),
        rows=sum(count for count, _ in lived.values()),
        database_bytes=int(size),
        combine_seconds=copy.combine_seconds,
        replay_seconds=copy.replay_seconds,
        rto_seconds=copy.seconds,
        rpo_seconds=exposure,
        hash_seconds=hashed,
        check_seconds=checked,
    )


@contextmanager
def _snapshot(server: Server, point: str) -> Iterator[Connection]:
    """Name a restore point and yield a connection that sees the database exactly as it was there.

    Writers wait for the moment this takes, not for what is done inside the block.
    """
    with server.connected() as reader:
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        with server.connected() as holder:
            _hold_writers(holder)
            holder.execute("SELECT pg_create_restore_point(%s)", [point])
            name = str(_one(holder, "SELECT pg_export_snapshot()"))
            reader.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(name)))
            holder.execute("ROLLBACK")
        yield reader
        reader.execute("ROLLBACK")


def _hold_writers(connection: Connection) -> None:
    """Lock every table against writers in an open transaction, giving way to those at work."""
    names = sql.SQL(", ").join(sql.Identifier(*name) for name in tables(connection))
    for attempt in range(ATTEMPTS):
        connection.execute("BEGIN")
        connection.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
        try:
            connection.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(names))
        except psycopg.errors.LockNotAvailable:
            connection.execute("ROLLBACK")
            time.sleep(0.1 * (attempt + 1))
        else:
            return
    raise BackupError("Long transactions keep the tables busy; try the drill again later.")


def _wait_for_archive(server: Server) -> None:
    """Close the current log file and wait until it is in the archive."""
    with server.connected() as connection:
        name = str(_one(connection, "SELECT pg_walfile_name(pg_switch_wal())"))

        def arrived() -> bool:
            newest = _one(connection, "SELECT last_archived_wal FROM pg_stat_archiver")
            return newest is not None and str(newest)[8:24] >= name[8:]

        if not wait_until(arrived, ARCHIVED_WITHIN):
            raise BackupError(
                f"The log file {name} was not archived within {ARCHIVED_WITHIN} s. Is archiving "
                "on (WAL_ARCHIVE), and what does the server's log say of its archive command?"
            )


def _exposure(server: Server) -> float | None:
    with server.connected() as connection:
        value = _one(connection, EXPOSURE)
    return None if value is None else float(value)


def _check_structure(server: Server) -> None:
    """Check heaps and indexes against each other; the copy may get the extension for it."""
    server.run(
        "pg_amcheck", "--install-missing", "--heapallindexed", "--no-password", server.address
    )


def _one(connection: Connection, query: LiteralString) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
