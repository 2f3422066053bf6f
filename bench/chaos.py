"""`python -m bench.chaos --rounds N`: kill -9 the parts of a running house during imports.

Each round brings a file in through the real worker and kills PostgreSQL, the worker or the web
server at random moments until the import is applied; what was killed is started again, as a
service manager would. Then: every row of the file is in the client graph once, the database is at
one with itself, and the readiness probe never said yes while the database was down and said yes
within 30 s of its return.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from bench import people
from ops.demo import background, web
from ops.embedded.cluster import PROJECT, Cluster, adopt
from ops.embedded.processes import wait_until
from ops.embedded.supervisor import Child

PORT = 8190
SLOWEST_ROUND = 300  # seconds
TRUTHFUL_WITHIN = 30  # seconds after the database is back
KILLS = 4  # at most, a round


def main() -> int:
    """Run the rounds; exit status 1 at the first that loses, doubles or lies."""
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=1000, help="rows of each file")
    parser.add_argument("--seed", type=int, default=0, help="0: another one each time")
    options = parser.parse_args()
    seed = options.seed or random.randrange(1, 10**6)  # noqa: S311 -- which moments, no secret
    print(f"seed {seed}")
    home = Path(tempfile.mkdtemp(prefix="velocity-chaos-"))
    house = House(home, random.Random(seed))  # noqa: S311 -- which moments, no secret
    try:
        house.open()
        for number in range(1, options.rounds + 1):
            print(f"round {number}: {json.dumps(house.round(number, options.rows))}", flush=True)
    finally:
        house.close()
    print(f"{options.rounds} rounds: nothing lost, nothing doubled, readiness truthful")
    return 0


@dataclass
class Watch:
    """What the readiness probe said while the database was down or just back."""

    down: bool = False
    lies: int = 0
    back_at: float = 0.0
    slowest: float = 0.0
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Ask twice a second until told to end."""
        while not self.ended.wait(0.5):
            was_down = self.down
            ready = _status("/readyz") == 200
            if ready and was_down and self.down:
                self.lies += 1
            if ready and not self.down and self.back_at:
                self.slowest = max(self.slowest, time.monotonic() - self.back_at)
                self.back_at = 0.0


class House:
    """A whole installation in one folder: database, web, worker, scheduler."""

    def __init__(self, home: Path, dice: random.Random) -> None:
        self.home, self.dice = home, dice
        self.cluster = Cluster(home)
        self.running: dict[str, tuple[Child, subprocess.Popen[bytes]]] = {}
        self.watch = Watch()

    def open(self) -> None:
        """Start everything on an empty, migrated database with a founder and an operator."""
        os.environ |= {"VELOCITY_ENV": "local", "VELOCITY_HOME": str(self.home)}
        os.environ["DJANGO_SETTINGS_MODULE"] = "velocity_crm.settings"
        adopt(os.environ, self.cluster.start())
        for command in (("migrate", "--verbosity", "0"), ("upgrade", "--no-backup")):
            subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT, check=True)
        django.setup()
        from bench import chaos_acts  # noqa: PLC0415 -- models exist only after the set-up

        self.acts = chaos_acts
        self.acts.people()
        logs = self.home / "logs"
        server = web(PORT, logs)
        command = (*server.command[:2], "gunicorn", *server.command[3:])
        self.children = [Child("web", command, logs / "web.log"), *background(self.home, logs)]
        for child in self.children:
            self.start(child)
        assert wait_until(lambda: _status("/readyz") == 200, 120), "the web server does not start"
        threading.Thread(target=self.watch.run, daemon=True).start()

    def close(self) -> None:
        """End and remove everything."""
        self.watch.ended.set()
        for _, process in self.running.values():
            _kill_group(process)
        connections.close_all()
        self.cluster.remove()
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self, child: Child) -> None:
        """Start a process in a group of its own."""
        child.log.parent.mkdir(exist_ok=True)
        with child.log.open("ab") as log:
            process = subprocess.Popen(
                child.command, cwd=PROJECT, stdout=log, stderr=log, process_group=0
            )
        self.running[child.name] = (child, process)

    def round(self, number: int, rows: int) -> dict[str, Any]:
        """Bring one file in under fire and hold the result; returns what happened."""
        file = people.write(
            self.home / f"round-{number}.csv", first=number * rows, last=(number + 1) * rows
        )
        began, killed = time.monotonic(), []
        batch = self.patiently(lambda: self.acts.receive(file))
        next_kill = time.monotonic() + self.dice.uniform(0.5, 4)
        while (state := self.patiently(lambda: self.acts.push(batch))) != "applied":
            assert time.monotonic() - began < SLOWEST_ROUND, f"stuck in {state}: {killed}"
            if time.monotonic() > next_kill and len(killed) < KILLS:
                killed.append(self.kill())
                next_kill = time.monotonic() + self.dice.uniform(1, 8)
            time.sleep(0.2)
        seconds = round(time.monotonic() - began, 1)
        assert wait_until(lambda: not self.watch.back_at, TRUTHFUL_WITHIN), "readiness stays away"
        assert self.watch.lies == 0, f"readiness lied {self.watch.lies} times"
        assert self.watch.slowest < TRUTHFUL_WITHIN, f"ready after {self.watch.slowest:.0f} s"
        found = self.patiently(lambda: self.acts.held(batch, rows))
        return {
            "killed": killed, "seconds": seconds, **found,
            "ready_within": round(self.watch.slowest, 1),
        }  # fmt: skip

    def kill(self) -> str:
        """Kill one part without warning, and start it again."""
        victim = self.dice.choice(("postgres", "worker", "web"))
        if victim == "postgres":
            self.kill_database()
        else:
            child, process = self.running[victim]
            _kill_group(process)
            time.sleep(self.dice.uniform(0, 1))
            self.start(child)
        return victim

    def kill_database(self) -> None:
        """Kill the postmaster, leave it down for a moment, and start it again."""
        pid = int((self.cluster.layout.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: not self.cluster.running(), 30), "the database does not end"
        self.watch.down = True
        time.sleep(self.dice.uniform(1, 4))
        self.watch.down = False
        self.cluster.start()
        self.watch.back_at = time.monotonic()

    @staticmethod
    def patiently[T](step: Callable[[], T]) -> T:
        """Repeat a step while the database is away."""
        deadline = time.monotonic() + 60
        while True:
            close_old_connections()
            try:
                return step()
            except (DatabaseError, InterfaceError, OSError):
                connections.close_all()
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)


def _status(path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if __name__ == "__main__":
    sys.exit(main())
