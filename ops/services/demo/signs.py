"""Consents, campaigns, signs of intent with their scores, and what machines conclude."""

from collections.abc import Sequence
from datetime import timedelta

from contacts.models import ConsentRecord, Contact
from contacts.services import record_consent, update_contact
from core.services import save_canonical
from evidence.models import Evidence, EvidenceType
from evidence.services import recompute_qd, record_evidence
from opportunities.models import Campaign, CampaignTouch, Opportunity
from ops.services.demo.world import World
from oracle_bridge.models import Insight

# campaign, channel, days since its start and its end, kind of touch
CAMPAIGNS = (
    ("Meridian Heights launch", "Meta", 120, 60, "lead_form"),
    ("Worli skyline search", "Google", 90, -30, "click"),
    ("Bandra hoardings", "Hoarding", 75, 15, "qr"),
    ("Dubai NRI evenings", "Event", 50, 44, "walk_in"),
    ("Azure Quay on WhatsApp", "Meta", 40, -20, "ctwa"),
)
TOUCHES = 96
AGREED = 90
# evidence by how warm somebody is: code and days ago
STORIES = (
    (
        ("price_asked", 9),
        ("payment_plan_asked", 6),
        ("shortlisted", 6),
        ("budget_in_stock", 6),
        ("configuration_in_stock", 6),
        ("site_visit_done", 5),
        ("kyc_received", 3),
        ("loan_sanctioned", 2),
        ("whatsapp_reply", 1),
    ),
    (
        ("price_asked", 14),
        ("call_connected", 12),
        ("shortlisted", 7),
        ("budget_in_stock", 7),
        ("timeline_fits", 7),
        ("site_visit_done", 4),
        ("whatsapp_reply", 2),
    ),
    (
        ("whatsapp_reply", 20),
        ("call_connected", 18),
        ("configuration_in_stock", 18),
        ("budget_in_stock", 18),
        ("site_visit_done", 16),
        ("price_asked", 3),
    ),
    (("call_connected", 30), ("site_visit_done", 25), ("no_show", 12), ("not_interested", 4)),
    (("whatsapp_reply", 40), ("not_interested", 11), ("no_show", 9), ("opt_out", 3)),
    (("price_asked", 60), ("whatsapp_reply", 58)),
)
SCORED, WATCHED = 48, 2

# title, body, kind, confidence
INSIGHTS = (
    (
        "Call within two days",
        "Asked for the payment plan and visited within a week; buyers like this decide fast.",
        "next_action",
        0.83,
    ),
    (
        "Price may not be the obstacle",
        "Three conversations turn on the possession date, one on the price.",
        "objection",
        0.71,
    ),
    (
        "Decides with a relative abroad",
        "Messages name a brother in Dubai who wants a video tour first.",
        "decision_maker",
        0.77,
    ),
    (
        "Looks at two projects at once",
        "Enquiries for two micro-markets on the same evening.",
        "comparison",
        0.64,
    ),
    (
        "Wake up with the new phase",
        "Silent for two months; the budget fits the phase that opens next week.",
        "reactivation",
        0.69,
    ),
)


def add_consents(people: Sequence[Contact]) -> None:
    """Record what clients agreed to; the answers of the last few take it back."""
    rows = []
    for number, person in enumerate(people[:AGREED]):
        moment = person.created_at + timedelta(hours=2)
        purposes = ["whatsapp_marketing", "marketing"]
        purposes += ["perception_analytics"] if number % 9 == 0 else []
        purposes += ["nri_cross_border"] if person.nri_status == "nri" else []
        rows += [
            ConsentRecord(
                contact=person,
                purpose=purpose,
                status="granted",
                notice_version="2026-04",
                language="en",
                channel="web form" if number % 2 else "sales gallery",
                captured_by=person.owner,
                at=moment,
            )
            for purpose in purposes
        ]
    ConsentRecord.objects.bulk_create(rows)
    for person in people[AGREED - 9 : AGREED : 2]:
        record_consent(
            person,
            by=person.owner,
            purpose="marketing",
            status="withdrawn",
            channel="whatsapp",
            evidence="Replied STOP",
        )


