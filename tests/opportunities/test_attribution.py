"""Campaigns share a deal: every model gives out one whole."""

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from contacts.models import Contact
from core.models import SourceSystem
from opportunities.choices import AttributionModel
from opportunities.models import Attribution, Campaign, CampaignTouch
from opportunities.services import attribute, shares, take_touches, touching
from privacy.services import erase_contact
from tests.factories.contacts import ContactFactory, ContactPointFactory
from tests.factories.opportunities import OpportunityFactory

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
MODELS = [str(model) for model in AttributionModel.values]
touches = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 -- the strategy adds the zone
    ),
    min_size=1,
    max_size=40,
)


@given(touches=touches, model=st.sampled_from(MODELS))
def test_shares_add_up_to_one_exactly(touches, model):
    found = shares(touches, model)

    assert sum(found.values()) == 1
    assert all(0 < share <= 1 for share in found.values())


@given(touches=touches, model=st.sampled_from(MODELS))
def test_the_order_in_which_touches_arrive_does_not_matter(touches, model):
    assert shares(touches, model) == shares(touches[::-1], model)


def test_each_model_looks_at_what_its_name_says():
    met = [(1, AT), (2, AT + timedelta(days=7)), (3, AT + timedelta(days=14))]

    found = {model: shares(met, model) for model in MODELS}

    assert found["first"] == {1: 1}
    assert found["last"] == {3: 1}
    assert found["linear"] == {
        1: Decimal("0.333334"), 2: Decimal("0.333333"), 3: Decimal("0.333333"),
    }  # fmt: skip
    assert found["position"] == {1: Decimal("0.4"), 2: Decimal("0.2"), 3: Decimal("0.4")}
    assert found["decay"] == {
        1: Decimal("0.142857"), 2: Decimal("0.285714"), 3: Decimal("0.571429"),
    }  # fmt: skip


def test_no_touch_gives_no_share():
    assert shares([], "linear") == {}


@pytest.fixture
def catalyst(db) -> SourceSystem:  # noqa: ARG001 -- opens the database
    return SourceSystem.objects.get(code="catalyst")


def touch(number=1, **more):
    return {
        "external_id": f"t-{number}",
        "campaign": "spring",
        "kind": "click",
        "occurred_at": AT.isoformat(),
    } | more


def test_touches_are_kept_once_and_share_the_deal(catalyst, eve):
    deal = OpportunityFactory()
    who = {"contact": str(deal.primary_contact.uid)}
    items = [touch(1, **who), touch(2, campaign="autumn", **who), touch(1, **who)]

    first = take_touches(items, source=catalyst, by=eve)
    again = take_touches(items[:2], source=catalyst, by=eve)

    linear = Attribution.objects.filter(opportunity=deal, model="linear")
    assert [one.outcome for one in first] == ["created", "created", "duplicate"]
    assert [one.outcome for one in again] == ["duplicate", "duplicate"]
    assert list(linear.values_list("share", flat=True)) == [Decimal("0.5"), Decimal("0.5")]


def test_a_touch_of_nobody_known_waits(catalyst, eve):
    outcome = take_touches([touch(point_hash="0" * 64)], source=catalyst, by=eve)[0]

    assert (outcome.outcome, CampaignTouch.objects.get().contact) == ("unresolved", None)


def test_a_claimed_number_leads_to_its_person(catalyst, eve):
    point = ContactPointFactory(contact=ContactFactory(), is_identity=True)
    digest = hashlib.sha256(point.value_norm.encode()).hexdigest()
    take_touches([touch(point_hash=digest)], source=catalyst, by=eve)

    assert CampaignTouch.objects.get().contact == point.contact


def test_who_was_erased_is_not_met_again(catalyst, eve, dora):
    deal = OpportunityFactory()
    gone = deal.primary_contact
    erase_contact(gone, by=dora, grounds="her wish")

    outcome = take_touches([touch(contact=str(gone.uid))], source=catalyst, by=eve)[0]

    assert (outcome.outcome, CampaignTouch.objects.get().contact) == ("unresolved", None)


