"""Uploaded files: kept once by their content, listed with every backup.

Uploads are never changed after they were stored, so a file whose size and time are those of the
previous list is not read again.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ops.services.backup.errors import BackupError
from ops.services.backup.vault import Vault, files_in


def keep(vault: Vault, root: Path, known: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Copy the files of `root` the vault does not have; return the list of all of them.

    A line has path, size in bytes, mtime in nanoseconds and sha256. `known` is the last list.
    """
    seen = {(line["path"], line["size"], line["mtime"]): line["sha256"] for line in known}
    listed = []
    for path in files_in(root):
        state, name = path.stat(), path.relative_to(root).as_posix()
        digest = seen.get((name, state.st_size, state.st_mtime_ns)) or _digest(path)
        _store(path, _place(vault, digest))
        listed.append(
            {"path": name, "size": state.st_size, "mtime": state.st_mtime_ns, "sha256": digest}
        )
    return listed


def bring_back(vault: Vault, listed: Iterable[dict[str, Any]], root: Path) -> None:
    """Write the listed files below `root`, checking each.

    Raises BackupError for a file that is missing in the vault or was damaged in it.
    """
    for line in listed:
        kept, target = _place(vault, line["sha256"]), root / line["path"]
        if not kept.exists() or _digest(kept) != line["sha256"]:
            raise BackupError(f"{line['path']} is missing or damaged in {vault.folder}.")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, target)
        os.utime(target, ns=(line["mtime"], line["mtime"]))


def unlisted(vault: Vault, kept: Iterable[str]) -> list[Path]:
    """Return the files of the vault no list names by its sha256."""
    names = set(kept)
    return [path for path in files_in(vault.folder / "media") if path.name not in names]


def _store(source: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)


def _place(vault: Vault, digest: str) -> Path:
    return vault.folder / "media" / digest[:2] / digest


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
