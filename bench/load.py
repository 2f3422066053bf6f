"""`python -m bench.load`: requests a second at a million contacts, the cost of metrics, a soak.

A durable embedded server, two web workers as in production and a background worker, with a founder
signed in. Printed as one JSON object:

- for the contact list, a dossier and a search: requests/s of four readers in turn, p50 and p95 in
  ms, and how many signed-in users at one request a minute that is;
- with `--soak MINUTES`: half the ceiling of the three together for so long, an import each minute
  beside it, and the slope of every process's memory in MB a minute, the first quarter left out;
- `metrics_cost`: the share of the ceiling that is lost with metrics on, measured in turns.

The readers run on the machine they measure, so the truth is a little better than the figures.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from bench import people
from bench.filling import fill
from bench.rolling import founder, ready, serve
from ops.demo import background
from ops.embedded.cluster import PROJECT, Cluster, adopt
from ops.embedded.processes import wait_until

PORT = 8196
READERS = 4
STEP = 50_000
SECONDS = 15  # each measure
TURNS = 3  # with metrics and without
MINUTE = 60
SAMPLE = 10  # seconds between two looks at memory
SOME = """
    SELECT uid FROM contacts_contact
    WHERE id IN (SELECT 1 + (random() * %s)::int FROM generate_series(1, 500))
