"""Restoring to a point in time, into a folder of its own: never in place.

The chain is combined into one cluster folder, and a server of our own on a private socket replays
the archived log into it up to the target and opens it. It archives nothing, listens on no network
and uses no configuration of the original but its data.
"""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ops.embedded.archive import fetching
from ops.embedded.layout import own
from ops.embedded.processes import last_lines, leash, wait_until
from ops.embedded.tuning import configuration, memory
from ops.services.backup.errors import BackupError
from ops.services.backup.server import Server
from ops.services.backup.vault import Backup, Vault

LATEST = "latest"
SLOWEST_REPLAY = 6 * 3600  # seconds
SHUTDOWN = 300
TRUST = "local all all trust\n"
TOO_LATE = "recovery ended before configured recovery target was reached"


@dataclass(frozen=True)
class Target:
    """Where the replay stops: a moment, a named restore point, or the end of the log."""

    moment: datetime | None = None
    point: str = ""

    def settings(self) -> dict[str, str]:
        """Return the recovery settings that stop there."""
        if self.point:
            return {"recovery_target_name": self.point}
        if self.moment:
            return {"recovery_target_time": self.moment.isoformat()}
        return {}

    def __str__(self) -> str:
        return self.point or (self.moment.isoformat() if self.moment else LATEST)


@dataclass(frozen=True)
class Restored:
    """A cluster brought back: where it lies, how to reach it while it runs, how long it took."""

    backup: Backup
    folder: Path
    server: Server
    combine_seconds: float
    replay_seconds: float

    @property
    def seconds(self) -> float:
        """Seconds from the empty folder to the first answer."""
        return self.combine_seconds + self.replay_seconds


@contextmanager
def restored(
    server: Server, vault: Vault, backup: Backup, target: Target, into: Path
) -> Iterator[Restored]:
    """Restore into `into`, which is missing or empty, and run the result inside a `with` block.

    Afterwards the cluster is shut down, cleanly, and ready to be put in place. Raises BackupError
    with the end of the server's log if the target cannot be reached.
    """
    began = time.monotonic()
    server.place.prepare()
    _empty(into)
    own(into, server.place.account)
    chain = vault.chain(backup)
    folders = (str(vault.data(each)) for each in chain)
    server.run("pg_combinebackup", f"--output={into}", *server.syncing, *folders)
    combined = time.monotonic()
    with _replayed(server, vault, target, into) as address:
        replayed = time.monotonic()
        _offer_history(into)
        yield Restored(
            backup,
            into,
            Server(address, server.place, server.binaries, server.durable),
            combined - began,
            replayed - combined,
        )


def _empty(folder: Path) -> None:
    if folder.exists():
        if not folder.is_dir() or any(folder.iterdir()):
            raise BackupError(f"{folder} is not empty. A restore goes into a folder of its own.")
        folder.rmdir()


@contextmanager
def _replayed(server: Server, vault: Vault, target: Target, data: Path) -> Iterator[str]:
    """Run a server that replays to the target; the address is the value of the block."""
    with _private_folder() as run:
        socket, log = run / "s", run / "log"
        own(socket, server.place.account)
        config = run / "postgresql.conf"
        (run / "pg_hba.conf").write_text(TRUST)
        (run / "pg_ident.conf").touch()
        config.write_text(configuration(socket=socket, megabytes=memory(), durable=server.durable))
        (data / "recovery.signal").touch()
        os.chown(data / "recovery.signal", server.place.account.uid, server.place.account.gid)
        address = _address(server, socket)
        process = _start(server, config, log, _forced(vault, target, data, run))
        try:
            _await(process, address, target, log)
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(SHUTDOWN)


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Make a short-lived folder for socket, configuration and log that the server can read."""
    run = Path(tempfile.mkdtemp(prefix="velocity-"))
    try:
        run.chmod(0o711)
        yield run
    finally:
        rmtree(run)


def _forced(vault: Vault, target: Target, data: Path, run: Path) -> dict[str, str]:
    """Return settings for the command line, which no ALTER SYSTEM of the original beats."""
    return {
        "data_directory": str(data),
        "hba_file": str(run / "pg_hba.conf"),
        "ident_file": str(run / "pg_ident.conf"),
        "unix_socket_directories": str(run / "s"),
        "port": "5432",
        "listen_addresses": "",
        "ssl": "off",
        "shared_preload_libraries": "",
        "archive_mode": "off",
        "hot_standby": "off",
        "restore_command": fetching(vault.folder),
        "recovery_target_timeline": "current",
        "recovery_target_action": "promote",
    } | target.settings()


def _start(
    server: Server, config: Path, log: Path, forced: dict[str, str]
) -> subprocess.Popen[bytes]:
    settings = [word for name, value in forced.items() for word in ("-c", f"{name}={value}")]
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 -- PostgreSQL itself, no shell
            [server.program("postgres"), "-c", f"config_file={config}", *settings],
            cwd="/",
            env=server.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=leash(signal.SIGINT),  # noqa: PLW1509 -- one thread only
            **server.place.account.switch,
        )


def _await(process: subprocess.Popen[bytes], address: str, target: Target, log: Path) -> None:
    """Wait until the server has reached its target and answers."""
    wait_until(lambda: process.poll() is not None or _open(address), SLOWEST_REPLAY)
    if process.poll() is None:
        return
    said = last_lines(log)
    if TOO_LATE in said:
        raise BackupError(
            f"The log ends before {target}: no change was committed after it, or the log up to "
            f"there is missing. `--to {LATEST}` restores everything there is."
        )
    raise BackupError(f"The restored server ended. The end of its log:\n{said}")


def _open(address: str) -> bool:
    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            return connection.execute("SELECT pg_is_in_recovery()").fetchone() == (False,)
    except psycopg.OperationalError:
        return False


def _address(server: Server, socket: Path) -> str:
    parts = conninfo_to_dict(server.url)
    kept = {name: str(parts[name]) for name in ("user", "dbname") if name in parts}
    return make_conninfo(**kept, host=str(socket), port="5432")


def _offer_history(data: Path) -> None:
    """Have the new timeline's history archived once the cluster serves with archiving on.

    The restore itself archives nothing; without this file a second restore from before it would
    take the same timeline again.
    """
    for history in (data / "pg_wal").glob("*.history"):
        mark = data / "pg_wal" / "archive_status" / f"{history.name}.ready"
        done = mark.with_suffix(".done")
        if not done.exists():
            mark.touch()
            owner = history.stat()
            os.chown(mark, owner.st_uid, owner.st_gid)
