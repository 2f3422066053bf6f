"""One embedded PostgreSQL per project home: joined by whoever needs it, gone when nobody does."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path

from ops.embedded.archive import archiving, prepare_vault, vault_of
from ops.embedded.errors import EmbeddedError
from ops.embedded.keeper import SHUTDOWN, Locks
from ops.embedded.layout import SOCKET_NAME, Layout, layout
from ops.embedded.locks import FileLock
from ops.embedded.processes import end_all_in, last_lines, logfile, send, wait_until, working_in
from ops.embedded.server import ROLE, address, check_version, create_data, create_database
from ops.embedded.tuning import configuration, memory

PROJECT = Path(__file__).resolve().parents[2]
SLOWEST_START = 300  # seconds; recovery after a crash can take its time
READY = "ready"
STATUS_LINE = 8  # of postmaster.pid, from PostgreSQL's pidfile.h
_keepers: list[subprocess.Popen[bytes]] = []  # started here; they may outlive their Cluster
CLIENT_VARIABLES = ("PGHOSTADDR", "PGPORT", "PGSERVICE", "PGSSLMODE")


class Cluster:
    """The embedded server of `home`; `durable` off is for tests, which may lose their data.

    `vault` is the folder its write-ahead log is archived into from the next start on; by default
    the one the environment names if WAL_ARCHIVE is on, else none.

    `start` joins the server as a user, and starts it first if need be; a user's end, however it
    comes, counts as `leave`. `stop` ends the server for everybody.
    """

    def __init__(
        self, home: Path, *, durable: bool = True, database: str = ROLE, vault: Path | None = None
    ) -> None:
        self.layout: Layout = layout(home)
        self.vault = vault or vault_of(os.environ, self.layout)
        self.durable = durable
        self.database = database
        self._locks = Locks(self.layout.home)

    @property
    def url(self) -> str:
        """The address of the application's database, whether or not the server runs."""
        return address(self.layout.socket, ROLE, self.database)

    def running(self) -> bool:
        """Whether the server runs and takes connections."""
        return self.kept() and self._ready()

    def kept(self) -> bool:
        """Whether the server is looked after; its keeper ends when the server does."""
        return self._locks.keeper.taken()

    def start(self) -> str:
        """Join the server, starting it if it does not run, and return the database's URL.

        Raises EmbeddedError with a recipe if that is impossible.
        """
        self._make_home()
        with self._in_control():
            self._locks.users.acquire(shared=True)
            try:
                if not self.running():
                    self._launch()
            except BaseException:
                self._locks.users.release()
                raise
        return self.url

    def leave(self) -> None:
        """Stop using the server; it stops if nobody else uses it."""
        if not self._locks.users.held:
            return
        self._locks.users.release()
        if not self._locks.unused():
            return
        try:
            self._end()
        finally:
            self._locks.users.release()
            self._locks.control.release()

    def stop(self) -> None:
        """Stop the server for everybody; without effect if it does not run."""
        if not self.layout.home.exists():
            return
        with self._in_control():
            self._end()
        self._locks.users.release()

    def pin(self) -> None:
        """Let the server run on without users, until `stop`."""
        self._locks.pin.write_text(self._locks.keeper.note())

    def remove(self) -> None:
        """Stop the server and delete its data."""
        self.stop()
        for folder in (self.layout.folder, self.layout.socket):
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Use the server inside a `with` block; the URL is its value."""
        url = self.start()
        try:
            yield url
        finally:
            self.leave()

    def _make_home(self) -> None:
        home = self.layout.home
        try:
            home.mkdir(parents=True, exist_ok=True)
            writable = os.access(home, os.W_OK)
        except PermissionError:
            writable = False
        if not writable:
            raise EmbeddedError(
                f"{home} cannot be written by this account. Set VELOCITY_HOME to a folder that "
                "can, or DATABASE_URL to a server of your own."
            )

    @contextmanager
    def _in_control(self) -> Iterator[FileLock]:
        self._locks.control.acquire()
        try:
            yield self._locks.control
        finally:
            self._locks.control.release()

    def _launch(self) -> None:
        """Start a keeper and wait until the server takes connections; control is held."""
        place = self.layout
        self._end()
        place.prepare()
        if not place.data.exists():
            create_data(place)
        check_version(place)
        self._clear_remains()
        self._configure()
        with logfile(place.log) as log:
            keeper = subprocess.Popen(  # noqa: S603 -- our own module, no shell
                [sys.executable, "-m", "ops.embedded.keeper", str(place.home)],
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        _keepers.append(keeper)
        wait_until(lambda: self._ready() or keeper.poll() is not None, SLOWEST_START)
        if not self._ready():
            self._end()
            raise EmbeddedError(
                f"PostgreSQL did not start. The end of {place.log}:\n{last_lines(place.log)}"
            )
        create_database(place, self.database)

    def _configure(self) -> None:
        if self.vault:
            prepare_vault(self.vault, self.layout.account)
        text = configuration(
            socket=self.layout.socket,
            megabytes=memory(),
            durable=self.durable,
            more=archiving(self.vault) if self.vault else {},
        )
        (self.layout.data / "postgresql.conf").write_text(text)

    def _clear_remains(self) -> None:
        """Clear what a killed server left: its orphans, its pid file, its socket."""
        end_all_in(self.layout.data)
        if working_in(self.layout.data):
            raise EmbeddedError(f"Processes in {self.layout.data} do not end; end them first.")
        (self.layout.data / "postmaster.pid").unlink(missing_ok=True)
        for path in self.layout.socket.glob(".s.PGSQL.*"):
            path.unlink()

    def _ready(self) -> bool:
        path = self.layout.data / "postmaster.pid"
        try:
            lines = path.read_text().splitlines()
        except FileNotFoundError:
            return False
        ready = len(lines) >= STATUS_LINE and lines[STATUS_LINE - 1].strip() == READY
        return ready and self._answers()

    def _answers(self) -> bool:
        """Whether somebody listens at the socket; the file alone outlives a killed server."""
        with socket.socket(socket.AF_UNIX) as attempt:
            return attempt.connect_ex(str(self.layout.socket / SOCKET_NAME)) == 0

    def _end(self) -> None:
        """Make the keeper stop the server, and wait for both; control is held."""
        if self.kept():
            send(int(self._locks.keeper.note() or 0), signal.SIGTERM)
            if not wait_until(lambda: not self.kept(), SHUTDOWN + 10):
                raise EmbeddedError(f"PostgreSQL in {self.layout.data} does not stop.")
        _keepers[:] = [keeper for keeper in _keepers if keeper.poll() is None]


def adopt(environment: MutableMapping[str, str], url: str) -> None:
    """Point a process environment at `url`, and away from any server libpq's variables name."""
    for name in CLIENT_VARIABLES:
        environment.pop(name, None)
    environment["DATABASE_URL"] = url


def configured(environment: MutableMapping[str, str]) -> bool:
    """Whether the environment names a database of its own, so that none is embedded."""
    return bool(environment.get("DATABASE_URL") or environment.get("DATABASE_URL_FILE"))


def home_of(environment: MutableMapping[str, str]) -> Path:
    """Return the folder of everything this installation keeps: VELOCITY_HOME or `.velocity`."""
    return Path(environment.get("VELOCITY_HOME") or PROJECT / ".velocity").absolute()
