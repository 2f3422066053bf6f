"""The timeline and the client graph over REST."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.choices import Visibility
from tests.api_clients import calls, contact_url
from tests.factories.activities import InteractionFactory, TaskFactory
from tests.factories.contacts import (
    AccountContactFactory,
    ContactFactory,
    HouseholdMemberFactory,
    RelationshipFactory,
)
from tests.factories.opportunities import OpportunityFactory, SiteVisitFactory


@pytest.fixture
def meera(alice):
    return ContactFactory(owner=alice, full_name="Meera Rao", visibility=Visibility.RESTRICTED)


def test_the_timeline_merges_what_happened(meera, alice):
    InteractionFactory(contact=meera)
    OpportunityFactory(primary_contact=meera, by=alice)
    TaskFactory(contact=meera, by=alice)

    page = calls(alice).get(contact_url(meera, "timeline")).json()
    talks = calls(alice).get(contact_url(meera, "timeline"), {"kind": "talk"}).json()

    assert {event["stream"] for event in page["events"]} == {"talk", "deal", "record"}
    assert [event["what"] for event in talks["events"]] == ["interaction"]


def test_the_timeline_is_narrowed_to_kinds_and_as_long_as_asked(meera, alice):
    for days in (1, 2, 3):
        InteractionFactory(contact=meera, occurred_at=timezone.now() - timedelta(days=days))
    OpportunityFactory(primary_contact=meera, by=alice)

    asked = {"kinds": "talk,deal", "limit": 2}
    page = calls(alice).get(contact_url(meera, "timeline"), asked).json()
    rest = calls(alice).get(contact_url(meera, "timeline"), asked | {"before": page["next"]}).json()

    streams = [[event["stream"] for event in each["events"]] for each in (page, rest)]
    assert (streams, rest["next"]) == ([["deal", "talk"], ["talk", "talk"]], None)


def test_pages_neither_lose_nor_repeat_what_happened_at_one_moment(meera, alice):
    at = timezone.now() - timedelta(days=1)
    talks = InteractionFactory.create_batch(4, contact=meera, occurred_at=at)
    visits = SiteVisitFactory.create_batch(3, contact=meera, scheduled_at=at)

    asked, seen = {"kinds": "talk,visit", "limit": 2}, []
    while asked.get("before", "") is not None:
        page = calls(alice).get(contact_url(meera, "timeline"), asked).json()
        seen += [event["details"]["uid"] for event in page["events"]]
        asked["before"] = page["next"]

    assert seen == [str(each.uid) for each in (*talks[::-1], *visits[::-1])]


def test_before_may_be_any_moment(meera, alice):
    talk = InteractionFactory(contact=meera, occurred_at=timezone.now() - timedelta(days=1))
    asked = {"kinds": "talk", "before": talk.occurred_at.isoformat()}

    page = calls(alice).get(contact_url(meera, "timeline"), asked).json()

    assert page == {"events": [], "next": None}


@pytest.mark.parametrize(
    "asked",
    [{"kinds": "talk,king"}, {"kind": "king"}, {"limit": "0"}, {"before": "1"}, {"before": "~"}],
)
def test_kinds_there_are_not_are_refused(meera, alice, asked):
    assert calls(alice).get(contact_url(meera, "timeline"), asked).status_code == 400


def test_the_timeline_of_a_hidden_contact_is_not_there(meera, charlie):
    assert calls(charlie).get(contact_url(meera, "timeline")).status_code == 404


def test_the_graph_reaches_as_far_as_asked_and_masks_who_is_hidden(meera, alice, charlie):
    hidden = ContactFactory(owner=charlie, visibility=Visibility.RESTRICTED)
    RelationshipFactory(from_contact=meera, to_contact=hidden)
    link = AccountContactFactory(contact=meera, account__owner=alice)
    AccountContactFactory(account=link.account, contact=ContactFactory(owner=alice, full_name="Z"))
    HouseholdMemberFactory(contact=meera, household__owner=alice)

    near, far = (
        calls(alice).get(contact_url(meera, "graph"), {"depth": depth}).json() for depth in (1, 2)
    )

    assert sorted((node["type"], node["masked"]) for node in near["nodes"]) == [
        ("account", False),
        ("contact", False),
        ("contact", True),
        ("household", False),
    ]
    assert len(far["nodes"]) - len(near["nodes"]) == 1
    assert str(hidden.uid) not in str(far)


def test_a_large_graph_is_cut_and_says_so(meera, alice):
    for _ in range(5):
        RelationshipFactory(from_contact=meera, to_contact=ContactFactory(owner=alice))

    found = calls(alice).get(contact_url(meera, "graph"), {"limit": 3}).json()

    assert (len(found["nodes"]), len(found["edges"]), found["truncated"]) == (3, 2, True)


def test_types_are_chosen(meera, alice):
    AccountContactFactory(contact=meera, account__owner=alice)
    OpportunityFactory(primary_contact=meera, by=alice)

    found = calls(alice).get(contact_url(meera, "graph"), {"types": "opportunity"}).json()

    assert [node["type"] for node in found["nodes"]] == ["contact", "opportunity"]
