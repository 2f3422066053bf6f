"""Deals over REST."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from approvals.models import Proposal
from core.choices import Visibility
from core.models import SourceSystem
from core.services import sha256
from opportunities.models import Opportunity, PropertyMatch, Stage
from opportunities.services import move_stage
from tests.api_clients import calls, may
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory, ContactPointFactory
from tests.factories.inventory import ProjectFactory, UnitFactory
from tests.factories.opportunities import (
    CampaignFactory,
    OpportunityFactory,
    OpportunityPartyFactory,
    PropertyInterestFactory,
    UnitHoldFactory,
)

LIST = "/api/v1/opportunities/"
CHANGE = "opportunities.change_opportunity"


@pytest.fixture
def deal(alice) -> Opportunity:
    """Alice's deal, which nobody else may see."""
    client = ContactFactory(owner=alice, visibility=Visibility.RESTRICTED, full_name="Meera Rao")
    return OpportunityFactory(primary_contact=client, by=alice, visibility=Visibility.RESTRICTED)


def at(deal: Opportunity, *rest: str) -> str:
    return "/".join([f"{LIST}{deal.uid}", *rest]) + "/"


def test_a_deal_is_opened_in_the_first_stage(alice):
    client = ContactFactory(owner=alice)
    body = {"primary_contact": str(client.uid), "amount": {"amount": "9.00", "currency": "AED"}}

    answer = may(alice, "opportunities.add_opportunity").post(LIST, body)

    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert (found["stage"], found["owner"], found["amount"]) == (
        "new_enquiry",
        "alice",
        body["amount"],
    )


def test_nobody_opens_a_deal_with_a_hidden_contact(deal, charlie):
    body = {"primary_contact": str(deal.primary_contact.uid)}

    answer = may(charlie, "opportunities.add_opportunity").post(LIST, body)

    assert [error["field"] for error in answer.json()["errors"]] == ["primary_contact"]


def test_charlie_sees_no_deal(deal, alice, charlie):
    lists = [calls(user).get(LIST).json()["results"] for user in (alice, charlie)]

    assert [[row["uid"] for row in rows] for rows in lists] == [[str(deal.uid)], []]
    assert calls(charlie).get(at(deal)).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stage=new_enquiry", 1),
        ("category=won", 0),
        ("stale_days=3", 0),
        ("amount__gte=1", 0),
        ("q=deal", 1),
    ],
)
@pytest.mark.usefixtures("deal")
def test_deals_are_narrowed(alice, query, found):
    assert len(calls(alice).get(f"{LIST}?{query}").json()["results"]) == found


def test_a_deal_moves_and_tells_its_history(deal, alice):
    client = may(alice, CHANGE)

    answer = client.post(at(deal, "transition"), {"to": "qualified"})
    history = client.get(at(deal, "stage-history")).json()["results"]

    assert (answer.status_code, answer.json()["stage"]) == (200, "qualified")
    assert [(row["from_stage"], row["to_stage"]) for row in history] == [
        ("new_enquiry", "qualified"),
        (None, "new_enquiry"),
    ]


def test_a_move_that_is_not_allowed_names_those_that_are(deal, alice):
    answer = may(alice, CHANGE).post(at(deal, "transition"), {"to": "possession"})

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "illegal_transition")
    assert (problem["allowed"][0], problem["missing"]) == ("contacted", [])


def test_a_move_names_what_is_missing_and_takes_it(deal, alice):
    client = may(alice, CHANGE)
    filled = {"to": "eoi", "fields": {"amount": {"amount": "24500000.00", "currency": "INR"}}}

    refused = client.post(at(deal, "transition"), {"to": "eoi"})
    answer = client.post(at(deal, "transition"), filled)

    assert refused.json()["missing"] == ["amount"]
    assert (answer.status_code, answer.json()["stage"]) == (200, "eoi")


def test_a_service_is_told_to_propose(deal, eve):
    answer = calls(eve).patch(at(deal), {"name": "Mine"}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["hint"]) == (403, "/api/v1/proposals/")


def test_a_patch_needs_its_version_and_meets_a_conflict(deal, alice):
    client = may(alice, CHANGE)

    blind = client.patch(at(deal), {"probability": 35})
    first = client.patch(at(deal), {"probability": 35}, headers={"If-Match": '"1"'})
    late = client.patch(at(deal), {"probability": 40}, headers={"If-Match": '"1"'})

    assert [a.status_code for a in (blind, first, late)] == [428, 200, 409]
    assert [c["field"] for c in late.json()["conflicts"]] == [
        "probability",
        "probability_overridden",
    ]


def test_a_deal_is_read_as_it_was(deal, alice):
    before = timezone.now()
    may(alice, CHANGE).patch(at(deal), {"name": "Later"}, headers={"If-Match": '"1"'})

    past = calls(alice).get(at(deal), {"as_of": before.isoformat()}).json()

    assert (past["name"], past["version"]) == (deal.name, 1)


def test_touches_are_taken_in_once_and_find_their_contact(eve):
    point = ContactPointFactory(is_identity=True)
    source = SourceSystem.objects.create(code="catalyst-t", name="Catalyst", owner=eve)
    CampaignFactory(source_system=source, external_id="monsoon")
    touch = {"kind": "click", "occurred_at": "2026-01-02T10:00:00Z", "campaign": "monsoon"}
    items = [
        {**touch, "external_id": "1", "point_hash": sha256(point.value_norm)},
        {**touch, "external_id": "1"},
        {**touch, "external_id": "2", "campaign": "unknown", "kind": "none"},
    ]

    answers = [
        calls(eve).post(
            "/api/v1/campaign-touches/", {"items": items}, headers={"Idempotency-Key": k}
        )
        for k in "ab"
    ]

    assert [a.status_code for a in answers] == [200, 200], answers[-1].content
    outcomes = [[row["outcome"] for row in answer.json()["results"]] for answer in answers]
    assert outcomes == [
        ["created", "duplicate", "invalid"],
        ["duplicate", "duplicate", "invalid"],
    ]
    assert [touch.contact for touch in point.contact.campaign_touches.all()] == [point.contact]


