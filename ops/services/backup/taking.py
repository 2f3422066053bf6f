"""Taking a backup: the cluster by pg_basebackup, the uploads, and what the product was then."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from ops.embedded.archive import prepare_vault
from ops.embedded.layout import own
from ops.embedded.locks import FileLock
from ops.services.backup import media
from ops.services.backup.errors import BackupError
from ops.services.backup.server import Server
from ops.services.backup.vault import (
    AUTO,
    DESCRIPTION,
    FULL,
    INCREMENTAL,
    MEDIA,
    Backup,
    Vault,
    backup_id,
    files_in,
)

FULL_EVERY = timedelta(days=7)
LONGEST_CHAIN = 7
# written up to here, and none since the backup began but where another ended
SUMMARISED = """
WITH summary AS (SELECT * FROM pg_available_wal_summaries() WHERE tli = %(timeline)s)
SELECT c.timeline_id = %(timeline)s AND current_setting('summarize_wal') = 'on'
   AND (w.summarized_lsn <= %(start)s::pg_lsn OR EXISTS (
       SELECT FROM summary WHERE start_lsn <= %(start)s::pg_lsn AND end_lsn > %(start)s::pg_lsn))
   AND NOT EXISTS (
       SELECT FROM summary s WHERE s.start_lsn > %(start)s::pg_lsn
       AND NOT EXISTS (SELECT FROM summary b WHERE b.end_lsn = s.start_lsn))
FROM pg_control_checkpoint() c, pg_get_wal_summarizer_state() w
"""


@dataclass(frozen=True)
class Facts:
    """What the product knows about itself and a later reader of the backup wants to know."""

    version: str
    migrations: tuple[str, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)
    media: Path | None = None


def take(server: Server, vault: Vault, facts: Facts, kind: str = AUTO) -> Backup:
    """Take a backup and return it; `kind` is full, incremental, or auto.

    Auto takes a full backup every week, after seven incremental ones, and when there is nothing
    to build on. Raises BackupError; a backup that failed leaves nothing behind.
    """
    server.place.prepare()
    prepare_vault(vault.folder, server.place.account)
    with alone(vault):
        parent = _parent(server, vault, kind)
        began = timezone.now().replace(microsecond=0)
        name = backup_id(timezone.now())
        part = vault.base / f".part-{name}"
        own(part, server.place.account)
        try:
            _copy_cluster(server, vault, part / "data", parent)
            listed = _keep_media(vault, facts)
            manifest = json.loads((part / "data" / "backup_manifest").read_text())
            backup = Backup(
                id=name,
                kind=INCREMENTAL if parent else FULL,
                parent=parent.id if parent else None,
                began=began,
                ended=timezone.now(),
                bytes=sum(path.stat().st_size for path in files_in(part)),
                postgres=server.setting("server_version"),
                version=facts.version,
                migrations=list(facts.migrations),
                settings=facts.settings,
                files=len(listed),
                **_position(manifest),
            )
            (part / MEDIA).write_text(json.dumps(listed))
            (part / DESCRIPTION).write_text(json.dumps(backup.as_json(), indent=2))
            part.rename(vault.base / name)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return backup


@contextmanager
def alone(vault: Vault) -> Iterator[None]:
    """Hold the vault for one writer; BackupError if another one is at work."""
    lock = FileLock(vault.folder / "vault.lock")
    if not lock.acquire(wait=False):
        raise BackupError(f"Another backup or pruning is at work in {vault.folder}.")
    try:
        yield
    finally:
        lock.release()


def due_full(backups: list[Backup], now: datetime) -> bool:
    """Return whether the next automatic backup is a full one."""
    full = [number for number, backup in enumerate(backups) if backup.kind == FULL]
    if not full:
        return True
    since = backups[full[-1] :]
    return len(since) > LONGEST_CHAIN or now - since[0].began >= FULL_EVERY


def _parent(server: Server, vault: Vault, kind: str) -> Backup | None:
    """Return the backup to build on, None for a full one."""
    backups = vault.backups()
    if kind == FULL or (kind == AUTO and due_full(backups, timezone.now())):
        return None
    fits = bool(backups) and _summarised_since(server, backups[-1])
    if kind == INCREMENTAL and not fits:
        raise BackupError(
            "An incremental backup needs a backup of the same timeline to build on, and a server "
            "that has had summarize_wal = on ever since. Set it if it is off, then take a full "
            "one: `manage.py backup take --full`."
        )
    return backups[-1] if fits else None


def _summarised_since(server: Server, backup: Backup) -> bool:
    """Return whether the server can say what changed since a backup began: no summary is missing.

    Summaries begin anew where summarize_wal was switched on, or old ones were removed.
    """
    with server.connected() as connection:
        row = connection.execute(
            SUMMARISED, {"timeline": backup.timeline, "start": backup.start_lsn}
        ).fetchone()
    return row is not None and bool(row[0])


def _copy_cluster(server: Server, vault: Vault, target: Path, parent: Backup | None) -> None:
    built_on = [f"--incremental={vault.data(parent) / 'backup_manifest'}"] if parent else []
    server.run(
        "pg_basebackup",
        f"--dbname={server.address}",
        f"--pgdata={target}",
        "--format=plain",
        "--wal-method=stream",
        "--checkpoint=fast",
        "--no-password",
        *built_on,
        *server.syncing,
    )


def _keep_media(vault: Vault, facts: Facts) -> list[dict[str, Any]]:
    if facts.media is None or not facts.media.is_dir():
        return []
    backups = vault.backups()
    return media.keep(vault, facts.media, vault.media(backups[-1]) if backups else [])


def _position(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return timeline and positions from the last range of a backup manifest."""
    last = manifest["WAL-Ranges"][-1]
    return {
        "timeline": last["Timeline"],
        "start_lsn": last["Start-LSN"],
        "end_lsn": last["End-LSN"],
    }
