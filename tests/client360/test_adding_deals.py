"""How an agent opens a deal on the founder's pages."""

import re
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from uuid import uuid4

import pytest

from accounts.models import Account
from core.choices import Visibility
from core.services import archive, share
from opportunities.models import Opportunity
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import AccountContactFactory, ContactFactory
from tests.factories.core import in_role
from tests.factories.inventory import ProjectFactory
from tests.factories.opportunities import OpportunityFactory

pytestmark = pytest.mark.usefixtures("agents")

NEW = "/deals/new/"


@pytest.fixture
def trust(meera, alice, north) -> Account:
    """The trust Meera buys by."""
    trust = AccountFactory(display_name="Rao Trust", owner=alice, team=north)
    AccountContactFactory(contact=meera, account=trust, by=alice)
    return trust


def filled_in(client, owner, **given) -> dict[str, str]:
    held = {"client": client.uid, "stage": "new_enquiry", "owner": owner.pk, "key": str(uuid4())}
    return held | given


def test_an_agent_opens_a_deal(browser, alice, meera, trust):
    project = ProjectFactory(name="Sea Face")
    given = filled_in(
        meera, alice, account=trust.uid, project=project.uid, amount="3.5 cr", currency="INR",
        stage="qualified", expected_close="2027-03-31",
    )  # fmt: skip
    agent = browser(alice)

    answer = agent.post(NEW, given)

    deal = Opportunity.objects.get()
    page = agent.get(f"/contacts/{meera.uid}/").content.decode()
    assert answer.status_code == HTTPStatus.FOUND
    assert answer.url == f"/contacts/{meera.uid}/#section-opportunities"
    assert (str(deal), deal.primary_contact, deal.account) == (
        "Meera Rao at Sea Face", meera, trust,
    )  # fmt: skip
    assert (deal.amount, deal.currency) == (Decimal(35_000_000), "INR")
    assert (deal.stage.code, deal.probability) == ("qualified", 20)
    assert deal.expected_close == date(2027, 3, 31)
    assert (deal.owner, deal.team, deal.created_by) == (alice, alice.team, alice)
    assert deal.primary_buyer.contact == meera
    assert "The deal “Meera Rao at Sea Face” is open." in page


def test_a_deal_begins_where_deals_begin_and_takes_the_currency_its_amount_names(
    browser, alice, meera
):
    page = browser(alice).get(f"{NEW}?client={meera.uid}").content.decode()

    browser(alice).post(NEW, filled_in(meera, alice, name="The flat", amount="AED 2.5m"))

    deal = Opportunity.objects.get()
    (stages,) = re.findall(r'<select name="stage".*?</select>', page, re.DOTALL)
    assert re.findall(r'<option value="(\w+)"', stages)[0] == "new_enquiry"
    assert '<option value="INR" selected>' in page
    assert "booking" not in stages
    assert (deal.name, deal.amount, deal.currency) == ("The flat", Decimal(2_500_000), "AED")
    assert deal.stage_history.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"amount": "a lot"}, "Write one amount, such as 2.5 Cr"),
        ({"amount": "3500000"}, "Choose the currency of the amount."),
        ({"amount": "AED 2m", "currency": "INR"}, "This names AED, the currency beside it is INR."),
        ({"stage": "eoi"}, "first give: amount"),
        ({"stage": "booking"}, "Select a valid choice"),
        ({"expected_close": "soon"}, "Choose a day."),
        ({"key": ""}, "This page is out of date."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    browser, alice, meera, given, words
):
    answer = browser(alice).post(NEW, filled_in(meera, alice, name="Flat & garage") | given)

    page = answer.content.decode()
    assert (answer.status_code, Opportunity.objects.count()) == (422, 0)
    assert words in page
    assert 'value="Flat &amp; garage"' in page


def test_without_a_client_the_page_asks_whose_deal_it_is(browser, alice, bob, meera, trust):
    ContactFactory(full_name="Tara Bose", owner=bob, visibility=Visibility.RESTRICTED)
    agent, there = browser(alice), f"{NEW}?client={meera.uid}"

    mine = agent.get(NEW).content.decode()
    found = agent.get(NEW, {"q": "98200 11223"}).content.decode()
    hidden = agent.get(NEW, {"q": "Tara\0"}).content.decode()
    people = browser(bob).get(NEW, {"account": trust.uid}).content.decode()

    assert f'href="{there}"' in mine
    assert f'href="{there}"' in found
    assert "Tara Bose" not in mine + hidden
    assert "Nobody you may open a deal for is found by these words." in hidden
    assert f'href="{there}&amp;account={trust.uid}"' in people
    form = agent.get(f"{there}&account={trust.uid}").content.decode()
    assert f'value="{trust.uid}" checked' in form


