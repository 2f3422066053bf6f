"""Households and their people over REST."""

import pytest

from contacts.models import Household, HouseholdMember
from tests.api_clients import calls, may
from tests.factories.contacts import ContactFactory, HouseholdFactory

HOUSEHOLDS = "/api/v1/households/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(alice):
    """Alice, who keeps households."""
    return may(alice, "contacts.add_household", "contacts.change_household")


@pytest.fixture
def home(alice) -> Household:
    return HouseholdFactory(owner=alice, team=alice.team, visibility=0)


def people(home, *rest) -> str:
    return "/".join([f"{HOUSEHOLDS}{home.uid}/members", *map(str, rest)]) + "/"


def test_a_household_is_made_renamed_and_archived(agent):
    made = agent.post(HOUSEHOLDS, {"name": "Rao"})
    address = made["Location"]

    named = agent.patch(address, {"name": "Rao family"}, headers={"If-Match": made["ETag"]})
    gone = agent.post(f"{address}archive/", {"reason": "moved"})

    told = made.json()
    assert (made.status_code, told["owner"], told["team"]) == (201, "alice", "North")
    assert (named.json()["name"], named["ETag"]) == ("Rao family", '"2"')
    assert gone.json()["state"] == "archived"


def test_a_change_names_its_version(agent, home):
    answers = [
        agent.patch(f"{HOUSEHOLDS}{home.uid}/", {"name": "x"}),
        agent.patch(f"{HOUSEHOLDS}{home.uid}/", {"name": "x", "version": 7}),
    ]

    assert [each.status_code for each in answers] == [428, 409]


def test_a_person_gets_a_place_and_leaves_it(agent, home, alice):
    meera = ContactFactory(owner=alice)
    body = {"contact": str(meera.uid), "relation": "head", "since": "2020-01-01"}

    made = agent.post(people(home), body)
    left = agent.patch(made["Location"], {"until": "2024-06-01", "version": 1})

    member = HouseholdMember.objects.get()
    assert (made.status_code, made.json()["until"], left.status_code) == (201, None, 200)
    assert (str(member.valid.lower), str(member.valid.upper)) == ("2020-01-01", "2024-06-01")


def test_two_heads_at_a_time_are_refused(agent, home, alice):
    for expected in (201, 400):
        body = {"contact": str(ContactFactory(owner=alice).uid), "relation": "head"}
        assert agent.post(people(home), body).status_code == expected


@pytest.mark.parametrize(
    "wrong",
    [{"relation": "king"}, {"relation": "head", "since": "2024-01-01", "until": "2023-01-01"}, {}],
)
def test_a_place_that_makes_no_sense_is_refused(agent, home, alice, wrong):
    body = {
        "contact": str(ContactFactory(owner=alice).uid),
        **({"relation": "head"} if wrong else {}),
    }

    assert agent.post(people(home), body | wrong).status_code == 400


def test_hidden_people_and_households_are_not_there(agent, home, alice, charlie, eve):
    stranger = ContactFactory(owner=charlie, visibility=0)
    body = {"contact": str(stranger.uid), "relation": "head"}

    answers = [
        agent.post(people(home), body),
        calls(charlie).get(people(home)),
        may(charlie, "contacts.change_household").post(people(home), body),
        calls(alice).post(people(HouseholdFactory(owner=charlie, visibility=0)), body),
        calls(eve).post(HOUSEHOLDS, {"name": "x"}),
    ]

    assert [each.status_code for each in answers] == [400, 404, 404, 404, 403]
