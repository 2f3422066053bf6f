"""`python -m bench.identity_scale fill|keys|batch|typed|scan [NUMBER]`: matching among a million.

On the database of DATABASE_URL, migrated and of your own. `fill` makes NUMBER people (a million)
in a database without any, as a superuser; `keys` makes their match keys; `batch` links 10,000 and
100,000 rows; `typed` asks for one person at a time over REST; `scan` looks through everybody for
NUMBER seconds.
"""

import gc
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db import connection
from django.test import Client

PEOPLE = 1_000_000
BATCHES = (10_000, 100_000)
BOUNDS = (0.9995, 0.995, 0.99)
WARM, TYPED = 30, 400
LIMIT = 3
MAY_FILL = "SELECT has_parameter_privilege('session_replication_role', 'SET')"
NO_SUPERUSER = (
    "fill inserts people with triggers off, which a superuser alone may do: name one in "
    "DATABASE_URL (of the embedded server write postgres@ for velocity@ in the address that "
    "`python -m ops.embedded url` prints)."
)


def main() -> None:
    """Do one part and print what was measured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "velocity_crm.settings")
    django.setup()
    what, *rest = sys.argv[1:]
    parts: dict[str, Callable[[int], None]] = {
        "fill": fill, "keys": keys, "batch": batch, "typed": typed, "scan": scan,
    }  # fmt: skip
    begun = time.perf_counter()
    parts[what](int(rest[0]) if rest else 0)
    own, beside = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    busy = own.ru_utime + own.ru_stime + beside.ru_utime + beside.ru_stime
    print(
        f"{what}: {time.perf_counter() - begun:.1f} s, {busy:.1f} of them Python at work; peak "
        f"{own.ru_maxrss / 1024:,.0f} MB, each process beside {beside.ru_maxrss / 1024:,.0f} MB",
        flush=True,
    )


def fill(people: int) -> None:
    """Make the people; raises SystemExit for a role that may not."""
    from bench.identity_people import fill as insert  # noqa: PLC0415 -- Django has to be ready

    with connection.cursor() as cursor:
        cursor.execute(MAY_FILL)
        if not cursor.fetchone()[0]:
            raise SystemExit(NO_SUPERUSER)
        insert(cursor, people or PEOPLE)
        cursor.execute("VACUUM ANALYZE contacts_contact, contacts_contactpoint")
        cursor.execute("VACUUM ANALYZE contacts_postaladdress, contacts_contactsummary")


def keys(_: int) -> None:
    """Make the match keys anew, count the values, and print the sizes."""
    from identity.services.keeping import rebuild_keys  # noqa: PLC0415 -- Django has to be ready
    from identity.services.scanning import measure  # noqa: PLC0415 -- as above

    begun = time.perf_counter()
    people = rebuild_keys()
    print(f"keys of {people:,} people in {time.perf_counter() - begun:.1f} s", flush=True)
    measure()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT avg(cardinality(keys)), pg_size_pretty(pg_table_size('identity_matchprofile')),"
            " pg_size_pretty(pg_total_relation_size('identity_matchkey')),"
            " (SELECT count(*) FROM identity_stopkey) FROM identity_matchprofile"
        )
        each, table, index, stopped = cursor.fetchone()
        print(f"keys a person {each:.1f}, profiles {table}, keys {index}, stop keys {stopped:,}")


class Made:
    """Rows of a file, made up while they are read, and what the making took."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.truth: list[frozenset[int]] = []
        self.seconds = self.busy = 0.0

    def people(self) -> Iterator[Any]:
        """Yield (number, person)."""
        from bench.identity_people import rows  # noqa: PLC0415 -- Django has to be ready

        with connection.cursor() as cursor:
            told = rows(cursor, _people(), self.size, seed=self.size)
            for number in range(self.size):
                begun, busy = time.perf_counter(), time.process_time()
                each = next(told)
                self.truth.append(each.true)
                self.seconds += time.perf_counter() - begun
                self.busy += time.process_time() - busy
                yield number, each.person


