"""`/accounts/`."""

import pytest

from accounts.models import Account
from accounts.services import domain_of
from core.choices import State, Visibility
from core.services import save_canonical
from tests.api_clients import calls, writes
from tests.factories.accounts import AccountFactory, AccountIdentifierFactory
from tests.factories.contacts import AccountContactFactory

LIST = "/api/v1/accounts/"


def url(account, *rest) -> str:
    return "/".join([f"{LIST}{account.uid}", *rest]) + "/"


@pytest.fixture
def meridian(alice) -> Account:
    """Alice's account which nobody else may see."""
    return AccountFactory(
        display_name="Meridian Holdings",
        owner=alice,
        team=alice.team,
        visibility=Visibility.RESTRICTED,
        domain="meridian.example",
        city="Mumbai",
        country="IN",
    )


def test_charlie_cannot_see_alices_account(charlie, meridian):
    client = calls(charlie)

    found = client.get(LIST).json()["results"]
    answers = [client.get(url(meridian, *part)) for part in ((), ("contacts",), ("history",))]

    assert found == []
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert writes(charlie).patch(url(meridian), {"version": 1}, format="json").status_code == 404


def test_alice_reads_her_account_with_its_numbers(alice, meridian):
    AccountIdentifierFactory(account=meridian, number="27AAAAA0000A1Z5")

    answer = calls(alice).get(url(meridian))

    assert answer["ETag"] == '"1"'
    assert [each["number"] for each in answer.json()["identifiers"]] == ["27AAAAA0000A1Z5"]


def test_people_of_an_account_are_those_the_caller_sees(alice, bob, meridian):
    meridian.visibility = Visibility.TEAM
    save_canonical(meridian, by=alice)
    link = AccountContactFactory(account=meridian)
    link.contact.owner = alice
    save_canonical(link.contact, by=alice)

    seen = [len(calls(u).get(url(meridian, "contacts")).json()["results"]) for u in (alice, bob)]

    assert seen == [1, 0]


@pytest.mark.usefixtures("meridian")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=meridian", 1),
        ("q=Mérídian hold", 1),
        ("q=meridain holdings", 1),
        ("q=meridian.example", 1),
        ("q=nobody", 0),
        ("kind=company", 1),
        ("kind__in=bank,trust", 0),
        ("country=in", 1),
        ("city=mumbai", 1),
        ("domain=meridian.example", 1),
        ("owner=alice", 1),
        ("state=archived", 0),
    ],
)
def test_a_list_is_narrowed(alice, query, found):
    answer = calls(alice).get(f"{LIST}?{query}")

    assert (answer.status_code, len(answer.json()["results"])) == (200, found)


def test_a_list_costs_eight_queries_at_most(alice, django_assert_max_num_queries):
    parent = AccountFactory(owner=alice)
    for _ in range(12):
        AccountFactory(owner=alice, team=alice.team, parent=parent)
    client = calls(alice)

    with django_assert_max_num_queries(8):
        found = client.get(f"{LIST}?expand=owner,team").json()["results"]

    assert len(found) == 13


def test_an_account_is_created_changed_archived_and_restored(alice):
    client = writes(alice)
    body = {
        "display_name": "Meridian",
        "kind": "trust",
        "website": "https://www.Meridian.example/x",
    }

    made = client.post(LIST, body, format="json")
    path = made["Location"]
    changed = client.patch(path, {"city": "Pune"}, format="json", headers={"If-Match": '"1"'})
    away = client.post(f"{path}archive/", {"reason": "closed"}, format="json")
    back = client.post(f"{path}restore/", format="json")

    assert (made.status_code, made.json()["domain"]) == (201, "meridian.example")
    assert (changed.json()["city"], changed["ETag"]) == ("Pune", '"2"')
    assert [answer.json()["state"] for answer in (away, back)] == ["archived", "active"]


def test_an_account_cannot_belong_to_one_the_caller_does_not_see(bob, meridian):
    body = {"display_name": "Daughter", "parent": str(meridian.uid)}

    answer = writes(bob).post(LIST, body, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "parent")


def test_a_merged_account_reads_as_its_survivor(alice, meridian):
    loser = AccountFactory(owner=alice)
    loser.state, loser.merged_into = State.MERGED, meridian
    save_canonical(loser, by=alice)

    answer = calls(alice).get(url(loser))

    assert answer.json()["redirected_from"] == str(loser.uid)
    assert answer["Content-Location"] == url(meridian)


def test_history_names_who_and_what(alice, meridian):
    writes(alice).patch(url(meridian), {"city": "Pune", "version": 1}, format="json")

    entry = calls(alice).get(url(meridian, "history")).json()["results"][0]

    assert (entry["by"], entry["changes"]) == (
        "alice",
        [{"field": "city", "before": "Mumbai", "after": "Pune"}],
    )


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.Meridian.example/a?b", "meridian.example"),
        ("meridian.example:8080", "meridian.example"),
        ("http://a@meridian.example/@x", "meridian.example"),
        ("", ""),
    ],
)
def test_the_domain_of_a_website(website, domain):
    assert domain_of(website) == domain
