"""The history of a record names what its versions refer to, whatever table that is in."""

import pytest

from accounts.models import Account
from client360.registry import Dossier
from client360.selectors import run, sections_of
from client360.selectors.record import tracked
from contacts.models import Contact
from contacts.services import update_contact
from core.services import save_canonical
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import SourceSystemFactory, TeamFactory, UserFactory

NAMED = {
    "owner": lambda: UserFactory(username="bela", full_name="Bela Shah"),
    "team": lambda: TeamFactory(name="Harbour"),
    "employer": lambda: AccountFactory(display_name="Rao Textiles", visibility=2),
    "parent": lambda: AccountFactory(display_name="Rao Group", visibility=2),
    "merged_into": lambda: None,
    "source_first": lambda: SourceSystemFactory(code="portal", name="The Portal"),
    "source_latest": lambda: SourceSystemFactory(code="portal", name="The Portal"),
}
SAID = {
    "owner": "Bela Shah", "team": "Harbour", "employer": "Rao Textiles", "parent": "Rao Group",
    "merged_into": "The Survivor", "source_first": "The Portal", "source_latest": "The Portal",
}  # fmt: skip


def references(model) -> list[str]:
    return [field.name for field in tracked(model()) if field.is_relation]


CASES = [(model, name) for model in (Contact, Account) for name in references(model)]


@pytest.mark.parametrize(("model", "name"), CASES, ids=lambda each: getattr(each, "__name__", each))
def test_history_names_what_a_reference_became(browser, alice, north, model, name):
    make, survivor = (
        (ContactFactory, {"full_name": "The Survivor"})
        if model is Contact
        else (AccountFactory, {"display_name": "The Survivor"})
    )
    row = make(owner=alice, team=north)
    other = make(owner=alice, **survivor) if name == "merged_into" else NAMED[name]()
    setattr(row, name, other)
    row.state = "merged" if name == "merged_into" else "active"
    save_canonical(row, by=alice)

    result = run([s for s in sections_of(_kind(model)) if s.key == "history"], Dossier(row, alice))

    assert result["history"].status == "ok"
    changes = {each["field"]: each["after"] for each in result["history"].data[0]["changes"]}
    assert changes[name] == SAID[name]
    if name not in ("merged_into", "owner"):
        page = browser(alice).get(f"/{_kind(model)}s/{row.uid}/history/").content.decode()
        assert f"<ins>{SAID[name]}</ins>" in page


def test_history_does_not_name_an_employer_the_reader_may_not_see(
    browser, meera, alice, charlie, south
):
    hidden = AccountFactory(display_name="Hidden Firm", owner=charlie, team=south)
    update_contact(meera, by=charlie, employer=hidden)

    page = browser(alice).get(f"/contacts/{meera.uid}/history/").content.decode()

    assert "Hidden Firm" not in page
    assert "a record you may not see" in page


def _kind(model: type) -> str:
    return "contact" if model is Contact else "account"
