"""A section that fails leaves the page whole, says so, and can be tried again."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import FloatField, Func, Value

from client360 import registry
from client360.registry import Answer, Dossier, Section
from client360.selectors import run, running, sections_of
from contacts.models import Contact
from contacts.services import create_contact

# what each section cannot do without
TABLES = {
    "points": "contacts_contactpoint",
    "addresses": "contacts_postaladdress",
    "roles": "contacts_contactrole",
    "household": "contacts_household",
    "relationships": "contacts_relationship",
    "accounts": "contacts_accountcontact",
    "consent": "contacts_consentrecord",
    "opportunities": "opportunities_opportunity",
    "interests": "opportunities_propertyinterest",
    "matches": "opportunities_propertymatch",
    "visits": "opportunities_sitevisit",
    "bookings": "opportunities_booking",
    "partner_tags": "opportunities_partnertag",
    "attribution": "opportunities_campaigntouch",
    "interactions": "activities_interaction",
    "timeline": "activities_interaction",
    "transcripts": "activities_transcript",
    "tasks": "activities_task",
    "notes": "activities_note",
    "attachments": "activities_attachment",
    "signals": "activities_task",
    "qd": "evidence_qdscore",
    "insights": "oracle_bridge_insight",
    "proposals": "approvals_proposal",
    "sources": "identity_sourcerecord",
    "provenance_summary": "identity_sourcerecord",
    "history": "contacts_historicalcontact",
    "origins": "contacts_historicalcontact",
}
WITHOUT_TABLE = {"wish", "identity", "merged_from"}


def hide(table: str) -> None:
    """Take a table away for the rest of the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{table}_hidden"')


@pytest.fixture
def extended() -> Iterator[None]:
    """Give back the sections a test adds."""
    before = dict(registry.EXTENSIONS)
    yield
    registry.EXTENSIONS.update(before)


def adding(answer) -> Section:
    section = Section("added", "Added", "about", answer, "roles")
    registry.extend("contact", section)
    return section


def test_every_section_is_broken_once():
    assert set(TABLES) | WITHOUT_TABLE >= {section.key for section in sections_of("contact")}


@pytest.mark.parametrize(("key", "table"), TABLES.items())
def test_a_section_that_fails_leaves_the_page_intact(browser, full, alice, key, table):
    reader = browser(alice)
    hide(table)

    page = reader.get(f"/contacts/{full.uid}/")

    results = run(sections_of("contact"), Dossier(full, alice))
    assert page.status_code == 200
    assert (results[key].status, results[key].reason) == ("error", "database")
    assert results["wish"].status == results["identity"].status == "ok"
    broken = {name for name, result in results.items() if result.status == "error"}
    assert broken <= {name for name, other in TABLES.items() if depends(name, other, table)}


def depends(name: str, own: str, hidden: str) -> bool:
    """Return whether a section reads a table: its own, or one it joins or gathers."""
    joined = {
        "timeline": set(TABLES.values()),
        "transcripts": {"activities_interaction"},
        "signals": {"activities_interaction", "contacts_contactpoint"},
        "qd": set(),
        "provenance_summary": {"contacts_historicalcontact"},
        "matches": {"opportunities_propertyinterest"},
        "bookings": {"opportunities_opportunity"},
    }
    return own == hidden or hidden in joined.get(name, set())


def test_a_failed_section_offers_to_try_again(browser, full, alice):
    reader = browser(alice)
    hide("contacts_contactpoint")

    page = reader.get(f"/contacts/{full.uid}/").content.decode()
    retry = f'hx-get="/contacts/{full.uid}/sections/points/"'

    assert retry in page
    assert retry in reader.get(f"/contacts/{full.uid}/sections/points/").content.decode()


def test_a_section_that_came_back_is_drawn_alone(browser, full, alice):
    part = browser(alice).get(f"/contacts/{full.uid}/sections/points/").content.decode()

    assert "+91 98200 11223" in part
    assert "<html" not in part


@pytest.mark.usefixtures("extended")
def test_a_slow_section_times_out_alone(full, alice, monkeypatch):
    # shorter than the nap, and longer than what is not slow takes on a busy machine
    monkeypatch.setattr(running, "TIMEOUT", running.TIMEOUT.replace("60s", "1s"))

    def slow(dossier):
        nap = Func(Value(60), function="pg_sleep", output_field=FloatField())
        yield (Contact.objects.filter(pk=dossier.subject.pk).values(nap=nap),)

    adding(slow)

    results = run(sections_of("contact"), Dossier(full, alice))

    failed = {name: result.reason for name, result in results.items() if result.status == "error"}
    assert failed == {"added": "timeout"}


@pytest.mark.usefixtures("extended")
def test_a_fault_in_the_code_of_a_section_is_shown_as_its_failure(browser, full, alice):
    def faulty(_):
        yield ()
        return {}["nothing"]

    adding(faulty)

    page = browser(alice).get(f"/contacts/{full.uid}/").content.decode()

    assert "This part could not be read." in page
    assert "+91 98200 11223" in page


@pytest.mark.usefixtures("extended")
def test_a_section_may_be_stale_or_forbidden(full, alice):
    def stale(_):
        yield ()
        return Answer([1], status="stale", reason="based on version 1")

    def forbidden(_):
        yield ()
        raise PermissionDenied

    first = run([adding(stale)], Dossier(full, alice))["added"]
    second = run([adding(forbidden)], Dossier(full, alice))["added"]

    assert first.payload()["reason"] == "based on version 1"
    assert second.payload() == {"status": "forbidden"}


def test_the_timeout_ends_with_the_sections(full, alice):
    run(sections_of("contact"), Dossier(full, alice))

    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_a_client_who_wants_nothing_known_has_a_card_that_says_so(alice, browser):
    contact = create_contact(by=alice, full_name="Ravi Menon", owner=alice)

    page = browser(alice).get(f"/contacts/{contact.uid}/sections/wish/").content.decode()

    assert '<p class="none">' in page
    assert "<dl" not in page
