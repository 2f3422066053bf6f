"""A PostgreSQL server as the backup tools see it: an address and the programs of its version."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ops.embedded.layout import Layout
from ops.services.backup.errors import BackupError

WORDS = 2000  # characters of a program's complaint that are shown


@dataclass(frozen=True)
class Server:
    """How to reach a server as a role with REPLICATION, and where PostgreSQL's programs are.

    The programs run under the account of `place`: PostgreSQL refuses to run as root. `durable`
    off does not wait for the disk: for tests.
    """

    url: str
    place: Layout
    binaries: Path | None = None
    durable: bool = True

    def program(self, name: str) -> str:
        """Return the path of one of PostgreSQL's programs."""
        return str((self.binaries or self.place.binaries) / name)

    @property
    def syncing(self) -> list[str]:
        """Arguments of the programs that write whole clusters."""
        return [] if self.durable else ["--no-sync"]

    @property
    def address(self) -> str:
        """The address without its password, which no list of processes may show."""
        parts = {name: str(value) for name, value in conninfo_to_dict(self.url).items()}
        parts.pop("password", None)
        return make_conninfo("", **parts)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the programs; the password is in it where there is one."""
        password = conninfo_to_dict(self.url).get("password")
        found = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        return found | ({"PGPASSWORD": str(password)} if password else {})

    def run(self, name: str, *arguments: str) -> str:
        """Run a program to its end and return what it said; BackupError if it fails."""
        done = subprocess.run(  # noqa: S603 -- PostgreSQL's own programs, no shell
            [self.program(name), *arguments],
            cwd="/",
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **self.place.account.switch,
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip()[-WORDS:]
            raise BackupError(f"{name} failed (status {done.returncode}):\n{said}")
        return done.stdout

    @contextmanager
    def connected(self) -> Iterator[psycopg.Connection]:
        """Open a connection, each statement its own transaction; BackupError if none comes."""
        try:
            connection = psycopg.connect(self.url, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as error:
            raise BackupError(f"The server does not answer at {self.address}: {error}") from error
        with connection:
            yield connection

    def setting(self, name: str) -> str:
        """Return the value of a server setting."""
        with self.connected() as connection:
            row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
        return str(row[0]) if row else ""
