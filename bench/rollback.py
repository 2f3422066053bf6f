"""`python -m bench.rollback`: the three ways back from a bad release, rehearsed and measured.

On an embedded server of its own with two web processes: a part is switched off by its flag until
every process obeys; both processes are replaced by the version before, one at a time, on a schema
that is ahead of it; the database is brought back to the moment before the damage and served again.
Prints one line a way and a JSON object; exit status 1 when one took longer than its aim.
`--before` is a checkout of the version before; without it this one is started again.
"""

import argparse
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench.recovery import House
from ops.embedded.cluster import PROJECT, adopt
from ops.embedded.processes import wait_until

WEBS = (8194, 8195)
AIMS = {"flag": 120, "release": 300, "database": 1200}  # seconds
SURE = 20  # answers in a row
SLOWEST = 180  # seconds until a web process answers
MAINTENANCE = "UPDATE ops_flag SET everyone = {} WHERE name = 'open'"


def main() -> int:
    """Rehearse and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.rollback", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=200, help="size of the database")
    parser.add_argument("--before", type=Path, default=PROJECT, help="checkout of that version")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    drill = Drill(Path(tempfile.mkdtemp(prefix="velocity-rollback-")), options.before)
    try:
        found = drill.rehearse(options.megabytes)
    finally:
        drill.end()
    for way, aim in AIMS.items():
        print(f"{way:<9} {found[way]:>6.1f} s   (aim: under {aim} s)")
    print(json.dumps(found))
    return 0 if all(found[way] < aim for way, aim in AIMS.items()) else 1


class Drill:
    """A server, two web processes, and the ways back."""

    def __init__(self, home: Path, before: Path) -> None:
        self.house, self.before = House(home), before
        self.webs: dict[int, subprocess.Popen[bytes]] = {}

    def rehearse(self, megabytes: int) -> dict[str, float]:
        """Return the seconds of each way, and the size in megabytes it was measured with."""
        with self.house.cluster.serving() as url:
            adopt(os.environ, url)
            self.house.manage("upgrade", "--no-backup")
            self.house.fill(megabytes)
            self.house.manage("backup", "take", "--full")
            size = self.house.value("SELECT pg_database_size('velocity')") / 1e6
            for port in WEBS:
                self.serve(port, PROJECT)
            found = {"flag": self.flag_off(), "megabytes": round(size)}
            self.sql(MAINTENANCE.format("true"))
            self.sql("ALTER TABLE contacts_contact ADD COLUMN ahead int")
            found["release"] = self.house.timed(self.release_before)
            moment = self.house.value("SELECT clock_timestamp()").isoformat()
            people = self.house.value("SELECT sum(hashtext(full_name)) FROM contacts_contact")
            self.sql("UPDATE contacts_contact SET full_name = 'gone', version = version + 1")
            self.sql("SELECT pg_switch_wal()")
            time.sleep(2)  # the file just closed is on its way to the archive
        found["database"] = self.house.timed(lambda: self.moment_before(moment, people))
        return found

    def flag_off(self) -> float:
        """Switch maintenance on; return the seconds until the last answer that did not obey."""
        for _ in range(SURE):  # so that every process remembers the flag as it was
            assert all(status(port, "/") != http.HTTPStatus.SERVICE_UNAVAILABLE for port in WEBS)
        self.sql(MAINTENANCE.format("false"))
        began = last = time.monotonic()
        row = 0
        while row < SURE:
            answers = [status(port, "/") for port in WEBS]
            row += 1
            if set(answers) != {http.HTTPStatus.SERVICE_UNAVAILABLE}:
                row, last = 0, time.monotonic()
        return round(last - began, 1)

    def release_before(self) -> None:
        """Replace one process after the other by the version before."""
        for port in WEBS:
            self.webs[port].terminate()
            self.webs[port].wait(60)
            self.serve(port, self.before)

    def moment_before(self, moment: str, people: int) -> None:
        """Stop everything, restore, put the copy in place, and serve again."""
        self.end_webs()
        data, into = self.house.cluster.layout.data, self.house.cluster.layout.vault / "restored"
        assert wait_until(lambda: not self.house.cluster.kept(), 60), "the server does not stop"
        self.house.manage("backup", "restore", "--to", moment, "--into", str(into))
        shutil.rmtree(data)
        into.rename(data)
        with self.house.cluster.serving():
            for port in WEBS:
                self.serve(port, self.before)
            kept = self.house.value("SELECT sum(hashtext(full_name)) FROM contacts_contact")
            assert kept == people, "the people are not those before the damage"
            self.end_webs()

    def serve(self, port: int, checkout: Path) -> None:
        """Start a web process as production does and wait until it says that it can work."""
        settings = str(checkout / "velocity_crm" / "gunicorn_conf.py")
        options = ("-c", settings, "--preload", "--bind", f"127.0.0.1:{port}")
        self.webs[port] = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options],
            cwd=checkout,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert wait_until(lambda: status(port, "/readyz") == http.HTTPStatus.OK, SLOWEST), port

    def sql(self, statement: str) -> None:
        """Run a statement as the server's superuser."""
        with psycopg.connect(self.house.url, autocommit=True) as link:
            link.execute(statement.encode())

    def end_webs(self) -> None:
        """End the web processes."""
        for web in self.webs.values():
            web.terminate()
        for web in self.webs.values():
            web.wait(60)
        self.webs.clear()

    def end(self) -> None:
        """Throw everything away."""
        self.end_webs()
        self.house.remove()


def status(port: int, path: str) -> int:
    """Return the status of one answer; 0 for none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
