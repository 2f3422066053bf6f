"""From dossier to dossier of the list they were opened from, and back to it."""

import re
from functools import partial
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from client360.views import lists
from contacts.models import Contact
from core.models import SensitiveField
from core.selectors import keyset_page
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory

LIST = "/contacts/"


@pytest.fixture
def five(alice, north) -> list[str]:
    """The names of five customers and a lead, the last changed first."""
    made = [
        ContactFactory(full_name=f"Client {n}", owner=alice, team=north, lifecycle="customer")
        for n in range(5)
    ]
    ContactFactory(full_name="A lead", owner=alice, team=north)
    return [each.full_name for each in reversed(made)]


def ways(client: Client, address: str) -> dict[str, str]:
    """Return where the lines of a list lead, by name."""
    page = client.get(address).content.decode()
    found = re.findall(r'<a href="(/\w+/[0-9a-f-]{36}/[^"]*)">([^<]+)</a>', page)
    return {name: unescape(there) for there, name in found}


def shown(client: Client, address: str) -> tuple[str, dict[str, str], str]:
    """Return whose dossier it is, where it leads, and which of how many it says it is."""
    page = client.get(address).content.decode()
    head = page[page.index('<nav class="crumbs"') :]
    head = head[: head.index("</nav>")]
    leads = {rel: unescape(there) for rel, there in re.findall(r'rel="(\w+)" href="([^"]+)"', head)}
    leads["back"] = unescape(re.search(r'href="([^"]+)"', head)[1])
    standing = re.search(r"(\d+ of \d+)", head)
    name = re.search(r"<title>(.+?) . Velocity CRM<", page)[1]
    return name, leads, standing[1] if standing else ""


def walked(client: Client, address: str, rel: str) -> list[str]:
    """Return the names met on the way in one direction."""
    names = []
    while address:
        name, leads, _ = shown(client, address)
        names.append(name)
        address = leads.get(rel, "")
    return names


@pytest.mark.parametrize("order", ["", "&order=recent"])
def test_a_list_is_walked_from_end_to_end_without_leaving_it(browser, alice, five, order):
    agent = browser(alice)
    there = ways(agent, f"{LIST}?lifecycle=customer{order}")

    assert walked(agent, there[five[0]], "next") == five
    assert walked(agent, there[five[-1]], "prev") == five[::-1]
    assert shown(agent, there[five[2]])[1]["back"] == f"{LIST}?lifecycle=customer{order}"
    assert shown(agent, there[five[2]])[2] == "3 of 5"


def test_who_was_changed_meanwhile_leads_on_from_where_they_stood(browser, alice, five):
    agent = browser(alice)
    there = ways(agent, f"{LIST}?lifecycle=customer")
    Contact.objects.filter(full_name=five[2]).update(
        occupation="Architect", version=2, updated_at="2099-01-01T00:00:00Z"
    )

    assert walked(agent, there[five[1]], "next") == [five[1], *five[3:]]
    assert walked(agent, there[five[2]], "next") == five[2:]


def test_of_more_than_a_page_nobody_counts(browser, alice, north, monkeypatch):
    monkeypatch.setattr(lists, "keyset_page", partial(keyset_page, limit=5))
    ContactFactory.create_batch(6, owner=alice, team=north)
    agent = browser(alice)
    first = next(iter(ways(agent, LIST).values()))

    assert shown(agent, first)[2] == ""
    assert len(walked(agent, first, "next")) == 6


def test_the_order_by_score_is_kept(browser, alice, five):
    for score, name in enumerate(five[:3]):
        one = Contact.objects.get(full_name=name)
        one.summary.qd_value = score
        one.summary.save()
    agent = browser(alice)
    there = ways(agent, f"{LIST}?order=qd")

    assert walked(agent, there[five[2]], "next") == [five[2], five[1], five[0]]


def test_nobody_is_led_to_whom_they_may_not_see(browser, alice, charlie, five):
    agent = browser(alice)
    there = ways(agent, f"{LIST}?lifecycle=customer")
    Contact.objects.filter(full_name=five[1]).update(visibility=0, owner=charlie, version=2)

    assert walked(agent, there[five[0]], "next") == [five[0], *five[2:]]


def test_a_hidden_score_is_not_carried_by_the_address(browser, alice, five):
    one = Contact.objects.get(full_name=five[0])
    one.summary.qd_value = 71
    one.summary.save()
    SensitiveField.objects.create(
        entity="contactsummary",
        field="qd_value",
        mask="hidden",
        hidden_from=[],
        seen_by=["founder"],
    )
    agent = browser(alice)

    _, leads, _ = shown(agent, ways(agent, f"{LIST}?order=qd")[five[0]])

    assert leads == {"back": f"{LIST}?order=qd"}


@pytest.mark.parametrize(
    "broken", ["list=", "list=&at=x", "list=&at=eyJiIjpmYWxzZSwidiI6WyJhIiwxXX0"]
)
def test_an_address_that_names_no_place_still_leads_back(browser, alice, meera, broken):
    _, leads, standing = shown(browser(alice), f"{LIST}{meera.uid}/?{broken}&n=9-2")

    assert (leads, standing) == ({"back": LIST}, "")


def test_a_dossier_of_no_list_leads_to_the_clients(browser, alice, meera):
    assert shown(browser(alice), f"{LIST}{meera.uid}/")[1] == {"back": LIST}


@pytest.mark.parametrize("query", ["", "?lifecycle=customer", "?owner=me&order=recent", "?vip="])
def test_the_way_on_costs_one_query(browser, alice, five, query, django_assert_max_num_queries):
    agent = browser(alice)
    there = ways(agent, f"{LIST}{query}")[five[1]]
    alone = there.partition("?")[0]
    agent.get(alone)
    with CaptureQueriesContext(connection) as before:
        agent.get(alone)

    with django_assert_max_num_queries(len(before) + 1):
        page = agent.get(there).content.decode()

    assert 'rel="next"' in page


def test_accounts_are_walked_alike(browser, alice, north):
    for name in ("Acme", "Zenith", "Meridian"):
        AccountFactory(display_name=name, owner=alice, team=north)
    agent = browser(alice)
    there = ways(agent, "/accounts/?order=name")

    assert walked(agent, there["Acme"], "next") == ["Acme", "Meridian", "Zenith"]


def test_a_whole_list_is_walked_whatever_lets_one_see_each(browser, alice, charlie, south):
    for number in range(6):
        seen = {"owner": alice, "visibility": 0} if number % 3 else {"visibility": 2}
        ContactFactory(full_name=f"Client {number}", **{"owner": charlie, "team": south} | seen)
    agent = browser(alice)
    there = ways(agent, LIST)

    assert walked(agent, there["Client 5"], "next") == [f"Client {n}" for n in range(5, -1, -1)]
    assert walked(agent, there["Client 0"], "prev") == [f"Client {n}" for n in range(6)]