def test_a_deal_is_opened_for_no_client_and_no_account_somebody_only_reads_or_does_not_see(
    browser, alice, charlie, meera
):
    mine = ContactFactory(owner=charlie)
    read = ContactFactory(owner=alice, visibility=Visibility.RESTRICTED)
    firm = AccountFactory(owner=alice, visibility=Visibility.RESTRICTED)
    gone = archive(ContactFactory(owner=charlie), by=charlie)
    for record in (read, firm):
        share(record, with_user=charlie, level="view", by=alice)
    agent = browser(charlie)

    answers = [
        agent.post(NEW, filled_in(client, charlie, **given)).status_code
        for client, given in (
            (read, {}), (meera, {}), (gone, {}), (mine, {"account": firm.uid}),
            (mine, {"account": "no uid"}),
        )
    ]  # fmt: skip

    assert answers == [403, 404, 404, 403, 404]
    assert agent.get(f"{NEW}?client={meera.uid}").status_code == 404
    assert Opportunity.objects.count() == 0


@pytest.mark.usefixtures("trust")
def test_any_account_somebody_may_change_is_found_by_name_after_those_of_the_client(
    browser, alice, bob, charlie, meera
):
    mill = AccountFactory(display_name="Rao Mills", owner=bob, team=bob.team)
    AccountFactory(display_name="Rao Hidden", owner=charlie)
    read = AccountFactory(display_name="Rao Read", owner=charlie)
    share(read, with_user=alice, level="view", by=charlie)
    agent, there = browser(alice), f"{NEW}?client={meera.uid}"

    def offered(query: str) -> list[str]:
        page = agent.get(f"{there}{query}").content.decode()
        return re.findall(r'name="account" value="[^"]*"[^>]*> (?:<span>)?([^<]+)', page)

    own = ["None: they buy in their own name", "Rao Trust"]
    assert offered("") == own
    assert offered("&q=rao") == [*own, "Rao Mills"]
    assert offered(f"&q=rao&account={mill.uid}") == [own[0], "Rao Mills", "Rao Trust"]
    assert (
        agent.post(NEW, filled_in(meera, alice, account=mill.uid)).status_code == HTTPStatus.FOUND
    )
    assert Opportunity.objects.get().account == mill


def test_the_dossiers_offer_a_deal_to_who_may_open_one(browser, alice, charlie, meera, trust):
    share(meera, with_user=charlie, level="view", by=alice)

    def dossier(user, record) -> str:
        kind = "contacts" if record == meera else "accounts"
        return browser(user).get(f"/{kind}/{record.uid}/").content.decode()

    assert f'href="{NEW}?client={meera.uid}"' in dossier(alice, meera)
    assert f'href="{NEW}?account={trust.uid}"' in dossier(alice, trust)
    assert NEW not in dossier(charlie, meera)


def test_who_may_not_add_deals_is_offered_no_form(browser, alice, bob, eve, meera):
    bob.groups.clear()
    in_role(bob, "read_only")

    empty = {user: browser(user).get("/deals/").content.decode() for user in (alice, bob)}
    OpportunityFactory(primary_contact=meera, owner=alice, by=alice)
    listed = {user: browser(user).get("/deals/").content.decode() for user in (alice, bob)}

    assert empty[alice].count(f'href="{NEW}"') == 2
    assert listed[alice].count(f'href="{NEW}"') == 1
    assert NEW not in empty[bob] + listed[bob]
    assert "administration" not in empty[alice]
    for user in (bob, eve):
        assert browser(user).get(NEW).status_code == 403
        assert browser(user).post(NEW, filled_in(meera, bob)).status_code == 403
    assert Opportunity.objects.count() == 1


def test_the_page_costs_few_queries(browser, alice, meera, trust, django_assert_max_num_queries):
    agent = browser(alice)
    ContactFactory.create_batch(3, owner=alice)
    agent.get(NEW)

    with django_assert_max_num_queries(8):
        agent.get(NEW)
    with django_assert_max_num_queries(14):
        agent.get(f"{NEW}?client={meera.uid}&account={trust.uid}")


def test_a_search_without_scripts_keeps_what_was_typed_and_opens_nothing(
    browser, alice, meera, trust
):
    mill = AccountFactory(display_name="Rao Mills", owner=alice)
    typed = filled_in(
        meera, alice, name="The villa", amount="3.5 cr", currency="AED", stage="qualified",
        expected_close="2027-03-31", account=trust.uid, q="mills", find="yes",
    )  # fmt: skip

    answer = browser(alice).post(NEW, typed)

    page = answer.content.decode()
    shown = (
        'value="The villa"', 'value="3.5 cr"', 'value="AED" selected', 'value="qualified" selected',
        'value="2027-03-31"', f'value="{trust.uid}" checked', f'value="{mill.uid}"', typed["key"],
    )  # fmt: skip
    assert (answer.status_code, Opportunity.objects.count()) == (HTTPStatus.OK, 0)
    assert [each for each in shown if each not in page] == []
    assert 'class="error"' not in page