def add_campaigns(world: World, people: Sequence[Contact]) -> None:
    """Add the campaigns and the times they met a client."""
    source = world.sources["catalyst"]
    campaigns = Campaign.objects.bulk_create(
        Campaign(
            source_system=source,
            external_id=f"demo-{number}",
            name=name,
            channel=channel,
            starts_on=(world.now - timedelta(days=begun)).date(),
            ends_on=(world.now - timedelta(days=ended)).date(),
        )
        for number, (name, channel, begun, ended, _) in enumerate(CAMPAIGNS)
    )
    touches = []
    for number in range(TOUCHES):
        place = number % len(CAMPAIGNS)
        name, channel, begun, ended, kind = CAMPAIGNS[place]
        utm = {"utm_source": channel.lower(), "utm_campaign": name.lower().replace(" ", "-")}
        touches.append(
            CampaignTouch(
                source_system=source,
                external_id=f"demo-touch-{number}",
                campaign=campaigns[place],
                contact=people[number * 2 % len(people)],
                kind=kind,
                occurred_at=world.ago(max(ended, 0), begun),
                utm=utm if kind in {"click", "lead_form", "ctwa"} else {},
            )
        )
    CampaignTouch.objects.bulk_create(touches)


def add_evidence(world: World, people: Sequence[Contact]) -> None:
    """Record signs of intent and make the scores.

    Two signs come from a sensor: one client agreed to that, the other's is quarantined.
    """
    kinds = {kind.code: kind for kind in EvidenceType.objects.all()}
    scored = people[:SCORED]
    signs = [
        _sign(world, person, kinds[code], days)
        for number, person in enumerate(scored)
        for code, days in STORIES[number % len(STORIES)]
    ]
    for number, row in enumerate(signs):
        row.external_id = f"demo-{number}"
    Evidence.objects.bulk_create(signs)
    for number, person in enumerate(scored[:WATCHED]):
        record_evidence(
            producer=world.sources["sentinel"],
            external_id=f"demo-{number}",
            type=kinds["model_flat_dwell"],
            occurred_at=world.ago(0.1, 2),
            by=world.staff.service,
            contact=person,
            confidence=0.7,
            payload={"zone": "model flat", "dwell_s": 410},
        )
    for person in scored[WATCHED:]:
        recompute_qd(person, at=world.now)


def _sign(world: World, person: Contact, kind: EvidenceType, days: int) -> Evidence:
    return Evidence(
        producer=world.sources["pulse"],
        type=kind,
        contact=person,
        value=kind.default_value,
        confidence=0.95,
        occurred_at=world.ago(days, days + 1),
    )


def add_insights(world: World, people: Sequence[Contact], deals: Sequence[Opportunity]) -> None:
    """Add conclusions of Oracle; the last rests on a record that has changed since."""
    for number, (title, body, kind, confidence) in enumerate(INSIGHTS):
        person = people[number * 3]
        based_on = [{"entity": "contact", "uid": str(person.uid), "version": person.version}]
        save_canonical(
            Insight(
                contact=person,
                kind=kind,
                title=title,
                body=body,
                confidence=confidence,
                produced_by=world.sources["oracle"],
                external_id=f"demo-{number}",
                model_version="oracle-3.2",
                based_on=based_on,
                at=world.ago(0.5, 6),
            ),
            by=world.staff.service,
            cause="insight:demo",
        )
    deal = deals[2]
    save_canonical(
        Insight(
            opportunity=deal,
            kind="deal_risk",
            title="Slower than deals like it",
            body="Deals at this stage usually move on after nine days.",
            confidence=0.62,
            produced_by=world.sources["oracle"],
            external_id="demo-deal",
            model_version="oracle-3.2",
            based_on=[{"entity": "opportunity", "uid": str(deal.uid), "version": deal.version}],
            at=world.ago(1, 4),
        ),
        by=world.staff.service,
        cause="insight:demo",
    )
    stale = people[(len(INSIGHTS) - 1) * 3]
    update_contact(stale, by=stale.owner, cause="demo", purchase_timeline="3m")