"""
type Maker = Callable[[], str]


class Reader(threading.Thread):
    """Asks for pages, one after another, at most `rate` a second."""

    def __init__(self, cookie: str, path: Maker, rate: float = 0) -> None:
        super().__init__(daemon=True)
        self.headers = {"Cookie": cookie, "Host": "localhost"}
        self.path, self.rate = path, rate
        self.seconds: list[float] = []
        self.failed: list[str] = []
        self.ended = threading.Event()

    def run(self) -> None:
        """Work until told to end."""
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        while not self.ended.is_set():
            began, path = time.monotonic(), self.path()
            link.request("GET", path, headers=self.headers)
            answer = link.getresponse()
            answer.read()
            took = time.monotonic() - began
            self.seconds.append(took)
            if answer.status != http.HTTPStatus.OK:
                self.failed.append(f"{answer.status} {path}")
            if self.rate:
                self.ended.wait(max(0.0, 1 / self.rate - took))
        link.close()


def main() -> int:
    """Fill, measure, print; exit status 1 if a request failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--soak", type=float, default=0, help="minutes")
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="velocity-load-"))
    os.environ |= {"VELOCITY_ENV": "local", "VELOCITY_HOME": str(home), "LOG_LEVEL": "WARNING"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "velocity_crm.settings"
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        cluster = Cluster(home)
        stack.callback(cluster.remove)
        url = stack.enter_context(cluster.serving())
        adopt(os.environ, url)
        found = measure(url, options.contacts, options.soak, home)
    print(json.dumps(found, indent=1))
    return 1 if found["failed"] else 0


def measure(url: str, contacts: int, minutes: float, home: Path) -> dict[str, Any]:
    """Return everything measured, by name."""
    subprocess.run([sys.executable, "manage.py", "upgrade", "--no-backup"], cwd=PROJECT, check=True)
    cookie = founder()
    paths = pages(url, contacts)
    found: dict[str, Any] = {"contacts": contacts, "failed": 0}
    with Web() as web:
        for name, path in paths.items():
            found[name] = summed(under(cookie, [path] * READERS, SECONDS), SECONDS)
        every = list(paths.values())
        together = under(cookie, [*every, every[0]], SECONDS)
        found["together"] = summed(together, SECONDS)
        if minutes:
            rate = found["together"]["per_second"] / 2 / READERS
            found["soak"] = soak(cookie, [*every, every[0]], rate, minutes, web, home)
    found["metrics_cost"] = metrics_cost(cookie, every)
    found["failed"] = sum(each.get("failed", 0) for each in found.values() if type(each) is dict)
    return found


def pages(url: str, contacts: int) -> dict[str, Maker]:
    """Fill the database and return a maker of paths for each kind of page."""
    from contacts.services import refresh_summaries  # noqa: PLC0415 -- after the set-up

    with psycopg.connect(url, autocommit=True) as link:
        first = 1
        while first <= contacts:
            last, first = first, fill(link, first, STEP)
            refresh_summaries(range(last, first))
        link.execute("VACUUM ANALYZE contacts_contact, contacts_contactsummary")
        uids = [str(row[0]) for row in link.execute(SOME, [contacts - 1])]
    dice = random.Random(7)  # noqa: S311 -- which page, no secret
    return {
        "list": lambda: "/contacts/",
        "dossier": lambda: f"/contacts/{dice.choice(uids)}/",
        "search": lambda: f"/contacts/?q=meera+{dice.randrange(1, contacts)}",
    }


class Web:
    """The web server in a block, ready at its beginning."""

    def __init__(self, settings: str = "velocity_crm.settings") -> None:
        self.settings = settings

    def __enter__(self) -> subprocess.Popen[bytes]:
        before = os.environ["DJANGO_SETTINGS_MODULE"]
        os.environ["DJANGO_SETTINGS_MODULE"] = self.settings
        self.process = serve(PORT)
        os.environ["DJANGO_SETTINGS_MODULE"] = before
        assert wait_until(lambda: ready(PORT), 120), "the web server does not start"
        return self.process

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def under(cookie: str, paths: Sequence[Maker], seconds: float, rate: float = 0) -> list[Reader]:
    """Let one reader a path read for so long, and return them."""
    readers = [Reader(cookie, path, rate) for path in paths]
    for reader in readers:
        reader.start()
    time.sleep(seconds)
    for reader in readers:
        reader.ended.set()
        reader.join()
    return readers


def summed(readers: Sequence[Reader], seconds: float) -> dict[str, Any]:
    """Return requests a second, the percentiles in ms, failures, and users at one a minute."""
    took = sorted(each for reader in readers for each in reader.seconds)
    failed = [each for reader in readers for each in reader.failed]
    rate = len(took) / seconds
    return {
        "per_second": round(rate, 1), "users_at_one_a_minute": round(rate * MINUTE),
        "p50_ms": round(statistics.median(took) * 1000, 1),
        "p95_ms": round(took[int(len(took) * 0.95)] * 1000, 1),
        "failed": len(failed), "first_failures": failed[:3],
    }  # fmt: skip


def soak(
    cookie: str,
    paths: Sequence[Maker],
    rate: float,
    minutes: float,
    web: subprocess.Popen[bytes],
    home: Path,
) -> dict[str, Any]:
    """Read at a steady rate with an import a minute beside it; return the slopes of memory."""
    children = [
        subprocess.Popen(child.command, cwd=PROJECT, stdout=log, stderr=log)
        for child in background(home, home)
        for log in [(home / f"{child.name}.log").open("ab")]
    ]
    ended = threading.Event()
    samples: dict[int, list[tuple[float, float]]] = {}
    watch = threading.Thread(
        target=remember, args=(samples, [web.pid, *(each.pid for each in children)], ended)
    )
    importing = threading.Thread(target=bring, args=(home, ended))
    for thread in (watch, importing):
        thread.start()
    readers = under(cookie, paths, minutes * MINUTE, rate)
    ended.set()
    for thread in (watch, importing):
        thread.join()
    for child in children:
        child.terminate()
        child.wait()
    slopes = {str(pid): slope(points) for pid, points in samples.items() if len(points) > READERS}
    return summed(readers, minutes * MINUTE) | {
        "minutes": minutes,
        "mb_a_minute": slopes,
        "worst": max(slopes.values()),
    }


def remember(
    samples: dict[int, list[tuple[float, float]]], roots: Sequence[int], ended: threading.Event
) -> None:
    """Note minutes and resident MB of these processes and their children until told to end."""
    began = time.monotonic()
    while not ended.wait(SAMPLE):
        listed = subprocess.run(
            ["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
        )  # fmt: skip
        for pid, parent, kilobytes in (
            map(int, line.split()) for line in listed.stdout.splitlines()
        ):
            if pid in roots or parent in roots:
                minute = (time.monotonic() - began) / MINUTE
                samples.setdefault(pid, []).append((minute, kilobytes / 1024))


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the least-squares slope of the last three quarters, MB a minute."""
    minutes, megabytes = zip(*points[len(points) // 4 :], strict=True)
    return round(statistics.linear_regression(minutes, megabytes).slope, 3)


def bring(home: Path, ended: threading.Event) -> None:
    """Import two hundred people each minute, approved by somebody else, until told to end."""
    from bench.chaos import acts  # noqa: PLC0415 -- models exist only after the set-up

    acts.people()
    number = 0
    while not ended.is_set():
        number += 1
        first = 10_000_000 + number * 200
        file = people.write(home / f"soak-{number}.csv", first=first, last=first + 200)
        batch = acts.receive(file)
        began = time.monotonic()
        while acts.push(batch) != "applied" and not ended.wait(1):
            assert time.monotonic() - began < 10 * MINUTE, "an import does not come to its end"
        ended.wait(max(0.0, MINUTE - (time.monotonic() - began)))


def metrics_cost(cookie: str, paths: Sequence[Maker]) -> float:
    """Return the share of requests lost with metrics on: medians of turns."""
    rates: dict[str, list[float]] = {"velocity_crm.settings": [], "bench.unmeasured": []}
    for _ in range(TURNS):
        for settings, seen in rates.items():
            with Web(settings):
                under(cookie, [*paths, paths[0]], 3)
                seen.append(
                    summed(under(cookie, [*paths, paths[0]], SECONDS), SECONDS)["per_second"]
                )
    with_, without = (statistics.median(seen) for seen in rates.values())
    return round(1 - with_ / without, 4)


if __name__ == "__main__":
    sys.exit(main())
