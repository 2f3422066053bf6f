"""What the forms of clients, accounts and deals have in common."""

from uuid import uuid4

import pytest

from accounts.models import Account
from contacts.models import Contact
from core.choices import State
from core.services import save_canonical
from opportunities.models import Opportunity
from tests.client360.filling import filled_in, here
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory

pytestmark = pytest.mark.usefixtures("agents")
FORMS = {
    "contacts": (Contact, {"full_name": "Ravi Menon"}),
    "accounts": (Account, {"display_name": "Menon Trust", "kind": "trust"}),
    "deals": (Opportunity, {"stage": "new_enquiry"}),
}


@pytest.fixture(params=[ContactFactory, AccountFactory], ids=["client", "account"])
def make(request, alice, north):
    """Make clients of Alice's, then accounts."""
    name = "full_name" if request.param is ContactFactory else "display_name"
    return lambda called: request.param(owner=alice, team=north, **{name: called})


def named(row, name: str) -> dict[str, object]:
    """Return a form in which somebody wrote another name."""
    return filled_in(row, **{"full_name" if isinstance(row, Contact) else "display_name": name})


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_sent_twice_adds_one_and_with_something_else_in_it_nothing(
    browser, alice, charlie, meera, kind
):
    model, typed = FORMS[kind]
    given = typed | {"client": meera.uid, "owner": alice.pk, "key": str(uuid4())}
    agent, new, before = browser(alice), f"/{kind}/new/", model.objects.count()

    first, second = agent.post(new, given), agent.post(new, given)
    other = agent.post(new, given | {"owner": charlie.pk})

    assert model.objects.count() == before + 1
    assert (first.status_code, first.url) == (302, second.url)
    assert (other.status_code, "This was sent already" in other.content.decode()) == (422, True)


def test_a_second_click_finds_its_work_done(browser, make, alice):
    row, agent = make("Mira Rao"), browser(alice)
    given = named(row, "Mira Bose")

    answers = [agent.post(here(row, "edit"), given).status_code for _ in range(2)]

    row.refresh_from_db()
    assert (answers, row.version, str(row)) == ([302, 302], 2, "Mira Bose")


def test_a_record_keeps_a_name_and_nothing_typed_is_lost(browser, make, alice):
    row = make("Mira Rao")
    typed = {"occupation": "Architect", "industry": "Architect"}

    answer = browser(alice).post(here(row, "edit"), named(row, " ") | typed)

    page = answer.content.decode()
    assert (answer.status_code, "Write a name." in page) == (422, True)
    assert 'value="Architect"' in page


def test_a_form_without_its_version_changes_nothing(browser, make, alice):
    row = make("Mira Rao")

    answer = browser(alice).post(here(row, "edit"), named(row, "Lost") | {"version": ""})

    row.refresh_from_db()
    assert "This page is out of date." in answer.content.decode()
    assert str(row) == "Mira Rao"


def test_a_record_merged_meanwhile_leads_to_the_one_that_stays(browser, make, alice):
    row, other = make("Mira Rao"), make("Meera R")
    given = named(row, "Lost")
    row.state, row.merged_into = State.MERGED, other
    save_canonical(row, by=alice)

    answer = browser(alice).post(here(row, "edit"), given, follow=True)

    row.refresh_from_db()
    assert str(row) == "Mira Rao"
    assert answer.redirect_chain == [(here(other), 302)]
    assert "was merged into Meera R meanwhile" in answer.content.decode()
