"""The lists of clients and accounts: what their address says and what they cost."""

import re

import pytest

from client360.selectors import lists
from contacts.services import create_contact, record_consent
from core.services import archive
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import AccountContactFactory, ContactFactory, ContactRoleFactory
from tests.factories.core import SourceSystemFactory

LIST = "/contacts/"


def names(answer) -> list[str]:
    """Return the clients or accounts of a page, in order."""
    return re.findall(r'<a href="/\w+/[0-9a-f-]{36}/[^"]*">([^<]+)</a>', answer.content.decode())


def neighbour(answer, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', answer.content.decode())
    return found[1].replace("&amp;", "&") if found else ""


def test_nobody_reads_the_list_without_logging_in(client):
    answer = client.get(LIST)

    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/contacts/")


@pytest.mark.usefixtures("meera")
def test_alice_and_bob_see_her_client_and_charlie_sees_nobody(browser, alice, bob, charlie):
    pages = [names(browser(person).get(LIST)) for person in (alice, bob, charlie)]

    assert pages == [["Meera Rao"], ["Meera Rao"], []]


@pytest.mark.parametrize(
    "words", ["mee", "98200 11223", "+91 98200-11223", "MEERA@mail", "meera raao"]
)
@pytest.mark.usefixtures("meera")
def test_search_finds_by_part_number_address_and_likeness(browser, alice, words):
    create_contact(by=alice, full_name="Zubin Katrak", owner=alice)

    assert names(browser(alice).get(LIST, {"q": words})) == ["Meera Rao"]


@pytest.mark.parametrize(
    "query",
    [
        {"owner": "me"},
        {"lifecycle": "lead"},
        {"role": "buyer"},
        {"vip": "1"},
        {"budget_from": "2.2 cr", "budget_to": "3 cr"},
        {"q": "rao", "owner": "me", "vip": "1"},
    ],
)
def test_filters_stand_in_the_address(browser, meera, alice, bob, north, query):
    ContactRoleFactory(contact=meera)
    type(meera).objects.filter(pk=meera.pk).update(is_vip=True, version=2)
    ContactFactory(full_name="Zubin Katrak", owner=bob, team=north, lifecycle="customer")

    assert names(browser(alice).get(LIST, query)) == ["Meera Rao"]


@pytest.mark.usefixtures("meera")
def test_a_filter_in_force_is_a_chip_that_takes_it_back(browser, alice):
    page = browser(alice).get(LIST, {"q": "rao", "lifecycle": "lead"}).content.decode()

    assert 'href="/contacts/?q=rao" aria-label="Remove the filter Lifecycle: Lead"' in page


@pytest.mark.usefixtures("meera")
def test_a_budget_out_of_range_leaves_the_client_out(browser, alice):
    answer = browser(alice).get(LIST, {"budget_from": "3 cr"})

    assert names(answer) == []
    assert "Budget: from ₹3 Cr" in answer.content.decode()


def test_pages_follow_each_other_without_a_gap(browser, alice, north):
    for number in range(60):
        ContactFactory(full_name=f"Client {number:02}", owner=alice, team=north)
    reader = browser(alice)

    first = reader.get(LIST)
    second = reader.get(LIST + neighbour(first, "next"))
    back = reader.get(LIST + neighbour(second, "prev"))

    shown = names(first) + names(second)
    assert sorted(shown) == [f"Client {number:02}" for number in range(60)]
    assert names(back) == names(first)


def test_a_cursor_of_another_list_leads_to_the_first_page(browser, alice):
    answer = browser(alice).get(LIST, {"after": "nonsense", "lifecycle": "lead"})

    assert answer["Location"] == "/contacts/?lifecycle=lead"


def test_the_order_by_score_keeps_those_with_a_score(browser, meera, alice, north):
    ContactFactory(full_name="Zubin Katrak", owner=alice, team=north)
    meera.summary.qd_value = 71
    meera.summary.save()

    assert names(browser(alice).get(LIST, {"order": "qd"})) == ["Meera Rao"]


def test_an_archived_client_is_out_of_the_list(browser, meera, alice):
    archive(meera, by=alice)

    assert names(browser(alice).get(LIST)) == []


def test_the_list_warns_of_somebody_who_must_not_be_contacted(browser, meera, alice):
    record_consent(meera, by=alice, purpose="marketing", status="withdrawn")

    assert "Do not contact" in browser(alice).get(LIST).content.decode()


def test_an_empty_list_says_what_to_do_next(browser, alice):
    reader = browser(alice)

    assert "No client yet." in reader.get(LIST).content.decode()
    assert "Clear search and filters" in reader.get(LIST, {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("query", ["", "?q=Client", "?q=zzzzqq", "?role=buyer&vip=1", "?order=qd"])
def test_a_list_costs_eight_queries(browser, alice, north, query, django_assert_max_num_queries):
    for number in range(20):
        ContactFactory(full_name=f"Client {number}", owner=alice, team=north, is_vip=True)
    reader = browser(alice)

    with django_assert_max_num_queries(8):
        assert reader.get(LIST + query).status_code == 200


def test_accounts_are_listed_with_the_number_of_their_people(browser, alice, north):
    account = AccountFactory(display_name="Zenith Capital", owner=alice, team=north)
    for _ in range(3):
        AccountContactFactory(account=account)

    page = browser(alice).get("/accounts/", {"q": "zen", "kind": "company", "order": "name"})

    assert names(page) == ["Zenith Capital"]
    assert re.search(r'data-label="People" class="right">3<', page.content.decode())


def test_a_list_of_accounts_costs_eight_queries(
    browser, alice, north, django_assert_max_num_queries
):
    for _ in range(10):
        AccountContactFactory(account=AccountFactory(owner=alice, team=north))
    reader = browser(alice)

    with django_assert_max_num_queries(8):
        assert reader.get("/accounts/?q=Meridian").status_code == 200


def offered(browser, user, query="") -> set[str]:
    """Return the sources the menu of clients offers somebody."""
    page = browser(user).get(f"{LIST}{query}").content.decode()
    return set(re.findall(r"source=([a-z-]+)", page))


@pytest.mark.usefixtures("meera")
def test_only_sources_that_lead_somewhere_are_offered(browser, alice, charlie, north, south):
    portal, fair, _ = (SourceSystemFactory(code=code) for code in ("portal", "fair", "nobodys"))
    ContactFactory(owner=alice, team=north, source_latest=portal)
    ContactFactory(owner=charlie, team=south, source_latest=fair)

    assert [offered(browser, user) for user in (alice, charlie)] == [{"portal"}, {"fair"}]
    assert re.search(r"<summary[^>]*>Source ", browser(alice).get(LIST).content.decode())


def test_who_sees_many_clients_is_offered_every_source(browser, alice, north, monkeypatch):
    monkeypatch.setattr(lists, "LOOKED_THROUGH", 2)
    for code in ("portal", "fair"):
        SourceSystemFactory(code=code)
    for _ in range(3):
        ContactFactory(owner=alice, team=north)

    assert {"portal", "fair"} <= offered(browser, alice)


def test_a_cursor_of_another_order_leads_to_the_first_page(browser, alice, north):
    ContactFactory.create_batch(51, owner=alice, team=north)
    reader = browser(alice)
    of_accounts = "eyJiIjpmYWxzZSwidiI6WyJtZXJpZGlhbiIsMV19"  # ["meridian", 1]

    answer = reader.get(LIST, {"after": of_accounts})

    assert answer["Location"] == "/contacts/"