def test_who_owns_no_source_sends_no_touches(alice):
    body = {"items": [{"external_id": "1", "campaign": "x", "kind": "qr",
                       "occurred_at": "2026-01-02T10:00:00Z"}]}  # fmt: skip

    assert calls(alice).post("/api/v1/campaign-touches/", body).status_code == 403


def test_the_units_that_fit_are_explained_and_kept(alice):
    client = ContactFactory(owner=alice)
    fits, dear = UnitFactory(list_price=30_000_000), UnitFactory(list_price=90_000_000)
    PropertyInterestFactory(
        contact=client, project=None, criteria={"price": {"high": 31_000_000, "currency": "INR"}}
    )

    found = calls(alice).post("/api/v1/matches/compute/", {"contact": str(client.uid)}).json()

    assert [row["unit"] for row in found["results"]] == [str(fits.uid)]
    assert [line["criterion"] for line in found["results"][0]["explanation"]] == ["price"]
    assert set(PropertyMatch.objects.values_list("unit", flat=True)) == {fits.pk}
    assert dear.pk != fits.pk


def test_the_parts_of_a_deal_are_listed_and_added(deal, alice):
    spouse = ContactFactory(owner=alice, full_name="Arjun Rao")
    client = may(alice, CHANGE)

    client.post(at(deal, "parties"), {"contact": str(spouse.uid), "role": "co_buyer"})
    rows = client.get(at(deal, "parties")).json()["results"]

    assert sorted((row["name"], row["role"]) for row in rows) == [
        ("Arjun Rao", "co_buyer"),
        ("Meera Rao", "primary_buyer"),
    ]


def test_a_visit_is_planned_and_made(deal, alice):
    client = may(alice, "opportunities.add_sitevisit", "opportunities.change_sitevisit")
    body = {
        "contact": str(deal.primary_contact.uid),
        "project": str(ProjectFactory().uid),
        "scheduled_at": "2026-03-01T10:00:00Z",
    }

    visit = client.post("/api/v1/site-visits/", body).json()
    done = client.patch(
        f"/api/v1/site-visits/{visit['uid']}/", {"status": "done", "version": 1}
    ).json()

    assert (visit["host"], visit["visited_at"]) == ("alice", None)
    assert done["visited_at"] is not None


def test_a_hidden_account_takes_no_part_a_reader_sees(alice, charlie):
    deal = OpportunityFactory(owner=alice, primary_contact=ContactFactory(owner=alice))
    hidden = AccountFactory(owner=charlie, visibility=Visibility.RESTRICTED)
    known = AccountFactory(owner=alice)
    for firm in (hidden, known):
        OpportunityPartyFactory(opportunity=deal, contact=None, account=firm, is_primary=False)

    parties = calls(alice).get(at(deal, "parties")).json()["results"]

    assert [party["account"] for party in parties if not party["contact"]] == [str(known.uid)]


def test_a_unit_without_a_type_is_wanted_by_nobody_who_wants_something_else(alice):
    unit = UnitFactory(unit_type=None)
    meera = ContactFactory(owner=alice)
    PropertyInterestFactory(contact=meera, project=ProjectFactory(), unit=None, unit_type=None)
    mine = PropertyInterestFactory(contact=meera, project=None, unit=unit, unit_type=None)

    found = calls(alice).get(f"/api/v1/units/{unit.uid}/interested/").json()["results"]

    assert [row["uid"] for row in found] == [str(mine.uid)]


@pytest.fixture
def booked(deal, alice) -> Opportunity:
    """The deal as it is when losing it has to be approved."""
    Opportunity.objects.filter(pk=deal.pk).update(
        amount=1, currency="INR", project=ProjectFactory(), version=2
    )
    deal.refresh_from_db()
    UnitHoldFactory(opportunity=deal)
    for code in ("eoi", "booking"):
        deal = move_stage(deal, to=Stage.objects.get(code=code), by=alice)
    return deal


LOST = {"to": "lost_financing", "reason": "The bank said no"}


def test_a_move_that_has_to_be_approved_becomes_a_proposal(booked, alice, dora):
    dora.groups.add(Group.objects.get(name="founder"))

    answer = may(alice, CHANGE).post(at(booked, "transition"), LOST)

    proposal = Proposal.objects.get(uid=answer.json()["proposal"])
    assert (answer.status_code, proposal.kind) == (202, "opportunity.move_stage")


def test_such_a_move_takes_no_values_along(booked, alice):
    filled = LOST | {"fields": {"expected_close": "2030-01-01"}}

    answer = may(alice, CHANGE).post(at(booked, "transition"), filled)

    assert (answer.status_code, Proposal.objects.count()) == (400, 0)
    assert [error["field"] for error in answer.json()["errors"]] == ["fields"]


def test_a_deal_somebody_changed_meanwhile_is_not_moved(booked, alice):
    client, late = may(alice, CHANGE), {"If-Match": '"9"'}
    fresh = OpportunityFactory(primary_contact=booked.primary_contact, by=alice, owner=alice)

    answers = [
        client.post(at(moved, "transition"), asked, headers=late)
        for moved, asked in ((booked, LOST), (fresh, {"to": "qualified"}))
    ]

    assert {(each.status_code, each.json()["code"]) for each in answers} == {
        (409, "version_conflict")
    }
    booked.refresh_from_db()
    assert (booked.stage.code, Proposal.objects.count()) == ("booking", 0)
