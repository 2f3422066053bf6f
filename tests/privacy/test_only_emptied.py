"""Who opens an erasure may empty rows of record and rewrite none, whoever's they are."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection

from contacts.models import Contact
from contacts.services import record_consent, update_contact
from core.models import Erasure
from core.services.erasing import erasing
from tests.factories.contacts import ContactFactory
from tests.factories.evidence import EvidenceFactory

pytestmark = pytest.mark.django_db

FORGED = [
    "UPDATE contacts_historicalcontact SET occupation = 'Spy' WHERE id = {contact}",
    "UPDATE contacts_historicalcontact SET history_user_id = NULL WHERE id = {contact}",
    "UPDATE contacts_historicalcontact SET history_date = now() WHERE id = {contact}",
    "UPDATE contacts_consentrecord SET channel = 'x' WHERE contact_id = {contact}",
    "UPDATE evidence_evidence SET value = 1 WHERE contact_id = {contact}",
]


@pytest.fixture
def mira(alice) -> Contact:
    """Another client, whom nobody asked to forget."""
    mira = ContactFactory(owner=alice, by=alice, full_name="Mira Rao")
    update_contact(mira, by=alice, occupation="Architect")
    record_consent(mira, by=alice, purpose="marketing", status="granted")
    EvidenceFactory(contact=mira, value="0.4")
    return mira


def during(alice, act: Callable[[], object]) -> None:
    """Do something while another client of Alice's is erased."""
    meera = ContactFactory(owner=alice, by=alice)
    with erasing(by=alice, object_type="contact", object_uid=meera.uid, grounds="asked"):
        act()


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("sql", FORGED)
def test_an_erasure_rewrites_nobodys_record(alice, mira, sql):
    with pytest.raises(IntegrityError, match=r"does not rewrite|is refused"):
        during(alice, lambda: run(sql.format(contact=mira.pk)))


def test_it_empties_values(alice, mira):
    def empty() -> None:
        run(f"UPDATE contacts_historicalcontact SET occupation = '' WHERE id = {mira.pk}")  # noqa: S608 -- a number

    during(alice, empty)

    assert set(mira.history.values_list("occupation", flat=True)) == {""}


def test_an_erasure_nobody_wrote_down_does_not_end(alice, mira):
    erasure = Erasure.objects.create(
        by=alice, object_type="contact", object_uid=mira.uid, grounds="none"
    )
    with pytest.raises(IntegrityError, match="on the audit record"):
        run("SET CONSTRAINTS ALL IMMEDIATE")

    del erasure


def test_every_table_of_record_has_that_guard(db):  # noqa: ARG001 -- opens the database
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(tgrelid::regclass::text) FROM pg_trigger t WHERE tgname ="
            " 'append_only' AND tgrelid <> 'core_auditevent'::regclass AND NOT EXISTS (SELECT"
            " FROM pg_trigger o WHERE o.tgrelid = t.tgrelid AND o.tgname = 'only_emptied')"
        )
        assert cursor.fetchone()[0] is None
