"""The flush itself: what a transactional test leaves behind, and what it does not."""

import pytest

from contacts.models import Contact
from core.models import AuditEvent, SourceSystem
from tests.factories.contacts import ConsentRecordFactory
from tests.flushing import flush_to_seeded_rows


@pytest.mark.django_db(transaction=True)
def test_a_flush_empties_append_only_tables_and_keeps_seeded_rows():
    seeded = set(SourceSystem.objects.values_list("pk", "code"))
    SourceSystem.objects.filter(code="oracle").update(code="renamed")
    ConsentRecordFactory()

    flush_to_seeded_rows()

    assert Contact.objects.count() == Contact.history.count() == AuditEvent.objects.count() == 0
    assert set(SourceSystem.objects.values_list("pk", "code")) == seeded
