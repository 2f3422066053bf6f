"""Evidence through the bulk route: events a second, and the sums equal to the whole.

python -m bench.evidence [BATCHES], on a database with contacts, by DATABASE_URL
"""

import os
import sys
import time
from datetime import timedelta
from random import Random

import django

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
    spent = 0.0
    for batch in range(batches):
        items = [
            {
                "producer": "pulse",
                "external_id": f"{run}-{batch}-{n}",
                "subject": {"uid": dice.choice(uids)},
                "type": dice.choice(KINDS),
                "value": dice.uniform(-1, 1),
                "occurred_at": (now - timedelta(minutes=dice.randrange(60_000))).isoformat(),
            }
            for n in range(BATCH)
        ]
        began = time.perf_counter()
        answer = client.post("/api/v1/evidence/", {"items": items}, format="json")
        spent += time.perf_counter() - began
        assert {each["outcome"] for each in answer.data["results"]} == {"created"}
    print(f"{batches * BATCH / spent:,.0f} events/s over {batches} requests")
    worst = max(
        abs(row.value - score_of(row.contact, at=row.computed_at).value)
        for row in QDScore.objects.order_by("-computed_at").select_related("contact")[:300]
    )
    print(f"largest difference to the whole computed anew, of 300: {worst:.1e}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "velocity_crm.settings")
    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
