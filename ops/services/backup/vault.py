"""The vault: backups and archived write-ahead log in one folder that describes itself.

Every backup is a folder `base/ID` with the cluster as pg_basebackup wrote it (`data`), a
description (`velocity.json`) and the list of uploaded files (`media.json`). A folder is complete
or not there: it gets its name last. Nothing here needs a database.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from ops.services.backup.errors import BackupError

DESCRIPTION, MEDIA = "velocity.json", "media.json"
FULL, INCREMENTAL, AUTO = "full", "incremental", "auto"
SEGMENTS_PER_LOG = 256  # of the default size, 16 MB
NAME_LENGTH = 24  # of a segment's file: timeline, log and segment, eight hex digits each


@dataclass(frozen=True)
class Backup:
    """One backup: what it is, what it rests on, and the state of the product it holds.

    `began` and `ended` are the server's whole-second times; a point in time after `ended` can
    be restored from it. `settings` has values, but of secrets only a fingerprint.
    """

    id: str
    kind: str
    parent: str | None
    began: datetime
    ended: datetime
    timeline: int
    start_lsn: str
    end_lsn: str
    bytes: int
    postgres: str
    version: str
    migrations: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    files: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the description as JSON values."""
        times = {"began": self.began.isoformat(), "ended": self.ended.isoformat()}
        return asdict(self) | times

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Return the backup a description describes."""
        times = {name: datetime.fromisoformat(values[name]) for name in ("began", "ended")}
        return cls(**(values | times))


class Vault:
    """The folder of the backups; see `ops.embedded.archive` for its parts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def base(self) -> Path:
        """The folder of the backups."""
        return self.folder / "base"

    @property
    def wal(self) -> Path:
        """The folder of the archived write-ahead log."""
        return self.folder / "wal"

    @property
    def stream(self) -> Path:
        """The folder of the streamed write-ahead log."""
        return self.folder / "stream"

    def data(self, backup: Backup) -> Path:
        """Return the cluster folder of a backup."""
        return self.base / backup.id / "data"

    def backups(self) -> list[Backup]:
        """Return the complete backups, the oldest first."""
        found = sorted(self.base.glob(f"[0-9]*/{DESCRIPTION}"))
        return [Backup.from_json(json.loads(path.read_text())) for path in found]

    def find(self, wanted: str = "") -> Backup:
        """Return the backup of an id, or the newest; BackupError if there is none."""
        backups = self.backups()
        found = [backup for backup in backups if not wanted or backup.id == wanted]
        if not found:
            what = f"No backup {wanted}" if wanted else "No backup yet"
            raise BackupError(f"{what} in {self.folder}; `manage.py backup take` makes one.")
        return found[-1]

    def before(self, moment: datetime) -> Backup:
        """Return the newest backup from which `moment` can be reached; BackupError if none can."""
        backups = self.backups()
        reachable = [backup for backup in backups if backup.ended <= moment]
        if not reachable:
            first = f"the first one ended at {backups[0].ended}" if backups else "there is none"
            raise BackupError(f"No backup ended before {moment.isoformat()}: {first}.")
        return reachable[-1]

    def chain(self, backup: Backup) -> list[Backup]:
        """Return the full backup `backup` rests on, what lies between, and itself."""
        known = {each.id: each for each in self.backups()}
        chain = [backup]
        while parent := chain[0].parent:
            if parent not in known:
                raise BackupError(f"{chain[0].id} rests on {parent}, which is gone.")
            chain.insert(0, known[parent])
        return chain

    def media(self, backup: Backup) -> list[dict[str, Any]]:
        """Return the list of uploaded files a backup knows."""
        path = self.base / backup.id / MEDIA
        listed: list[dict[str, Any]] = json.loads(path.read_text()) if path.exists() else []
        return listed

    def media_since(self, backup: Backup) -> list[dict[str, Any]]:
        """Return the uploads a backup or a later one knows: those a moment after it may name."""
        later = (each for each in self.backups() if each.id >= backup.id)
        found = {line["path"]: line for each in later for line in self.media(each)}
        return list(found.values())

    def segments(self) -> set[str]:
        """Return the names of the whole log files that were archived or streamed."""
        archived = (path.name.removesuffix(".gz") for path in self.wal.glob("*.gz"))
        streamed = (path.name for path in self.stream.glob("*") if path.suffix != ".partial")
        return {name for name in (*archived, *streamed) if len(name) == NAME_LENGTH}


def backup_id(moment: datetime) -> str:
    """Return the id of a backup that begins now; ids sort by time."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")[:-3] + "Z"


def segment_of(timeline: int, lsn: str) -> str:
    """Return the name of the 16 MB log file that holds the position `lsn` (`A/BC000028`)."""
    high, low = (int(part, 16) for part in lsn.split("/"))
    return f"{timeline:08X}{high:08X}{low >> 24:08X}"


def gaps(first: str, segments: Iterable[str]) -> list[str]:
    """Return the log files missing between `first` and the last there is of its timeline."""
    there = {_number(name) for name in segments if name[:8] == first[:8]}
    last = max(there, default=_number(first) - 1)
    wanted = range(_number(first), last + 1)
    return [_name(first[:8], number) for number in wanted if number not in there]


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, in the order of their paths."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _number(name: str) -> int:
    return int(name[8:16], 16) * SEGMENTS_PER_LOG + int(name[16:], 16)


def _name(timeline: str, number: int) -> str:
    high, low = divmod(number, SEGMENTS_PER_LOG)
    return f"{timeline}{high:08X}{low:08X}"
