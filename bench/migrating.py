"""`python -m bench.migrating`: typical schema changes on a million people while others work.

A reader and a writer ask for single rows all the time, and a report holds the table for three
seconds at the start of each change. Printed: seconds and attempts of each change, and the longest
any reader or writer waited meanwhile.
"""

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django
import psycopg
from django.core.management import call_command
from django.db import connection

from bench.filling import fill
from ops.embedded.cluster import Cluster, adopt

CHANGES = {
    "add a column": "ALTER TABLE contacts_contact ADD COLUMN drill text",
    "add a column with a default": "ALTER TABLE contacts_contact ADD COLUMN drilled int DEFAULT 7",
    "index, concurrently": "CREATE INDEX CONCURRENTLY drill_at ON contacts_contact (drilled, id)",
    "constraint, not validated": "ALTER TABLE contacts_contact ADD CONSTRAINT drill_ok "
    "CHECK (drilled > 0) NOT VALID",
    "constraint, validated": "ALTER TABLE contacts_contact VALIDATE CONSTRAINT drill_ok",
    "drop the index, concurrently": "DROP INDEX CONCURRENTLY IF EXISTS drill_at",
    "drop both columns": "ALTER TABLE contacts_contact DROP COLUMN drill, DROP COLUMN drilled",
}
REPORT = 3  # seconds a report holds the table
STEP = 50_000


class Worker(threading.Thread):
    """Asks the same of random rows all the time, and remembers the longest wait in seconds."""

    def __init__(self, url: str, query: str) -> None:
        super().__init__(daemon=True)
        self.url, self.query = url, query
        self.longest, self.count, self.ended = 0.0, 0, threading.Event()

    def run(self) -> None:
        """Work until told to end."""
        with psycopg.connect(self.url, autocommit=True) as link:
            while not self.ended.is_set():
                began = time.monotonic()
                link.execute(self.query)
                self.longest = max(self.longest, time.monotonic() - began)
                self.count += 1
                time.sleep(0.01)


def main() -> int:
    """Fill, change, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.migrating", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="velocity-migrating-"))
    os.environ |= {"VELOCITY_ENV": "local", "VELOCITY_HOME": str(home)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "velocity_crm.settings"
    cluster = Cluster(home)
    try:
        with cluster.serving() as url:
            adopt(os.environ, url)
            measure(url, options.people)
            connection.close()
    finally:
        cluster.remove()
        shutil.rmtree(home, ignore_errors=True)
    return 0


def measure(url: str, people: int) -> None:
    """Do every change under load and print a line each."""
    django.setup()
    from ops.services.migrating import give_way  # noqa: PLC0415 -- models exist after the set-up

    call_command("migrate", verbosity=0)
    with psycopg.connect(url, autocommit=True) as link:
        first = 1
        while first <= people:
            first = fill(link, first, STEP)
        link.execute("ANALYZE contacts_contact")
    print(f"{'change':<30}{'s':>8}{'tries':>7}{'reader, s':>11}{'writer, s':>11}")
    for name, change in CHANGES.items():
        line = under_load(url, partial(give_way, partial(run, change)))
        print(f"{name:<30}{line[0]:>8.1f}{line[1]:>7}{line[2]:>11.2f}{line[3]:>11.2f}", flush=True)


def under_load(url: str, change: Callable[[], int]) -> tuple[float, int, float, float]:
    """Return seconds, attempts, and the longest waits of a reader and of a writer."""
    number = "1 + (random() * 900000)::int"
    reader = Worker(url, f"SELECT * FROM contacts_contact WHERE id = ({number})")
    writer = Worker(
        url,
        "UPDATE contacts_contact SET department = 'Sales', version = version + 1 "
        f"WHERE id = (SELECT {number})",
    )
    report = Worker(url, f"SELECT count(*), pg_sleep({REPORT}) FROM contacts_contact WHERE id < 9")
    for worker in (reader, writer, report):
        worker.start()
    time.sleep(0.5)
    report.ended.set()
    began = time.monotonic()
    attempts = change()
    seconds = time.monotonic() - began
    for worker in (reader, writer, report):
        worker.ended.set()
        worker.join()
    return seconds, attempts, reader.longest, writer.longest


def run(statement: str) -> None:
    """Run one statement outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    sys.exit(main())
