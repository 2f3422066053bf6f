"""A whole installation in one folder, whose parts can be killed and started again."""

import http.client
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import django
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from ops.demo import background
from ops.embedded.cluster import PROJECT, Cluster, adopt
from ops.embedded.processes import wait_until
from ops.embedded.supervisor import Child

PORT = 8190
REDIS_PORT = 8191
TRUTHFUL_WITHIN = 30  # seconds after the database is back
BROKERS = ("embedded", "redis")


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
    """Database, web, worker, scheduler, and Redis if it is the broker."""

    def __init__(self, home: Path, dice: random.Random, broker: str) -> None:
        self.home, self.dice, self.broker = home, dice, broker
        os.environ["WAL_ARCHIVE"] = "1"
        self.cluster = Cluster(home)
        self.running: dict[str, tuple[Child, subprocess.Popen[bytes]]] = {}
        self.watch = Watch()

    def open(self) -> None:
        """Start everything on an empty, migrated database with a founder and an operator."""
        os.environ |= {"VELOCITY_ENV": "local", "VELOCITY_HOME": str(self.home)}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "velocity_crm.settings"}
        adopt(os.environ, self.cluster.start())
        if self.broker == "redis":
            self.start(_redis(self.home))
            os.environ["BROKER_URL"] = f"redis://127.0.0.1:{REDIS_PORT}/0"
        for command in (("migrate", "--verbosity", "0"), ("upgrade", "--no-backup")):
            subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT, check=True)
        django.setup()
        from bench.chaos import acts  # noqa: PLC0415 -- models exist only after the set-up

        self.acts = acts
        self.acts.people()
        logs = self.home / "logs"
        settings = str(PROJECT / "velocity_crm" / "gunicorn_conf.py")
        options = ("-c", settings, "--preload", "--bind", f"127.0.0.1:{PORT}")
        server = (sys.executable, "-m", "gunicorn", *options)
        self.children = [Child("web", server, logs / "web.log"), *background(self.home, logs)]
        for child in self.children:
            self.start(child)
        assert wait_until(lambda: _status("/readyz") == 200, 120), "the web server does not start"
        threading.Thread(target=self.watch.run, daemon=True).start()

    def close(self) -> None:
        """End everything and remove the database and its backups."""
        self.watch.ended.set()
        for _, process in self.running.values():
            kill_group(process)
        connections.close_all()
        self.cluster.remove()
        shutil.rmtree(self.cluster.layout.vault, ignore_errors=True)

    def start(self, child: Child) -> None:
        """Start a process in a group of its own."""
        child.log.parent.mkdir(exist_ok=True)
        with child.log.open("ab") as log:
            process = subprocess.Popen(
                child.command, cwd=PROJECT, stdout=log, stderr=log, process_group=0
            )
        self.running[child.name] = (child, process)

    def told_the_truth(self) -> float:
        """Assert that readiness never lied and came back in time; returns the longest wait."""
        assert wait_until(lambda: not self.watch.back_at, TRUTHFUL_WITHIN), "readiness stays away"
        assert self.watch.lies == 0, f"readiness lied {self.watch.lies} times"
        assert self.watch.slowest < TRUTHFUL_WITHIN, f"ready after {self.watch.slowest:.0f} s"
        return round(self.watch.slowest, 1)

    def kill(self) -> str:
        """Kill one part without warning, and start it again."""
        victim = self.dice.choice(("postgres", *self.running))
        if victim == "postgres":
            self.kill_database()
        else:
            child, process = self.running[victim]
            kill_group(process)
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


def _redis(home: Path) -> Child:
    """Return a Redis that has a task on disk before it says so."""
    keeps = ("--appendonly", "yes", "--appendfsync", "always", "--save", "")
    at = ("--bind", "127.0.0.1", "--port", str(REDIS_PORT), "--dir", str(home))
    return Child("redis", ("redis-server", *at, *keeps), home / "logs" / "redis.log")


def _status(path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and those it started, without warning."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
