"""Files on contacts and accounts, over REST."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import Attachment
from activities.services import attaching
from activities.services.attaching import mime_of
from activities.services.scanning import ScannerError
from activities.tasks import scan_files
from privacy.services import erase_contact
from tests.activities.clamd import EICAR, listening
from tests.api_clients import calls, contact_url, writes
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory

PDF = b"%PDF-1.7 a plan of the flat"


@pytest.fixture
def meera(alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return ContactFactory(owner=alice)


def put(client, contact, content: bytes, name: str = "plan.pdf"):
    file = SimpleUploadedFile(name, content, content_type="image/png")
    return client.post(contact_url(contact, "attachments"), {"file": file}, format="multipart")


def test_a_file_is_kept_once_and_comes_back_as_it_was(alice, meera):
    client = writes(alice)

    first, again = put(client, meera, PDF), put(client, meera, PDF, name="copy.pdf")

    assert [first.status_code, again.status_code] == [201, 200]
    assert (first.json()["mime"], first.json()["size"]) == ("application/pdf", len(PDF))
    listed = client.get(contact_url(meera, "attachments")).json()["results"]
    assert [row["original_name"] for row in listed] == ["plan.pdf"]
    file = client.get(contact_url(meera, "attachments", first.json()["uid"], "file"))
    assert b"".join(file.streaming_content) == PDF
    assert file["Content-Disposition"] == 'attachment; filename="plan.pdf"'


def test_who_may_not_see_or_change_the_contact_puts_and_gets_nothing(alice, bob, charlie, meera):
    kept = put(writes(alice), meera, PDF).json()["uid"]

    assert [
        put(writes(charlie), meera, PDF).status_code,
        put(calls(bob), meera, PDF).status_code,
    ] == [404, 403]
    assert calls(charlie).get(contact_url(meera, "attachments", kept, "file")).status_code == 404


def test_an_account_keeps_its_files_apart_from_those_of_its_people(alice, charlie, meera):
    client, mill = writes(alice), AccountFactory(owner=alice)
    there = f"/api/v1/accounts/{mill.uid}/attachments/"
    file = SimpleUploadedFile("deed.pdf", PDF)
    put(client, meera, PDF)

    kept = client.post(there, {"file": file}, format="multipart")

    own = kept.json()["uid"]
    assert kept.status_code == 201
    assert [row["uid"] for row in client.get(there).json()["results"]] == [own]
    assert client.get(f"{there}{own}/file/").getvalue() == PDF
    assert fetched(client, meera, own) == 404
    assert calls(charlie).get(f"{there}{own}/file/").status_code == 404


def fetched(client, contact, kept) -> int:
    answer = client.get(contact_url(contact, "attachments", kept, "file"))
    assert not answer.streaming or answer.getvalue()
    return answer.status_code


def test_a_file_is_handed_out_once_the_scan_found_it_clean(alice, meera, settings):
    client, contents = writes(alice), (PDF, EICAR, b"0" * 5_000_000)
    kept = [put(client, meera, content).json()["uid"] for content in contents]

    with listening() as settings.SCANNER_URL:
        before = [fetched(client, meera, uid) for uid in kept]
        scanned = scan_files()
        after = [fetched(client, meera, uid) for uid in kept]
        again = scan_files()

    assert (before, scanned, after, again) == ([409] * 3, 3, [200, 403, 403], 0)
    infected = Attachment.history.filter(uid=kept[1]).latest()
    assert infected.history_change_reason == "scan: Eicar-Test-Signature"


def test_without_a_scanner_files_are_given_out_as_not_scanned(alice, meera):
    client = writes(alice)
    kept = put(client, meera, PDF).json()

    assert (scan_files(), kept["scan_status"]) == (0, "pending")
    assert fetched(client, meera, kept["uid"]) == 200


def test_a_file_that_is_gone_does_not_hold_up_the_others(alice, meera, settings):
    client = writes(alice)
    gone, kept = (put(client, meera, content).json()["uid"] for content in (PDF, PDF + b"2"))
    Attachment.objects.get(uid=gone).file.delete(save=False)

    with listening() as settings.SCANNER_URL:
        scan_files()

    found = dict(Attachment.objects.values_list("uid", "scan_status"))
    assert [found[UUID(uid)] for uid in (gone, kept)] == ["failed", "clean"]


def test_a_file_that_was_erased_before_its_scan_does_not_hold_up_the_others(
    alice, dora, meera, settings
):
    kept = put(writes(alice), ContactFactory(owner=alice), PDF).json()["uid"]
    put(writes(alice), meera, PDF + b"2")
    erase_contact(meera, by=dora, grounds="her wish")

    with listening() as settings.SCANNER_URL:
        scanned = scan_files()

    found = dict(Attachment.objects.values_list("uid", "scan_status"))
    assert (scanned, found[UUID(kept)]) == (1, "clean")


def test_a_scanner_that_is_away_leaves_the_files_waiting(alice, meera, settings):
    settings.SCANNER_URL = "tcp://127.0.0.1:9"
    put(writes(alice), meera, PDF)

    with pytest.raises(ScannerError, match="no answer"):
        scan_files()

    assert Attachment.objects.get().scan_status == "pending"


def test_files_that_are_empty_or_too_large_are_refused(alice, meera, monkeypatch):
    monkeypatch.setattr(attaching, "LARGEST", 10)

    answers = [put(writes(alice), meera, content) for content in (b"", PDF)]

    assert [answer.status_code for answer in answers] == [400, 400]


@pytest.mark.parametrize(
    ("begins", "mime"),
    [
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("नमस्ते".encode()[:-1], "text/plain"),
        (b"\xff\xfe\x00", "application/octet-stream"),
        (b"MZ\x00\x01", "application/octet-stream"),
    ],
)
def test_the_kind_of_a_file_is_in_its_bytes(begins, mime):
    assert mime_of(begins) == mime
