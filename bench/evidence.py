"""Evidence through the bulk route: events a second, and the sums equal to the whole.

python -m bench.evidence [BATCHES [SENDERS]], on a database with contacts, by DATABASE_URL
"""

import json
import os
import time
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import django
from django.db import connection

BATCH = 1_000
KINDS = ("price_asked", "whatsapp_reply", "call_connected", "site_visit_done", "no_show")


@dataclass(frozen=True, slots=True)
class Sent:
    """What one sender saw: seconds on the clock, and of the processor on either side."""

    began: float
    ended: float
    python: float
    server: float


def main(batches: int, senders: int) -> None:
    """Send batches through the route, `senders` at a time, and say how fast that was."""
    with get_context("spawn").Pool(senders) as pool:
        sent = pool.starmap(send, [(batches, number) for number in range(senders)], chunksize=1)
    events = batches * BATCH * senders
    spent = max(each.ended for each in sent) - min(each.began for each in sent)
    python, server = sum(each.python for each in sent), sum(each.server for each in sent)
    print(f"{events / spent:,.0f} events/s: {batches} requests from each of {senders} senders")
    print(
        f"processor time a thousand: {python / events * 1e6:.0f} ms Python,"
        f" {server / events * 1e6:.0f} ms PostgreSQL;"
        f" {events / (python + server):,.0f} events per processor second"
    )
    django.setup()
    print(f"largest difference to the whole computed anew, of 300: {largest_difference():.1e}")


def send(batches: int, number: int) -> Sent:
    """Send batches one after the other, in a process of its own."""
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 -- Django is set up by now
    from rest_framework.test import APIClient  # noqa: PLC0415 -- Django is set up by now

    from contacts.models import Contact  # noqa: PLC0415 -- Django is set up by now
    from core.models import User  # noqa: PLC0415 -- Django is set up by now

    dice, now = Random(number), timezone.now()  # noqa: S311 -- made-up signs, no secret
    grown = Contact.objects.filter(date_of_birth=None)
    uids = [str(uid) for uid in grown.values_list("uid", flat=True)[:200_000]]
    caller, _ = User.objects.get_or_create(username="bench", defaults={"is_superuser": True})
    client = APIClient()
    client.force_authenticate(caller)
    run = f"bench-{now.timestamp()}-{number}"
    bodies = [
        json.dumps({"items": _signs(dice, uids, now, f"{run}-{batch}")})
        for batch in range(batches + 1)
    ]
    _post(client, bodies.pop())  # what is loaded and planned once is not measured
    backend = server_process()
    began, before = time.time(), (time.process_time(), processor_time(backend))
    for body in bodies:
        _post(client, body)
    return Sent(
        began,
        time.time(),
        time.process_time() - before[0],
        processor_time(backend) - before[1],
    )


def _post(client: Any, body: str) -> None:
    answer = client.post("/api/v1/evidence/", body, content_type="application/json")
    assert {each["outcome"] for each in answer.data["results"]} == {"created"}


def largest_difference() -> float:
    """Return how far the newest 300 running scores are from those computed of all evidence."""
    from evidence.models import QDScore  # noqa: PLC0415 -- Django is set up by now
    from evidence.selectors import score_of  # noqa: PLC0415 -- Django is set up by now

    worst: float = max(
        abs(row.value - score_of(row.contact, at=row.computed_at).value)
        for row in QDScore.objects.order_by("-computed_at").select_related("contact")[:300]
    )
    return worst


def _signs(dice: Random, uids: list[str], now: datetime, run: str) -> list[dict[str, object]]:
    return [
        {
            "producer": "pulse",
            "external_id": f"{run}-{n}",
            "subject": {"uid": dice.choice(uids)},
            "type": dice.choice(KINDS),
            "value": dice.uniform(-1, 1),
            "occurred_at": (now - timedelta(minutes=dice.randrange(60_000))).isoformat(),
        }
        for n in range(BATCH)
    ]


def server_process() -> int:
    """Return the id of the server's process behind our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found: int = cursor.fetchone()[0]
    return found


def processor_time(process: int) -> float:
    """Return the processor seconds a process of this machine has used; nan where none says so."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "velocity_crm.settings")
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("batches", nargs="?", type=int, default=20)
    parser.add_argument("senders", nargs="?", type=int, default=2)
    main(**vars(parser.parse_args()))