def batch(count: int) -> None:
    """Link rows of files, half of them about people on record; making them up is not counted."""
    from identity.matching.deciding import blockers  # noqa: PLC0415 -- Django has to be ready
    from identity.services.searching import candidates_in_bulk  # noqa: PLC0415 -- as above

    for size in (count,) if count else BATCHES:
        made = Made(size)
        begun, busy = time.perf_counter(), time.process_time()
        review = reached = 0
        sure: dict[float, list[bool]] = {bound: [] for bound in BOUNDS}
        for number, found in candidates_in_bulk(made.people(), limit=LIMIT):
            true = made.truth[number]
            reached += any(each.contact_id in true for each in found)
            best = found[0]
            free = not blockers(best.score.evidence)
            for bound, told in sure.items():
                if free and best.score.probability >= bound:
                    told.append(best.contact_id in true)
            review += len(found) if best.decision == "review" else 0
        seconds = time.perf_counter() - begun - made.seconds
        busy = time.process_time() - busy - made.busy
        known = sum(map(bool, made.truth))
        print(
            f"{size:,} rows in {seconds:.1f} s, {busy:.1f} of them this process at work: "
            f"{review:,} pairs to review, {reached / known:.4f} of the known rows found"
        )
        for bound, told in sure.items():
            right = sum(told)
            print(f"  from {bound}: P {right / max(len(told), 1):.5f} R {right / known:.4f}")


def typed(count: int) -> None:
    """Ask over REST who may be the person typed, one at a time."""
    from bench.identity_people import rows  # noqa: PLC0415 -- Django has to be ready

    user = apps.get_model("core", "User").objects.create(
        username=f"bench-{time.time_ns()}", is_staff=True, is_superuser=True
    )
    client = Client()
    client.force_login(user)
    with connection.cursor() as cursor:
        told = list(rows(cursor, _people(), (count or TYPED) + WARM, seed=9))
    gc.collect()
    gc.freeze()  # as `velocity_crm.wsgi` does
    times, busy = [], time.process_time()
    for each in told:
        person = each.person
        body = {
            "full_name": person.name.title(),
            "points": [{"kind": "phone", "value": f"+91 9{number}"} for number in person.phones]
            + [{"kind": "email", "value": mail} for mail in person.emails],
        }
        begun = time.perf_counter()
        answer = client.post("/api/v1/contacts/lookalikes/", body, "application/json")
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, answer.content
    busy = (time.process_time() - busy) / len(told) * 1000
    times = times[WARM:]
    cuts = statistics.quantiles(times, n=100)
    print(
        f"one typed person over REST: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f}, "
        f"p99 {cuts[98]:.1f}; {busy:.1f} ms of it this process at work"
    )


def scan(seconds: int) -> None:
    """Scan everybody, or for so many seconds, and print the rate."""
    from identity.models import ScanRun  # noqa: PLC0415 -- Django has to be ready
    from identity.services.scanning import (  # noqa: PLC0415 -- as above
        start_scan,
        steps_of,
        stop_scan,
        take_step,
    )

    server, begun = _server_busy(), time.perf_counter()
    run = ScanRun.objects.filter(state="running").first() or start_scan(by=None)
    first = run.done
    with steps_of(run) as steps:
        read = time.perf_counter()
        print(f"read, counted and handed over in {read - begun:.1f} s", flush=True)
        while take_step(run.pk, steps):
            if seconds and time.perf_counter() - read > seconds:
                break
    stop_scan(run, by=None)
    taken = time.perf_counter() - read
    done = run.done - first
    print(f"{done:,} of {run.total:,} people in {taken:.1f} s: {done / taken:,.0f} a second")
    print(f"{run.found:,} pairs found; PostgreSQL {_server_busy() - server:.1f} s at work")


def _server_busy() -> float:
    """Return the processor seconds of this connection's PostgreSQL, 0 for one elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _people() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(contact_id) FROM identity_matchprofile")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
