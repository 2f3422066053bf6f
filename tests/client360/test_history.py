"""The history of a record names what its versions refer to, whatever table that is in."""

import re

import pytest
from django.utils.html import strip_tags

from accounts.models import Account
from client360.registry import Dossier
from client360.selectors import run, sections_of
from client360.selectors.causes import in_words
from client360.selectors.record import tracked
from contacts.models import Contact
from contacts.services import update_contact
from core.services import save_canonical
from identity.models import MergeOperation
from identity.services.merging import Order, merge
from identity.services.unmerging import unmerge
from tests.approvals.acts import change
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import SourceSystemFactory, TeamFactory, UserFactory, in_role
from tests.imports.acts import ROWS, carry_out, csv_of

# what machines write: a word, a colon, an id; or an id alone
CODED = re.compile(r"\b[a-z]+:[0-9a-f]{8}\S*|[0-9a-f]{8}-[0-9a-f]{4}-\S+")
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


def by_hand(contact, viewer) -> list[str]:
    shown = Dossier(Contact.objects.get(pk=contact.pk), viewer)
    return run(sections_of("contact"), shown)["provenance_summary"].data["by_hand"]


def test_nobody_typed_what_a_merge_wrote_or_its_undoing_put_back(meera, alice):
    other = ContactFactory(
        full_name="Mira Rao", occupation="Chef", tags=["golf"], owner=alice, by=alice
    )
    update_contact(other, by=alice, department="Design")
    update_contact(meera, by=alice, purpose="investment")
    assert (by_hand(meera, alice), by_hand(other, alice)) == (["purpose"], ["department"])

    operation = merge(Order(survivor=meera, losers=[other]), by=alice)
    assert by_hand(meera, alice) == ["purpose"]
    unmerge(operation, by=alice)
    assert (by_hand(meera, alice), by_hand(other, alice)) == (["purpose"], ["department"])


def test_what_was_typed_over_a_merge_is_by_hand(meera, alice):
    other = ContactFactory(occupation="Chef", owner=alice, by=alice)
    operation = merge(Order(survivor=meera, losers=[other]), by=alice)
    meera.refresh_from_db()
    update_contact(meera, by=alice, occupation="Cook")

    unmerge(operation, by=alice)
    assert by_hand(meera, alice) == ["occupation"]


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


@pytest.fixture
def imported(alice, dora, settings, tmp_path) -> Contact:
    """Meera as a file brought her."""
    settings.MEDIA_ROOT = tmp_path
    in_role(alice, "operator")
    in_role(dora, "founder")
    source = SourceSystemFactory(code="hubspot", name="HubSpot")
    carry_out(csv_of(*ROWS), by=alice, approver=dora, source=source)
    return Contact.objects.get(full_name="Meera Rao")


def history_of(page: str) -> str:
    return page.partition('class="versions"')[2]


def test_history_names_the_file_and_links_to_it_for_who_may_open_it(browser, imported, dora, bob):
    imported.visibility = 2
    save_canonical(imported, by=dora, cause="admin")
    address = f"/contacts/{imported.uid}/history/"

    pages = [history_of(browser(user).get(address).content.decode()) for user in (dora, bob)]

    assert ["Import of contacts.csv" in page for page in pages] == [True, True]
    assert ['href="/imports/' in page for page in pages] == [True, False]
    assert [CODED.findall(strip_tags(page)) for page in pages] == [[], []]
    assert "in the administration" in pages[0]


def test_history_names_the_parties_of_a_merge(browser, meera, alice, dora):
    other = ContactFactory(full_name="Meera R.", owner=alice, team=meera.team)
    merge(
        Order(survivor=meera, losers=[other], choices={"name": str(meera.uid)}, override=True),
        by=dora,
    )
    uid = MergeOperation.objects.get().uid
    meera.refresh_from_db()
    update_contact(meera, by=dora, occupation="Surgeon", cause=f"merge:{uid}")
    update_contact(meera, by=dora, occupation="Doctor", cause=f"unmerge:{uid}")

    page = browser(dora).get(f"/contacts/{meera.uid}/").content.decode()

    said = ("Merge of Meera R. into Meera Rao", "Undoing of the merge of Meera R. into Meera Rao")
    assert [words for words in said if words not in page] == []
    assert CODED.findall(strip_tags(page)) == []
    assert str(other.uid) not in page


def test_a_proposal_behind_a_version_is_named_for_who_may_read_it(
    browser, meera, alice, bob, charlie
):
    proposal = change(meera, by=charlie, occupation="Architect")
    update_contact(meera, by=alice, occupation="Architect", cause=f"proposal:{proposal.uid}")

    address = f"/contacts/{meera.uid}/history/"
    pages = [history_of(browser(user).get(address).content.decode()) for user in (alice, bob)]

    assert [f'href="/review/{proposal.uid}/"' in page for page in pages] == [True, False]
    assert ["an approved proposal" in page for page in pages] == [False, True]


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("said on the phone", "said on the phone"),
        ("typo", "typo"),
        ("consent:marketing", "consent"),
        ("touches:portal", "touches"),
        ("", ""),
    ],
)
def test_a_cause_reads_as_words(cause, words):
    assert in_words(cause) == words


def _kind(model: type) -> str:
    return "contact" if model is Contact else "account"
