"""The files of clients and accounts on dossiers and in the administration, given as over REST."""

import re
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.choices import ScanStatus
from activities.models import Attachment
from activities.services import attaching
from activities.services.attaching import attach_file
from core.choices import Visibility
from core.models import AuditEvent, entity_type
from core.services import save_canonical, share
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import in_role

HTMX = {"HX-Request": "true"}
PDF = b"%PDF-1.7 a plan of the flat"


@pytest.fixture
def plan(meera, alice, settings, tmp_path):
    """A plan of the flat, put on Meera by Alice."""
    settings.MEDIA_ROOT = tmp_path
    return attach_file(meera, BytesIO(PDF), name="plan of the flat.pdf", by=alice)[0]


def scanned(plan, status: str) -> None:
    plan.scan_status = status
    save_canonical(plan, by=None)


@pytest.fixture
def rao_estates(alice):
    """An account of Alice's and her team."""
    return AccountFactory(display_name="Rao Estates", owner=alice, team=alice.team)


def shown(client, contact) -> str:
    page = client.get(f"/contacts/{contact.uid}/sections/attachments/").content.decode()
    return re.sub(r"\s+|&nbsp;|\xa0", " ", re.sub(r"<[^>]+>", " ", page))


def way_to(plan) -> str:
    record = plan.contact or plan.account
    return reverse(f"{entity_type(record)}-file", args=[record.uid, plan.uid])


def test_a_file_is_shown_with_what_there_is_to_know_of_it(browser, plan, bob):
    text = shown(browser(bob), plan.contact)

    told = ["plan of the flat.pdf", "PDF · 27 bytes · Alice Fernandes", "Not scanned yet", "just"]
    assert [words for words in told if words not in text] == []


def test_a_file_comes_down_from_the_page(browser, meera, plan, bob):
    reader = browser(bob)

    page = reader.get(f"/contacts/{meera.uid}/").content.decode()

    assert f'href="{way_to(plan)}"' in page
    answer = reader.get(way_to(plan), headers={"accept": "text/html,*/*;q=0.8"})
    assert b"".join(answer.streaming_content) == PDF


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ScanStatus.INFECTED, "The scan found something in this file."),
        (ScanStatus.FAILED, "The scan could not read this file"),
        (ScanStatus.PENDING, "The file is being scanned"),
    ],
)
def test_a_file_that_is_not_given_says_why_and_has_no_link(
    browser, plan, bob, settings, status, words
):
    settings.SCANNER_URL = "tcp://127.0.0.1:9"
    if status != plan.scan_status:
        scanned(plan, status)

    page = browser(bob).get(f"/contacts/{plan.contact.uid}/sections/attachments/").content.decode()

    assert words in page
    assert way_to(plan) not in page
    assert browser(bob).get(way_to(plan)).status_code in {403, 409}


def sent(name: str, content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file-file": SimpleUploadedFile(name, content)}


@pytest.fixture
def agent(agents, settings, tmp_path):
    """Bob, an agent of the team without a way into the administration."""
    settings.MEDIA_ROOT = tmp_path
    return agents[1]


def test_an_agent_puts_a_file_on_a_client(browser, meera, agent):
    colleague, there = browser(agent), f"/contacts/{meera.uid}/files/"

    before = colleague.get(f"/contacts/{meera.uid}/").content.decode()
    saved = colleague.post(there, sent("../plan.pdf", PDF), headers=HTMX).content.decode()
    again = colleague.post(there, sent("copy.pdf", PDF), headers=HTMX).content.decode()

    row = Attachment.objects.get()
    event = AuditEvent.objects.get(object_uid=row.uid)
    assert "No file yet." in before
    assert f'action="{there}"' in before
    assert (row.contact, row.created_by, row.original_name) == (meera, agent, "plan.pdf")
    assert (row.mime, row.size, event.actor) == ("application/pdf", len(PDF), agent)
    assert "“plan.pdf” is kept" in saved
    assert way_to(row) in saved
    assert "These bytes are here already, as “plan.pdf”" in again


def test_an_account_has_its_own_files(browser, rao_estates, agent, charlie):
    colleague, there = browser(agent), f"/accounts/{rao_estates.uid}/files/"

    before = colleague.get(f"/accounts/{rao_estates.uid}/").content.decode()
    saved = colleague.post(there, sent("deed.pdf", PDF), headers=HTMX).content.decode()

    row = Attachment.objects.get()
    assert f'action="{there}"' in before
    assert (row.account, row.contact, row.created_by) == (rao_estates, None, agent)
    assert "“deed.pdf” is kept" in saved
    assert f'href="{way_to(row)}"' in saved
    assert b"".join(colleague.get(way_to(row)).streaming_content) == PDF
    stranger = browser(charlie)
    assert [stranger.post(there).status_code, stranger.get(way_to(row)).status_code] == [404, 404]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "Choose a file."),
        (b"", "The file is empty."),
        (b"film" * (1 << 18) + b"!", "At most 1 MB."),
    ],
)
def test_a_file_that_may_not_be_is_refused_beside_its_field(
    browser, meera, agent, monkeypatch, content, words
):
    monkeypatch.setattr(attaching, "LARGEST", 1 << 20)
    files = {"file-file": SimpleUploadedFile("film.mp4", content)} if content is not None else {}

    answer = browser(agent).post(f"/contacts/{meera.uid}/files/", files, headers=HTMX)

    assert (answer.status_code, Attachment.objects.count()) == (422, 0)
    assert words in answer.content.decode()


def test_who_only_reads_a_client_puts_no_file_there(browser, meera, agent, alice, charlie):
    in_role(charlie, "agent")
    share(meera, with_user=charlie, level="view", by=alice)
    reader, there = browser(charlie), f"/contacts/{meera.uid}/files/"
    page = reader.get(f"/contacts/{meera.uid}/").content.decode()
    stranger = ContactFactory(owner=alice, visibility=Visibility.RESTRICTED)

    assert there not in page
    assert reader.post(there, sent("plan.pdf", PDF)).status_code == 403
    assert browser(agent).post(f"/contacts/{stranger.uid}/files/").status_code == 404
    assert Attachment.objects.count() == 0


@pytest.fixture
def office(browser, alice):
    """The administration, as Alice, an agent, finds it."""
    alice.is_staff = True
    alice.save()
    alice.groups.add(Group.objects.get(name="agent"))
    return browser(alice)


def test_the_administration_leads_to_the_file_where_it_is_given(office, plan):
    there = reverse("admin:activities_attachment_change", args=[plan.pk])

    page = office.get(there).content.decode()
    scanned(plan, ScanStatus.INFECTED)
    infected = office.get(there).content.decode()

    assert f'href="{way_to(plan)}"' in page
    assert plan.file.url not in page + infected
    assert "The scan found something in this file." in infected
    assert way_to(plan) not in infected


def test_the_administration_leads_to_the_file_of_an_account(
    office, rao_estates, alice, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    deed, _ = attach_file(rao_estates, BytesIO(PDF), name="deed.pdf", by=alice)

    page = office.get(reverse("admin:activities_attachment_change", args=[deed.pk]))

    assert f'href="{way_to(deed)}"' in page.content.decode()
