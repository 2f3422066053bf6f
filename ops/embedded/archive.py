"""Where write-ahead log and backups are kept, and the settings that bring the log there.

The vault belongs to the account of the server, which writes into it:

    base/       backups, one folder each
    wal/        archived write-ahead log, compressed
    stream/     write-ahead log as pg_receivewal receives it, the last file still growing
    media/      uploaded files, each once
    bin/        the two scripts the server calls
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from ops.embedded.layout import Account, Layout, own

SCRIPTS = Path(__file__).parent / "wal"
KEEP, FETCH = "archive-wal.sh", "restore-wal.sh"
FOLDERS = ("base", "wal", "stream", "media", "bin")
TIMEOUT = 60  # seconds of commits a loss of the server may cost without streaming
LARGEST_SLOT = "8GB"  # what a receiver that is away may keep on the server's disk


def vault_of(environment: Mapping[str, str], place: Layout) -> Path | None:
    """Return the vault an embedded server archives into, None where WAL_ARCHIVE is off."""
    if environment.get("WAL_ARCHIVE", "").lower() not in {"1", "true", "yes", "on"}:
        return None
    return Path(environment.get("BACKUP_DIR") or place.vault).absolute()


def prepare_vault(vault: Path, account: Account) -> None:
    """Create the vault's folders where they are missing, and put the scripts into it."""
    for folder in (vault, *(vault / name for name in FOLDERS)):
        own(folder, account)
    for name in (KEEP, FETCH):
        script = vault / "bin" / name
        part = script.with_suffix(".part")
        shutil.copyfile(SCRIPTS / name, part)
        part.chmod(0o755)
        part.replace(script)


def archiving(vault: Path) -> dict[str, str]:
    """Return the server settings that archive into `vault` and allow incremental backups."""
    return {
        "archive_mode": "on",
        "archive_command": f"{quoted(vault / 'bin' / KEEP)} %p %f {quoted(vault / 'wal')}",
        "archive_timeout": f"{TIMEOUT}s",
        "summarize_wal": "on",
        "max_slot_wal_keep_size": LARGEST_SLOT,
    }


def fetching(vault: Path) -> str:
    """Return the restore_command that reads from `vault`."""
    return f"{quoted(vault / 'bin' / FETCH)} %f %p {quoted(vault)}"


def quoted(path: Path) -> str:
    """Return a path as one word of a shell command inside a PostgreSQL setting."""
    return "'" + str(path).replace("'", "'\\''").replace("%", "%%") + "'"
