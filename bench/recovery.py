"""`python -m bench.recovery`: lose a server of a few gigabytes and get it back, measured.

On an embedded server of its own, durable as in service: fill it set-based through the product's
own triggers, back it up full and incremental while it changes, drill; then kill the server under
writers, throw its data away, and count what was acknowledged and did not come back: once with
archiving alone, once with the receiver of the log running.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from bench.filling import fill
from ops.embedded.cluster import PROJECT, Cluster
from ops.embedded.processes import wait_until
from ops.embedded.server import SUPERUSER, address

WRITING = 20  # seconds of single commits before a server is killed


def main() -> int:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.recovery", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=2000, help="size of the database")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    home = Path(tempfile.mkdtemp(prefix="velocity-recovery-"))
    house = House(home)
    try:
        found = house.measure(options.megabytes)
    finally:
        house.remove()
    print(json.dumps(found, indent=1))
    return 0


class House:
    """A server with its vault under one folder, thrown away at the end."""

    def __init__(self, home: Path) -> None:
        self.home = home
        os.environ |= {"WAL_ARCHIVE": "1", "VELOCITY_HOME": str(home), "VELOCITY_ENV": "local"}
        os.environ.pop("DATABASE_URL", None)
        self.cluster = Cluster(home)
        self.url = address(self.cluster.layout.socket, SUPERUSER, "velocity")

    def measure(self, megabytes: int) -> dict[str, Any]:
        """Return all measures by name."""
        found: dict[str, Any] = {}
        with self.cluster.serving():
            self.manage("migrate", "--verbosity", "0")
            found["fill_seconds"] = self.timed(lambda: self.fill(megabytes))
            found["database_mb"] = self.value("SELECT pg_database_size('velocity')") / 1e6
            found["full_seconds"] = self.timed(lambda: self.manage("backup", "take", "--full"))
            self.change()
            found["incremental_seconds"] = self.timed(lambda: self.manage("backup", "take"))
            self.change()
            found["drill"] = json.loads(self.manage("backup", "drill", "--json"))
            found["verify_seconds"] = self.timed(lambda: self.manage("backup", "verify"))
        for name, streaming in (("archive_only", False), ("with_receiver", True)):
            found[name] = self.lose(streaming=streaming)
        return found

    def fill(self, megabytes: int) -> None:
        """Insert people until the database has its size; history and outbox come by trigger."""
        with psycopg.connect(self.url, autocommit=True) as link:
            first = 1
            while self.value("SELECT pg_database_size('velocity')") < megabytes * 1e6:
                first = fill(link, first, 50_000)
            link.execute("ANALYZE")

    def change(self) -> None:
        """Change ten thousand people and bring ten thousand new ones' worth of log."""
        with psycopg.connect(self.url, autocommit=True) as link:
            link.execute(
                "UPDATE contacts_contact SET occupation = 'Painter', version = version + 1 "
                "WHERE id % 97 = 0 AND id < 970000"
            )

    def lose(self, *, streaming: bool) -> dict[str, Any]:
        """Kill the server under single commits, throw it away, restore, and count the loss."""
        with self.cluster.serving():
            with psycopg.connect(self.url, autocommit=True) as link:
                link.execute("CREATE TABLE IF NOT EXISTS acknowledged (n int, at timestamptz)")
                link.execute("TRUNCATE acknowledged")
                link.execute("SELECT pg_switch_wal()")
            self.manage("backup", "take", "--full")
            receiver = self.receive() if streaming else None
            acknowledged = self.write_until_killed()
            if receiver:
                receiver.terminate()
                receiver.wait()
        wait_until(lambda: not self.cluster.kept(), 30)
        shutil.rmtree(self.cluster.layout.data)
        into = self.cluster.layout.vault / "restored"
        seconds = self.timed(lambda: self.manage("backup", "restore", "--into", str(into)))
        into.rename(self.cluster.layout.data)
        with self.cluster.serving():
            kept = self.value("SELECT count(*) FROM acknowledged")
        return {
            "acknowledged": acknowledged,
            "recovered": kept,
            "lost": max(0, acknowledged - kept),
            "lost_seconds": round(WRITING * max(0, acknowledged - kept) / acknowledged, 1),
            "restore_seconds": seconds,
        }

    def receive(self) -> subprocess.Popen[bytes]:
        """Start the receiver of the log and wait until it is connected."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", "backup", "stream"], cwd=PROJECT, env=os.environ
        )
        query = (
            "SELECT count(*) FROM pg_stat_replication WHERE application_name = 'velocity_stream'"
        )
        assert wait_until(lambda: self.value(query) == 1, 60), "the receiver does not connect"
        return process

    def write_until_killed(self) -> int:
        """Commit row after row for a while, kill the server, and return the rows acknowledged."""
        pid = int((self.cluster.layout.data / "postmaster.pid").read_text().splitlines()[0])
        deadline, count = time.monotonic() + WRITING, 0
        with psycopg.connect(self.url, autocommit=True) as link:
            while time.monotonic() < deadline:
                link.execute("INSERT INTO acknowledged VALUES (%s, clock_timestamp())", [count])
                count += 1
        os.kill(pid, signal.SIGKILL)
        return count

    def manage(self, *arguments: str) -> str:
        """Run a command of the product and return what it said."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=os.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def value(self, query: str) -> Any:
        """Return the first value of a query."""
        with psycopg.connect(self.url, autocommit=True) as link:
            row = link.execute(query.encode()).fetchone()
        assert row is not None, query
        return row[0]

    def timed(self, step: Any) -> float:
        """Return the seconds a step takes."""
        began = time.monotonic()
        step()
        return round(time.monotonic() - began, 1)

    def remove(self) -> None:
        """Throw everything away."""
        self.cluster.remove()
        shutil.rmtree(self.cluster.layout.vault, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
