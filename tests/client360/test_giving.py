"""How an agent gives a client or an account to a colleague."""

from uuid import uuid4

import pytest

from core.choices import Visibility
from core.services import assign, share
from tests.client360.filling import here
from tests.factories.accounts import AccountFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.usefixtures("agents")


def to(row, user, **more) -> dict[str, object]:
    names = {"owner": user.pk, "version": row.version, "key": str(uuid4())} | more
    return {f"owner-{name}": value for name, value in names.items()}


def test_a_client_goes_to_a_colleague_of_the_team(browser, meera, alice, bob):
    agent = browser(alice)

    page = agent.post(here(meera, "owner"), to(meera, bob), follow=True).content.decode()

    meera.refresh_from_db()
    assert meera.owner == bob
    assert "Meera Rao belongs to Bob Iyer now." in page
    assert "may not open" not in page
    told = agent.get(here(meera, "history")).content.decode()
    assert "Bob Iyer" in told


def test_who_gives_a_client_to_another_team_is_told_that_it_is_closed_to_them(
    browser, meera, alice, charlie, south
):
    agent, given = browser(alice), to(meera, charlie)

    first, second = [agent.post(here(meera, "owner"), given, follow=True) for _ in range(2)]

    meera.refresh_from_db()
    assert (meera.owner, meera.team, meera.version) == (charlie, south, 2)
    assert [answer.redirect_chain for answer in (first, second)] == [[("/contacts/", 302)]] * 2
    told = "Meera Rao belongs to Charlie Mathew now. You may not open this client any more."
    assert told in first.content.decode()


def test_a_client_somebody_changed_meanwhile_is_given_at_second_sight(
    browser, meera, alice, bob, north
):
    given = to(meera, bob)
    other = UserFactory(full_name="Nina Kapoor", team=north)
    assign(meera, owner=other, by=bob)
    agent = browser(alice)

    answer = agent.post(here(meera, "owner"), given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Bob Iyer changed this client meanwhile." in page
    assert "Owned by <strong>Nina Kapoor</strong>" in page
    assert f'name="owner-version" value="{meera.version}"' in page
    agent.post(here(meera, "owner"), to(meera, bob))
    meera.refresh_from_db()
    assert meera.owner == bob


def test_a_client_goes_to_no_machine_and_to_nobody_who_left(browser, meera, alice, eve):
    gone = UserFactory(is_active=False)

    answers = [browser(alice).post(here(meera, "owner"), to(meera, who)) for who in (eve, gone)]

    meera.refresh_from_db()
    assert [answer.status_code for answer in answers] == [422, 422]
    assert meera.owner == alice


def test_strangers_and_readers_give_nothing_away(browser, meera, alice, bob, charlie):
    stranger = browser(charlie)

    unseen = stranger.post(here(meera, "owner"), to(meera, charlie))
    share(meera, with_user=charlie, level="view", by=alice)
    shown = stranger.post(here(meera, "owner"), to(meera, charlie))
    bob.groups.clear()
    reader = browser(bob).post(here(meera, "owner"), to(meera, bob))

    meera.refresh_from_db()
    assert [answer.status_code for answer in (unseen, shown, reader)] == [404, 403, 403]
    assert meera.owner == alice


def test_an_account_is_given_the_same_way(browser, alice, bob, charlie, north):
    firm = AccountFactory(owner=alice, team=north, visibility=Visibility.TEAM)

    refused = browser(charlie).post(here(firm, "owner"), to(firm, charlie))
    browser(alice).post(here(firm, "owner"), to(firm, bob))

    firm.refresh_from_db()
    assert (refused.status_code, firm.owner) == (404, bob)
