"""A field somebody locked stays; everything else of the row is written."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.models import Contact
from identity.models import FieldLock, SourceRecord
from identity.services.surviving import lock
from tests.imports.acts import ROWS, carry_out, csv_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(alice, dora, hubspot):
    """Brings a file of people all the way."""
    return lambda *rows: carry_out(csv_of(*rows), by=alice, approver=dora, source=hubspot)


@pytest.fixture
def locked(bring, alice):
    """Meera, of whom Alice locked something."""

    def run(attribute, *rows):
        bring(*(rows or ROWS))
        meera = Contact.objects.get(given_name="Meera")
        return lock(meera, attribute, by=alice, reason="She told me herself")

    return run


def test_a_locked_field_stays_and_the_rest_of_the_row_is_written(bring, locked):
    locked("occupation")

    batch = bring(ROWS[0].replace("Director", "Chair").replace("Rao", "Raja"))

    meera = Contact.objects.get(given_name="Meera")
    record = SourceRecord.objects.get(batch_id=batch.pk, contact=meera)
    assert (meera.occupation, meera.family_name) == ("Director", "Raja")
    assert (record.kept, record.outcome) == ({"occupation": "Chair"}, "updated")
    assert batch.counts["reject"] == 0


@pytest.mark.parametrize("attribute", ["name", "family_name"])
def test_what_hangs_together_with_a_locked_field_stays_with_it(bring, locked, attribute):
    locked(attribute)

    batch = bring(ROWS[0].replace("Meera,Rao", "Mira,Raja").replace("Director", "Chair"))

    meera = Contact.objects.get(pk=FieldLock.objects.get().contact_id)
    assert (meera.full_name, meera.occupation) == ("Meera Rao", "Chair")
    kept = SourceRecord.objects.get(batch_id=batch.pk, contact=meera).kept
    assert kept == {"full_name": "Mira Raja", "given_name": "Mira", "family_name": "Raja"}


def test_a_locked_field_that_is_empty_stays_empty(bring, locked):
    locked("occupation", ROWS[0].replace("Director", ""))

    bring(ROWS[0].replace("Meridian Holdings", "Meridian Group"))

    meera = Contact.objects.get()
    assert (meera.occupation, meera.company_name) == ("", "Meridian Group")


def test_a_lock_that_has_run_out_locks_nothing(bring, locked):
    held = locked("occupation")
    FieldLock.objects.filter(pk=held.pk).update(expires_at=timezone.now() - timedelta(days=1))

    bring(ROWS[0].replace("Director", "Chair"))

    assert Contact.objects.get(given_name="Meera").occupation == "Chair"
