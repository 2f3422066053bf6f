"""What an erasure leaves once it is committed: a chain that verifies, and no files."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from core.models import AuditEvent, Erasure
from core.selectors import proof
from core.services import audit, sealing
from tests.privacy.conftest import SECRET
from tests.privacy.test_erasing import erase
from tests.settling import settle

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_chain_verifies_after_an_erasure(meera, dora):
    audit("test", by=dora, object_type="contact", object_uid=meera.uid, payload={"x": SECRET})
    settle()
    sealing.seal()
    before = [window.hash for window in proof.windows()]

    erase(meera, dora)
    settle()
    sealing.seal()

    assert [fault for window in proof.windows() for fault in window.faults] == []
    assert [window.hash for window in proof.windows()][: len(before)] == before
    assert AuditEvent.objects.get(action="test").payload == {
        "erased": str(Erasure.objects.get().uid)
    }


def test_a_payload_emptied_by_hand_is_no_erasure(dora):
    event = audit("test", by=dora, payload={"x": 1})
    settle()
    sealing.seal()

    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica;"
            "UPDATE core_auditevent SET salt = NULL, payload = %s WHERE id = %s;"
            "SET session_replication_role = DEFAULT",
            ['{"erased": "018f3c1a-0000-7000-8000-000000000000"}', event.pk],
        )

    assert [f for w in proof.windows() for f in w.faults] == [f"changed payloads: {event.pk}"]


def test_their_files_are_removed(meera, dora):
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]

    erase(meera, dora)

    assert files
    assert [path for path in files if path.exists()] == []
