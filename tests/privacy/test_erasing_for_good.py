"""What an erasure leaves once it is committed: a chain that verifies, and no files."""

from errno import EIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection

from core.models import AuditEvent, Erasure
from core.selectors import proof
from core.services import audit, sealing
from privacy.models import FileToRemove
from privacy.services import purge
from tests.factories.activities import AttachmentFactory
from tests.privacy.conftest import SECRET
from tests.privacy.meera.test_erasing import erase, tables_that_say
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


def test_a_file_that_could_not_be_removed_is_tried_again_and_holds_up_no_other(
    meera, dora, monkeypatch
):
    AttachmentFactory(contact=meera, file=ContentFile(b"words", name="scan.pdf"))
    files = {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    stuck, delete = [], FileSystemStorage.delete

    def fail_once(storage, name):
        if not stuck:
            stuck.append(storage.path(name))
            raise OSError(EIO, "the disk is away")
        delete(storage, name)

    monkeypatch.setattr(FileSystemStorage, "delete", fail_once)

    erase(meera, dora)

    assert [str(path) for path in files if path.exists()] == stuck
    assert len(files) > 1
    purge(by=None, dry_run=True)
    assert Path(stuck[0]).exists()
    purge(by=None)
    assert not Path(stuck[0]).exists()
    assert not FileToRemove.objects.exists()


def test_a_process_that_ends_before_it_removed_them_leaves_them_to_the_next_purge(
    meera, dora, monkeypatch
):
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    with monkeypatch.context() as killed:
        killed.setattr("privacy.services.removing.transaction.on_commit", lambda *_, **__: None)
        erase(meera, dora)

    purge(by=None)

    assert [path for path in files if path.exists()] == []
    assert tables_that_say(SECRET) == set()
