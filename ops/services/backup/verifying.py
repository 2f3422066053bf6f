"""Checking that a backup can be read and that the log after it has no gap."""

from dataclasses import dataclass

from ops.services.backup.errors import BackupError
from ops.services.backup.server import Server
from ops.services.backup.vault import Backup, Vault, gaps, segment_of


@dataclass(frozen=True)
class Checked:
    """What a check looked at: the chain of backups, and the log files after its beginning."""

    backup: Backup
    chain: list[str]
    segments: int


def verify(server: Server, vault: Vault, backup: Backup) -> Checked:
    """Check every file of a backup's chain and the continuity of the log; BackupError if broken.

    Reads every byte: file sizes and checksums against pg_basebackup's manifest, and the log each
    backup needs to become consistent.
    """
    server.place.prepare()
    chain = vault.chain(backup)
    for member in chain:
        server.run("pg_verifybackup", "--quiet", "--exit-on-error", str(vault.data(member)))
    first = segment_of(chain[0].timeline, chain[0].start_lsn)
    segments = vault.segments()
    if missing := gaps(first, segments):
        shown = ", ".join(missing[:5])
        raise BackupError(
            f"{len(missing)} files of the write-ahead log are missing after {chain[0].id}: {shown}."
            " Nothing behind the gap can be restored; take a full backup now."
        )
    after = [name for name in segments if name[:8] == first[:8] and name >= first]
    return Checked(backup, [member.id for member in chain], len(after))
