"""Evidence through the bulk route: events a second, and the sums equal to the whole.

python -m bench.evidence [BATCHES], on a database with contacts, by DATABASE_URL
"""

import json
import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import django
from django.db import connection

BATCH = 1_000
KINDS = ("price_asked", "whatsapp_reply", "call_connected", "site_visit_done", "no_show")


def main(batches: int) -> None:
    """Send batches through the route and say how fast that was."""
    from django.utils import timezone  # noqa: PLC0415 -- Django is set up by now
    from rest_framework.test import APIClient  # noqa: PLC0415 -- Django is set up by now

    from contacts.models import Contact  # noqa: PLC0415 -- Django is set up by now
    from core.models import User  # noqa: PLC0415 -- Django is set up by now
    from evidence.models import QDScore  # noqa: PLC0415 -- Django is set up by now
    from evidence.selectors import score_of  # noqa: PLC0415 -- Django is set up by now

    dice, now = Random(1), timezone.now()  # noqa: S311 -- made-up signs, no secret
    grown = Contact.objects.filter(date_of_birth=None)
    uids = [str(uid) for uid in grown.values_list("uid", flat=True)[:200_000]]
    caller, _ = User.objects.get_or_create(username="bench", defaults={"is_superuser": True})
    client = APIClient()
    client.force_authenticate(caller)
    run = f"bench-{now.timestamp()}"
    spent, busy = 0.0, [0.0, 0.0]
    backend = server_process()
    for batch in range(batches):
        body = json.dumps({"items": _signs(dice, uids, now, f"{run}-{batch}")})
        began, before = time.perf_counter(), (time.process_time(), processor_time(backend))
        answer = client.post("/api/v1/evidence/", body, content_type="application/json")
        spent += time.perf_counter() - began
        busy[0] += time.process_time() - before[0]
        busy[1] += processor_time(backend) - before[1]
        assert {each["outcome"] for each in answer.data["results"]} == {"created"}
    events = batches * BATCH
    print(f"{events / spent:,.0f} events/s over {batches} requests, one at a time")
    print(
        f"processor time a thousand: {busy[0] / batches * 1000:.0f} ms Python,"
        f" {busy[1] / batches * 1000:.0f} ms PostgreSQL;"
        f" {events / sum(busy):,.0f} events per processor second"
    )
    worst = max(
        abs(row.value - score_of(row.contact, at=row.computed_at).value)
        for row in QDScore.objects.order_by("-computed_at").select_related("contact")[:300]
    )
    print(f"largest difference to the whole computed anew, of 300: {worst:.1e}")


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
    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
