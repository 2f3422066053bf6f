"""How an agent adds an account on the founder's pages."""

from http import HTTPStatus
from uuid import uuid4

import pytest

from accounts.models import Account
from core.choices import Visibility
from tests.factories.accounts import AccountFactory
from tests.factories.core import in_role

pytestmark = pytest.mark.usefixtures("agents")

NEW = "/accounts/new/"
LIKE = f"{NEW}lookalikes/"


@pytest.fixture
def firm(alice, north) -> Account:
    """A firm of Alice's nobody else sees."""
    return AccountFactory(
        display_name="Rao & Sons", owner=alice, team=north, domain="rao.example",
        visibility=Visibility.RESTRICTED,
    )  # fmt: skip


def filled_in(owner, **given) -> dict[str, str]:
    held = {"display_name": "Menon Trust", "kind": "trust", "owner": owner.pk, "key": str(uuid4())}
    return held | given


def test_an_agent_adds_an_account(browser, alice):
    given = filled_in(alice, website="https://www.Menon.example/", country="IN", city="Pune",
                      phone="020 2612 3456")  # fmt: skip

    answer = browser(alice).post(NEW, given, follow=True)

    menon = Account.objects.get()
    assert answer.redirect_chain == [(f"/accounts/{menon.uid}/", HTTPStatus.FOUND)]
    assert "Menon Trust is on record." in answer.content.decode()
    assert (menon.owner, menon.team, menon.created_by) == (alice, alice.team, alice)
    assert (menon.kind, menon.domain, menon.phone) == ("trust", "menon.example", "+912026123456")
    history = browser(alice).get(f"/accounts/{menon.uid}/history/").content.decode()
    assert "on the dossier" in history


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"display_name": " "}, "Write a name."),
        ({"phone": "call me"}, "is no valid phone number"),
        ({"kind": "circus"}, "Select a valid choice"),
        ({"key": ""}, "This page is out of date."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    browser, alice, given, words
):
    answer = browser(alice).post(NEW, filled_in(alice, industry="Textiles & more") | given)

    page = answer.content.decode()
    assert (answer.status_code, Account.objects.count()) == (422, 0)
    assert words in page
    assert 'value="Textiles &amp; more"' in page


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"display_name": "RAO & Sons "}, "the same name"),
        ({"display_name": "Rao and Sons"}, "a like name"),
        ({"website": "www.rao.example/about"}, "the same website"),
    ],
)
def test_accounts_like_it_are_told_before_anything_is_saved(browser, alice, firm, typed, reason):
    agent, given = browser(alice), filled_in(alice) | typed

    told = agent.post(LIKE, given).content.decode()
    held = agent.post(NEW, given)

    assert firm.display_name.replace("&", "&amp;") in told
    assert f"For: {reason}." in told
    assert (held.status_code, Account.objects.count()) == (409, 1)
    assert "Add anyway" in held.content.decode()
    assert f"/accounts/{firm.uid}/" in held.content.decode()
    assert agent.post(NEW, given | {"kept": "yes"}).status_code == 302
    assert Account.objects.count() == 2


def test_a_character_no_text_holds_is_refused_and_finds_nothing(browser, alice, firm):
    agent, given = browser(alice), filled_in(alice, display_name="Menon\0", website="menon\0")

    assert agent.post(LIKE, given).content.decode().strip() == ""
    assert agent.post(NEW, given).status_code == 422
    assert list(Account.objects.all()) == [firm]


def test_nobody_is_told_of_an_account_they_may_not_see(browser, bob, firm):
    agent, given = browser(bob), filled_in(bob, display_name=firm.display_name)

    assert agent.post(LIKE, given).content.decode().strip() == ""
    assert agent.post(NEW, given).status_code == 302


def test_who_may_not_see_what_they_added_is_led_to_the_list(browser, alice, charlie):
    answer = browser(alice).post(NEW, filled_in(charlie))

    account = Account.objects.get()
    assert (account.owner, account.team) == (charlie, charlie.team)
    assert answer.url == "/accounts/"


def test_who_may_not_add_accounts_is_offered_no_form(browser, alice, bob, eve):
    bob.groups.clear()
    in_role(bob, "read_only")

    empty = {user: browser(user).get("/accounts/").content.decode() for user in (alice, bob)}
    AccountFactory(owner=alice, visibility=Visibility.ORGANISATION)
    listed = {user: browser(user).get("/accounts/").content.decode() for user in (alice, bob)}

    assert empty[alice].count(f'href="{NEW}"') == 2
    assert listed[alice].count(f'href="{NEW}"') == 1
    assert NEW not in empty[bob] + listed[bob]
    for user in (bob, eve):
        assert browser(user).get(NEW).status_code == 403
        assert browser(user).post(NEW, filled_in(bob)).status_code == 403
        assert browser(user).post(LIKE, {"display_name": "Rao"}).status_code == 403
    assert Account.objects.count() == 1


def test_the_page_costs_few_queries(browser, alice, firm, django_assert_max_num_queries):
    agent = browser(alice)
    AccountFactory.create_batch(3, owner=alice)
    agent.get(NEW)

    with django_assert_max_num_queries(8):
        agent.get(NEW)
    with django_assert_max_num_queries(8):
        agent.post(LIKE, {"display_name": firm.display_name, "website": "rao.example"})
