"""The server the measures run on, databases of their own in it, and child processes in those."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from ops.embedded.cluster import PROJECT, Cluster, adopt, configured, home_of

# macOS counts the peak in bytes, Linux in kilobytes (getrusage(2))
PEAKS_PER_MB = 1024 * 1024 if sys.platform == "darwin" else 1024
FOUNDER = "bench-founder"


class BenchError(Exception):
    """A measured process failed; the message is the end of what it said."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A child that ended well: the JSON of its last line, wall seconds, peak memory in MB."""

    answer: Any
    seconds: float
    peak_mb: float


@contextmanager
def server() -> Iterator[str]:
    """Yield the URL of a server: the one DATABASE_URL names, or an embedded one of our own.

    The embedded one has a home of its own, keeps every durability setting, and is deleted after.
    """
    if configured(os.environ):
        yield os.environ["DATABASE_URL"]
        return
    cluster = Cluster(home_of(os.environ) / "bench", durable=True)
    try:
        yield cluster.start()
    finally:
        cluster.remove()


@contextmanager
def database(server_url: str, name: str, *, like: str = "") -> Iterator[str]:
    """Yield the URL of a new database `velocity_bench_<name>`, dropped afterwards.

    It is empty, or a copy of our database `like`, which nobody may use meanwhile.
    """
    identifier = sql.Identifier(f"velocity_bench_{name}")
    with psycopg.connect(server_url, autocommit=True) as connection:
        _drop(connection, identifier)
        template = sql.Identifier(f"velocity_bench_{like}" if like else "template1")
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(create.format(identifier, template))
        try:
            yield urlsplit(server_url)._replace(path=f"/velocity_bench_{name}").geturl()
        finally:
            _drop(connection, identifier)


def _drop(connection: "psycopg.Connection[Any]", name: sql.Identifier) -> None:
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(name)
    try:
        connection.execute(drop + sql.SQL(" WITH (FORCE)"))
    except psycopg.errors.InsufficientPrivilege:
        connection.execute(drop)  # an autovacuum worker leaves for this alone


def run(url: str, home: Path, *command: str) -> Finished:
    """Run a Python process on a database and measure it.

    `home` takes the files it stores. Raises BenchError when it fails.
    """
    environment = os.environ | {"VELOCITY_HOME": str(home), "LOG_LEVEL": "WARNING"}
    environment |= {"VELOCITY_ENV": "local", "DEMO": "0", "DEBUG": "0"}
    adopt(environment, url)
    (home / "static").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile("w+") as output:
        started = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, *command],
            cwd=PROJECT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        usage = _wait(child)
        seconds = time.monotonic() - started
        output.seek(0)
        said = output.read().strip()
    if child.returncode:
        raise BenchError(f"{' '.join(command)}\n{said[-2000:]}")
    last = said.rpartition("\n")[2]
    answer = json.loads(last) if last.startswith("{") else None
    return Finished(answer, seconds, usage.ru_maxrss / PEAKS_PER_MB)


def prepare(url: str, home: Path) -> None:
    """Migrate a database and make the founder who approves and reads."""
    run(url, home, "manage.py", "migrate", "--verbosity=0")
    founder = ("--username", FOUNDER, "--email", "founder@example.com", "--noinput")
    run(url, home, "manage.py", "createsuperuser", *founder)


def import_file(url: str, home: Path, file: Path) -> Finished:
    """Import a file as an operator does on the command line, approved by the founder."""
    options = ("--source", "bench", "--region", "IN", "--approve-as", FOUNDER)
    return run(url, home, "manage.py", "import_contacts", str(file), *options)


def _wait(child: "subprocess.Popen[bytes]") -> resource.struct_rusage:
    """Wait for one child and return its own use: RUSAGE_CHILDREN would keep the largest of all."""
    try:
        _, status, usage = os.wait4(child.pid, 0)
    except BaseException:
        child.kill()
        child.wait()
        raise
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage
