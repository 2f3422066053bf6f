"""What the database holds by itself, whoever writes."""

import pytest
from django.db import IntegrityError, connection, transaction

from contacts.models import Contact
from contacts.services import update_contact
from core.models import AuditEvent, ChangeEvent
from core.services import VersionConflictError, acting, save_canonical
from tests.factories.contacts import ContactFactory

pytestmark = pytest.mark.django_db


def refused(sql: str, *parameters: object) -> str:
    """Run raw SQL and return the name of the guard that refuses it."""
    with (
        pytest.raises(IntegrityError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, parameters)
    return str(error.value.__cause__.diag.constraint_name)


def test_raw_sql_leaves_history_and_a_change_event_with_its_author(alice):
    contact = ContactFactory(full_name="Arjun Mehra")

    with acting(alice, "test:1"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contacts_contact SET full_name = 'Arjun R Mehra', version = version + 1"
            " WHERE id = %s",
            [contact.pk],
        )

    history = Contact.history.filter(id=contact.pk).latest("version")
    event = ChangeEvent.objects.filter(entity_uid=contact.uid).latest("id")
    assert (history.full_name, history.history_user_id) == ("Arjun R Mehra", alice.pk)
    assert (event.op, event.changed_fields, event.cause) == ("updated", ["full_name"], "test:1")


def test_an_update_around_the_services_is_refused():
    contact = ContactFactory()

    guard = refused("UPDATE contacts_contact SET gender = 'x' WHERE id = %s", contact.pk)

    assert guard == "version_moves_by_one"


def test_a_uid_never_changes():
    contact = ContactFactory()

    guard = refused(
        "UPDATE contacts_contact SET uid = uuidv7(), version = version + 1 WHERE id = %s",
        contact.pk,
    )

    assert guard == "identity_never_changes"


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM contacts_contact",
        "TRUNCATE imports_rawrecord",
        "DELETE FROM contacts_historicalcontact",
        "UPDATE core_auditevent SET action = 'x'",
        "DELETE FROM core_changeevent",
        "DELETE FROM imports_rawrecord",
        "DELETE FROM core_user",
    ],
)
def test_nothing_of_record_is_changed_or_deleted(sql):
    ContactFactory()

    assert refused(sql) == "row_is_kept"


def test_a_reference_to_nothing_is_refused():
    contact = ContactFactory()

    guard = refused(
        "UPDATE contacts_contact SET owner_id = 999999, version = version + 1 WHERE id = %s",
        contact.pk,
    )

    assert guard == "owner_id"


def test_the_slower_of_two_writers_is_told_what_changed(alice, bob):
    contact = ContactFactory(owner=alice)
    stale = Contact.objects.get(pk=contact.pk)
    update_contact(contact, by=alice, occupation="Director")

    with pytest.raises(VersionConflictError) as conflict:
        update_contact(stale, by=bob, occupation="Partner")

    assert conflict.value.current.occupation == "Director"


def test_saving_what_did_not_change_writes_nothing(alice):
    contact = ContactFactory()
    before = AuditEvent.objects.count(), contact.version

    save_canonical(contact, by=alice)

    assert (AuditEvent.objects.count(), contact.version) == before


def test_an_audit_line_names_fields_and_keeps_no_values(alice):
    contact = ContactFactory()

    update_contact(contact, by=alice, occupation="Director")

    line = AuditEvent.objects.latest("id")
    assert (line.action, line.payload) == ("contact.updated", {"fields": ["occupation"]})
