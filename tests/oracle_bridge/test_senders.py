"""Sentinel and Catalyst over real sockets and a bad line: everything arrives, and arrives once."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.db.models import F, Sum

from contacts.models import Contact
from core.models import SourceSystem
from core.services import create_token
from evidence.models import Evidence, QDScore
from evidence.selectors import score_of
from opportunities.models import Attribution, CampaignTouch
from tests.factories.core import ServiceFactory
from tests.factories.opportunities import OpportunityFactory
from tests.oracle_bridge.senders import Line, Sender

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
BATCH, BATCHES = 40, 12


def machine(system: str, scope: str, permission: str) -> str:
    """Return the token of a service that speaks for a system, resolves and writes one thing."""
    service = ServiceFactory(username=f"svc_{system}_t")
    SourceSystem.objects.filter(code=system).update(owner=service)
    service.user_permissions.add(Permission.objects.get(codename=permission))
    return create_token(service, by=None, scopes=[scope, "contacts:resolve"]).secret


def people(count: int) -> list[Contact]:
    deals = [OpportunityFactory() for _ in range(count)]
    Contact.objects.update(visibility=2, version=F("version") + 1)
    return [deal.primary_contact for deal in deals]


def sign(number: int, who: Contact) -> dict:
    return {
        "producer": "sentinel", "external_id": f"s-{number}", "subject": {"uid": str(who.uid)},
        "type": "model_flat_dwell" if number % 5 == 0 else "site_visit_done",
        "occurred_at": (AT - timedelta(minutes=number)).isoformat(),
    }  # fmt: skip


def touch(number: int, who: Contact) -> dict:
    return {
        "external_id": f"t-{number}", "campaign": f"c-{number % 7}", "kind": "click",
        "contact": str(who.uid), "occurred_at": (AT - timedelta(hours=number)).isoformat(),
    }  # fmt: skip


def sent(live_server, token: str, path: str, make) -> tuple[Line, list[dict]]:
    """Send all batches through a line that fails four times in ten, the last one twice."""
    known = people(5)
    with Line(live_server.url, failures=0.4).open() as line:
        sender = Sender(line.url, token, path)
        batches = [
            [make(n, known[n % 5]) for n in range(b * BATCH, (b + 1) * BATCH)]
            for b in range(BATCHES)
        ]
        outcomes = [outcome for batch in batches for outcome in sender.send(batch)]
        outcomes += sender.send(batches[-1])
    return line, outcomes


def test_sentinels_evidence_arrives_once_and_waits_for_consent(live_server):
    token = machine("sentinel", "evidence:write", "add_evidence")

    line, outcomes = sent(live_server, token, "/api/v1/evidence/", sign)

    counted = Counter(outcome["outcome"] for outcome in outcomes)
    assert Evidence.objects.count() == BATCH * BATCHES
    assert counted == {"created": 384, "quarantined": 96, "duplicate": BATCH}
    assert (line.failed > 0, line.unknown > 0) == (True, True)
    drifts = [
        abs(row.value - score_of(row.contact, at=row.computed_at).value)
        for row in QDScore.objects.select_related("contact")
    ]
    assert max(drifts) < 1e-9


def test_catalysts_touches_arrive_once_and_share_one_whole(live_server):
    token = machine("catalyst", "campaign-touches:write", "add_campaigntouch")

    line, outcomes = sent(live_server, token, "/api/v1/campaign-touches/", touch)

    counted = Counter(outcome["outcome"] for outcome in outcomes)
    assert CampaignTouch.objects.count() == BATCH * BATCHES
    assert counted == {"created": BATCH * BATCHES, "duplicate": BATCH}
    assert line.unknown > 0
    wholes = Attribution.objects.values("opportunity", "model").annotate(whole=Sum("share"))
    assert {row["whole"] for row in wholes} == {Decimal(1)}
    assert len(wholes) == 5 * 5
