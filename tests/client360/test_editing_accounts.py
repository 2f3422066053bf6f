"""How an agent changes an account on the founder's pages."""

import pytest

from accounts.models import Account
from accounts.services import update_account
from core.services import share
from tests.client360.filling import filled_in, here
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.usefixtures("agents")


@pytest.fixture
def firm(alice, north) -> Account:
    """A firm of Alice's."""
    return AccountFactory(display_name="Rao & Sons", owner=alice, team=north, country="IN")


def test_an_agent_changes_an_account_without_the_administration(browser, firm, alice):
    agent = browser(alice)
    offered = agent.get(here(firm)).content.decode()
    given = filled_in(firm, city="Pune", website="https://www.rao.example/", employee_count="12")

    saved = agent.post(here(firm, "edit"), given, follow=True).content.decode()

    firm.refresh_from_db()
    assert here(firm, "edit") in offered
    assert (firm.city, firm.domain, firm.employee_count) == ("Pune", "rao.example", 12)
    assert "Saved." in saved
    assert "on the dossier" in agent.get(here(firm, "history")).content.decode()


def test_a_number_is_kept_with_its_country_and_what_is_none_is_refused(browser, firm, alice):
    agent = browser(alice)

    refused = agent.post(here(firm, "edit"), filled_in(firm, phone="call me", city="Pune"))
    agent.post(here(firm, "edit"), filled_in(firm, phone="020 2612 3456"))

    firm.refresh_from_db()
    assert refused.status_code == 422
    assert "is no valid phone number" in refused.content.decode()
    assert 'value="Pune"' in refused.content.decode()
    assert firm.phone == "+912026123456"


def test_what_somebody_wrote_meanwhile_is_shown_beside_what_was_typed(browser, firm, alice, bob):
    mine = filled_in(firm, city="Pune", industry="Textiles")
    update_account(firm, by=bob, city="Nashik", kind="trust")
    agent = browser(alice)

    answer = agent.post(here(firm, "edit"), mine)

    page = answer.content.decode()
    wanted = (
        "Bob Iyer changed this account while you wrote",
        "Bob Iyer wrote “Nashik” here meanwhile",
        "<ins>Trust</ins>",
        'value="Textiles"',
    )
    assert answer.status_code == 422
    assert [words for words in wanted if words not in page] == []
    agent.post(here(firm, "edit"), filled_in(firm, city="Pune", industry="Textiles"))
    firm.refresh_from_db()
    assert (firm.city, firm.kind, firm.industry) == ("Pune", "trust", "Textiles")


def test_charlie_must_not_know_of_it_and_readers_change_nothing(browser, firm, alice, charlie):
    stranger = browser(charlie)
    unseen = [stranger.get(here(firm, "edit")), stranger.post(here(firm, "edit"))]
    share(firm, with_user=charlie, level="view", by=alice)
    shown = [stranger.get(here(firm, "edit")), stranger.post(here(firm, "edit"))]

    assert [answer.status_code for answer in (*unseen, *shown)] == [404, 404, 403, 403]
    assert here(firm, "edit") not in stranger.get(here(firm)).content.decode()


def test_a_number_stands_in_groups_and_left_alone_changes_nothing(browser, firm, alice):
    agent = browser(alice)
    agent.post(here(firm, "edit"), filled_in(firm, phone="+912026123456"))
    firm.refresh_from_db()

    page = agent.get(here(firm, "edit")).content.decode()
    agent.post(here(firm, "edit"), filled_in(firm, phone="+91 20 2612 3456", city="Pune"))

    told = Account.history.model.objects.filter(id=firm.pk).order_by("history_id").last()
    assert 'value="+91 20 2612 3456"' in page
    assert (told.phone, told.city, told.version) == ("+912026123456", "Pune", firm.version + 1)
