"""The demo: one command that runs the whole product, and one signal that ends it.

`python -m ops.demo` starts the embedded database (unless DATABASE_URL names one), prepares it,
and supervises the web server, the worker and the scheduler. `--stop` ends a demo that runs.
"""

import argparse
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ops.demo_accounts import ACCOUNTS
from ops.embedded.cluster import PROJECT, Cluster, adopt, configured, home_of
from ops.embedded.console import complain, say
from ops.embedded.errors import EmbeddedError
from ops.embedded.locks import FileLock
from ops.embedded.processes import follow_parent, last_lines, send, wait_until
from ops.embedded.supervisor import Child, ChildDied, Stopped, Supervisor, stop_on_signals

HOST = "127.0.0.1"
PORTS = range(8000, 8100)
SLOWEST_WEB = 600  # seconds until the first page; the first start migrates and loads
SLOWEST_STOP = 90  # seconds until a demo told to stop is gone
SERVER_ERROR = 500


def main() -> int:
    """Run or stop the demo; the exit status is 0 if it ended because somebody asked."""
    parser = argparse.ArgumentParser(prog="python -m ops.demo", description=__doc__)
    parser.add_argument("--stop", action="store_true", help="stop the demo that runs")
    parser.add_argument(
        "--with-parent", action="store_true", help="end when the parent process does (Linux)"
    )
    options = parser.parse_args()
    home = home_of(os.environ)
    try:
        if options.stop:
            return stop(home)
        if options.with_parent:
            follow_parent(signal.SIGTERM)
        return run(home)
    except (EmbeddedError, ChildDied) as error:
        complain(error)
        return 1


def run(home: Path) -> int:
    """Run the demo until a signal or the end of one of its processes."""
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / "demo.lock")
    if not wait_until(lambda: lock.acquire(wait=False), 1):
        complain(f"A demo is already running: {lock.note()}. `make stop` ends it.")
        return 1
    lock.write(f"process {os.getpid()}, starting")
    stop_on_signals()
    try:
        door = reserved(os.environ)
        with (
            door,
            database(home) as base,
            Supervisor(base.environment, PROJECT) as supervisor,
        ):
            serve(supervisor, door, home, lock)
            supervisor.watch(base.runs)
            say("The database ended; stopping the rest ...")
        raise EmbeddedError(f"See {home / 'logs' / 'postgres.log'}.")
    except Stopped:
        say("\nStopped; nothing is left running.")
    finally:
        lock.release()
    return 0


def serve(supervisor: Supervisor, door: socket.socket, home: Path, lock: FileLock) -> None:
    """Prepare the database, start the processes and say where they are."""
    began = time.monotonic()
    port = door.getsockname()[1]
    url = f"http://{HOST}:{port}/"
    logs = home / "logs"
    say("Preparing the database and starting the web server ...")
    supervisor.start(web(door, logs))
    door.close()  # the web server's from here on: when it ends, nobody answers
    if not supervisor.wait_for(lambda: answers(port), SLOWEST_WEB):
        raise EmbeddedError(f"The web server does not answer at {url}; see {logs / 'web.log'}.")
    if first_page(port) >= SERVER_ERROR:
        raise EmbeddedError(f"{url} answers with an error:\n{last_lines(logs / 'web.log')}")
    for child in background(home, logs):
        supervisor.start(child)
    lock.write(f"process {os.getpid()}, {url}")
    say(f"\nVelocity CRM is ready after {time.monotonic() - began:.1f} s: {url}\n")
    for account in ACCOUNTS:
        say(f"  {account.role:<10} {account.username:<8} password {account.password}")
    say(f"\nLogs: {logs}{os.sep}*.log    Stop: Ctrl-C\n")


def web(door: socket.socket, logs: Path) -> Child:
    """Return the web server; it listens at the door when the database is prepared."""
    settings = str(PROJECT / "velocity_crm" / "gunicorn_conf.py")
    options = ("-c", settings, "--preload", "--bind", f"fd://{door.fileno()}")
    command = (sys.executable, "-m", "ops.demo_web", *options)
    return Child("web", command, logs / "web.log", inherits=(door.fileno(),))


def background(home: Path, logs: Path) -> Iterator[Child]:
    """Yield the worker and the scheduler."""
    celery = (sys.executable, "-m", "celery", "-A", "velocity_crm")
    # nobody listens: remote control is off, and the queue in PostgreSQL has no topics
    quiet = ("--without-mingle", "--without-gossip", "--without-heartbeat")
    yield Child("worker", (*celery, "worker", *quiet, "--concurrency", "2"), logs / "worker.log")
    schedule = ("--schedule", str(home / "beat-schedule"), "--pidfile=")
    yield Child("beat", (*celery, "beat", *schedule), logs / "beat.log")


class Database(NamedTuple):
    """The environment that leads to the database, and whether it still runs."""

    environment: dict[str, str]
    runs: Callable[[], bool]


@contextmanager
def database(home: Path) -> Iterator[Database]:
    """Provide the database: the one DATABASE_URL names, or the embedded one."""
    environment = os.environ | {"VELOCITY_ENV": "local", "DEMO": "1", "VELOCITY_HOME": str(home)}
    environment["DJANGO_SETTINGS_MODULE"] = "velocity_crm.settings"
    environment["PROMETHEUS_MULTIPROC_DIR"] = str(metrics_folder(home))
    if configured(environment):
        yield Database(environment, lambda: True)
        return
    say("Starting PostgreSQL ...")
    cluster = Cluster(home)
    with cluster.serving() as url:
        adopt(environment, url)
        yield Database(environment, cluster.kept)


def metrics_folder(home: Path) -> Path:
    """Return the empty folder the demo's processes count in."""
    folder = home / "metrics"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink()
    return folder


def reserved(environment: Mapping[str, str]) -> socket.socket:
    """Return a socket bound to PORT if it is set, else to the first free port from 8000 on.

    Nobody else can take the port from then on, though nobody answers at it yet.
    """
    wanted = environment.get("PORT", "")
    if wanted and not wanted.isdigit():
        raise EmbeddedError(f"PORT is {wanted!r}, which is not a number.")
    for port in [int(wanted)] if wanted else PORTS:
        door = socket.socket()
        try:  # past what is left of a demo that just ended, but not beside one that begins
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind((HOST, port))
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        except (OSError, OverflowError):
            door.close()
            continue
        return door
    taken = f"Port {wanted}" if wanted else f"Every port from {PORTS[0]} to {PORTS[-1]}"
    raise EmbeddedError(f"{taken} cannot be used; choose another one with PORT=... make demo.")


def answers(port: int) -> bool:
    """Whether the web server takes connections; it opens its port when it is prepared."""
    with socket.socket() as attempt:
        return attempt.connect_ex((HOST, port)) == 0


def first_page(port: int) -> int:
    """Return the HTTP status of the first page, which this also warms up."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except OSError as error:
        raise EmbeddedError(f"The first page did not come: {error}.") from error
    finally:
        connection.close()


def stop(home: Path) -> int:
    """Stop the demo of `home`, if one runs, and the embedded database."""
    lock = FileLock(home / "demo.lock")
    if lock.taken():
        say(f"Stopping the demo: {lock.note()}")
        send(int(lock.note().split(",")[0].removeprefix("process ")), signal.SIGTERM)
        if not wait_until(lambda: not lock.taken(), SLOWEST_STOP):
            raise EmbeddedError("The demo does not end.")
    Cluster(home).stop()
    say("Nothing is running.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