def test_a_uid_is_known_however_it_is_written(catalyst, eve):
    meera = ContactFactory()
    take_touches([touch(contact=str(meera.uid).upper())], source=catalyst, by=eve)

    assert CampaignTouch.objects.get().contact == meera


def test_people_are_looked_up_by_their_key(db):  # noqa: ARG001 -- opens the database
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {touching.FIND}", ["[]"])
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Seq Scan on contacts_contact" not in plan


def test_deals_are_shared_in_as_many_queries_however_many_there_are(catalyst):
    deals = [OpportunityFactory() for _ in range(4)]
    campaign = Campaign.objects.create(source_system=catalyst, external_id="s", name="Spring")
    for number, deal in enumerate(deals):
        CampaignTouch.objects.create(
            source_system=catalyst, external_id=f"t-{number}", campaign=campaign, kind="click",
            contact=deal.primary_contact, occurred_at=AT,
        )  # fmt: skip

    with CaptureQueriesContext(connection) as one:
        few = attribute([deals[0].pk])
    with CaptureQueriesContext(connection) as all_of_them:
        many = attribute([deal.pk for deal in deals])

    assert (few * 4, len(one)) == (many, len(all_of_them))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "telepathy"},
        {"occurred_at": "soon"},
        {"external_id": ""},
        {"x": 1},
        {"contact": "somebody"},
        {"contact": 7},
    ],
)
def test_a_touch_that_is_none_holds_up_nothing_else(catalyst, eve, wrong):
    outcomes = take_touches([touch(1) | wrong, touch(2)], source=catalyst, by=eve)

    assert [one.outcome for one in outcomes] == ["invalid", "unresolved"]


@pytest.mark.parametrize("wrong", [{"kind": "telepathy"}, {"occurred_at": "soon"}, {"x": 1}])
def test_what_is_wrong_is_told_of_the_touch_by_its_id(catalyst, eve, wrong):
    outcome = take_touches([touch(7) | wrong], source=catalyst, by=eve)[0]

    assert (outcome.external_id, outcome.outcome) == ("t-7", "invalid")


def test_a_touch_of_one_with_the_number_of_another_is_kept_of_neither(catalyst, eve):
    rosa, rosa_once = ContactFactory(), ContactFactory()
    other = ContactPointFactory(is_identity=True)
    own = ContactPointFactory(contact=rosa, is_identity=True)
    Contact.objects.filter(pk=rosa_once.pk).update(
        state="merged", merged_into=rosa, version=rosa_once.version + 1
    )
    digests = [hashlib.sha256(p.value_norm.encode()).hexdigest() for p in (other, own, own)]
    people = [rosa, rosa, rosa_once]
    items = [
        touch(number, contact=str(person.uid), point_hash=digest)
        for number, (person, digest) in enumerate(zip(people, digests, strict=True))
    ]

    outcomes = take_touches(items, source=catalyst, by=eve)

    assert [(one.external_id, one.outcome) for one in outcomes] == [
        ("t-0", "invalid"), ("t-1", "created"), ("t-2", "created"),
    ]  # fmt: skip
    assert set(CampaignTouch.objects.values_list("contact", flat=True)) == {rosa.pk}


@pytest.mark.parametrize(("ahead", "outcome"), [(2, "unresolved"), (10, "invalid")])
def test_a_clock_may_be_some_minutes_fast(catalyst, eve, ahead, outcome):
    moment = (timezone.now() + timedelta(minutes=ahead)).isoformat()

    found = take_touches([touch(occurred_at=moment)], source=catalyst, by=eve)[0]

    assert found.outcome == outcome
    assert not CampaignTouch.objects.filter(occurred_at__gt=timezone.now()).exists()


def test_what_met_the_buyer_after_the_deal_was_closed_does_not_count(catalyst):
    deal = OpportunityFactory()
    type(deal).objects.filter(pk=deal.pk).update(closed_at=AT, version=deal.version + 1)
    spring = Campaign.objects.create(source_system=catalyst, external_id="s", name="Spring")
    CampaignTouch.objects.create(
        source_system=catalyst, external_id="late", campaign=spring, kind="click",
        contact=deal.primary_contact, occurred_at=AT + timedelta(days=1),
    )  # fmt: skip

    assert attribute([deal.pk]) == 0
