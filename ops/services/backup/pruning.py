"""Forgetting what is older than the window: whole chains, their log, and unlisted uploads."""

import shutil
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from ops.services.backup import media
from ops.services.backup.server import Server
from ops.services.backup.taking import alone
from ops.services.backup.vault import FULL, Backup, Vault, segment_of


@dataclass(frozen=True)
class Pruned:
    """What was or would be forgotten."""

    backups: list[str]
    segments: int
    files: int


def prune(server: Server, vault: Vault, window: timedelta, *, pretend: bool = False) -> Pruned:
    """Forget what no moment inside the window needs; the last chain always stays."""
    with alone(vault):
        backups = vault.backups()
        kept = needed(backups, window)
        gone = [backup for backup in backups if backup not in kept]
        files = media.unlisted(
            vault, (line["sha256"] for backup in kept for line in vault.media(backup))
        )
        first = segment_of(kept[0].timeline, kept[0].start_lsn) if kept else ""
        old = [name for name in vault.segments() if first and name[8:] < first[8:]]
        if not pretend:
            _forget(server, vault, gone, first)
            for path in files:
                path.unlink()
    return Pruned([backup.id for backup in gone], len(old), len(files))


def needed(backups: list[Backup], window: timedelta) -> list[Backup]:
    """Return the backups some moment of the window is restored from, chains being whole."""
    start = timezone.now() - window
    fulls = [n for n, backup in enumerate(backups) if backup.kind == FULL]
    reaching = [n for n in fulls if backups[n].ended <= start]
    return backups[(reaching or fulls[:1] or [0])[-1] :]


def _forget(server: Server, vault: Vault, gone: list[Backup], first: str) -> None:
    for backup in reversed(gone):  # what rests on others goes before them
        shutil.rmtree(vault.base / backup.id)
    for left in vault.base.glob(".part-*"):
        shutil.rmtree(left)
    for left in vault.wal.glob(".part.*"):
        left.unlink()
    if not first:
        return
    server.run("pg_archivecleanup", "--strip-extension=.gz", str(vault.wal), first)
    server.run("pg_archivecleanup", str(vault.stream), first)
    for path in vault.stream.glob("[0-9A-F]*"):
        if (vault.wal / f"{path.name}.gz").exists():
            path.unlink()
