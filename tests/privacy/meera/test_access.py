"""What a person may have: all of it, through the page, the API and the command."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from contacts.models import Contact
from core.models import AuditEvent
from privacy.models import FileToRemove
from privacy.selectors import HOLDINGS, held_about
from tests.api_clients import calls
from tests.approvals.acts import carry_out
from tests.factories.core import UserFactory
from tests.privacy.conftest import SECRET, propose

pytestmark = pytest.mark.django_db
PATH = "/api/v1/contacts/{}/privacy-export/"


def test_the_document_has_rows_history_cells_proposals_and_audit(meera):
    held = held_about(meera)

    assert list(held["records"]) == [holding.name for holding in HOLDINGS]
    assert held["files"][0]["cells"][1] == "Meera"
    assert held["history"]["contact"][0]["version"] == 1
    assert [item["after"] for item in held["proposals"]] == [{"occupation": "raosecret maker"}]
    assert "contact.updated" in {event["action"] for event in held["audit"]}
    assert held["records"]["transcriptsegment"][0]["text"] == "This is Raosecret speaking"


def test_the_proposal_that_made_them_is_among_it(alice, dora):
    carry_out(propose("contact.create", alice, full_name="Ravi Raosecret"), dora)

    held = held_about(Contact.objects.get(full_name="Ravi Raosecret"))

    assert [item["after"] for item in held["proposals"]] == [{"full_name": "Ravi Raosecret"}]


def test_who_answers_requests_reads_it_and_is_written_down(meera, dora):
    response = calls(dora).get(PATH.format(meera.uid))

    assert response.status_code == 200
    assert SECRET in response.content.decode().lower()
    assert AuditEvent.objects.filter(action="privacy.exported", actor=dora).count() == 1


def test_others_are_refused_and_strangers_know_of_nobody(meera, alice, charlie):
    answers = [calls(user).get(PATH.format(meera.uid)).status_code for user in (alice, charlie)]

    assert answers == [403, 404]


def test_an_erasure_is_asked_for_over_the_api(meera, dora):
    path = f"/api/v1/contacts/{meera.uid}/erase/"

    response = calls(dora).post(path, {"grounds": "letter"})

    assert (response.status_code, response.json()["state"]) == (202, "pending")


def test_the_command_writes_the_document(meera):
    out = StringIO()

    call_command("export_contact", str(meera.uid), stdout=out)

    assert json.loads(out.getvalue())["subject"] == str(meera.uid)


def test_the_command_that_erases_only_proposes(meera):
    out = StringIO()

    call_command("erase_contact", str(meera.uid), by="alice", grounds="letter", stdout=out)

    assert out.getvalue().endswith("is pending; it would be erased.\n")


def test_the_commands_refuse_somebody_unknown():
    with pytest.raises(CommandError):
        call_command("export_contact", "018f3c1a-0000-7000-8000-000000000000")


@pytest.fixture
def page(meera):
    return f"/contacts/{meera.uid}/privacy/"


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_page_shows_purposes_and_a_stranger_gets_none(page, alice, charlie):
    assert [browser(user).get(page).status_code for user in (alice, charlie)] == [200, 404]


def test_a_withdrawal_on_the_page_holds_at_once(page, meera, alice):
    browser(alice).post(f"{page}answer/", {"purpose": "marketing", "status": "withdrawn"})

    meera.refresh_from_db()
    assert meera.do_not_contact


def test_the_file_is_for_who_answers_requests(page, alice, dora):
    answers = [browser(user).get(f"{page}export/").status_code for user in (alice, dora)]

    events = AuditEvent.objects.filter(action="privacy.exported")
    assert (answers, [event.actor for event in events]) == ([403, 200], [dora])


def test_an_erasure_is_proposed_on_the_page(page, dora):
    response = browser(dora).post(f"{page}erase/", {"grounds": "letter"})

    assert response.url.startswith("/review/")


def test_an_erasure_without_grounds_is_refused_in_words(page, dora):
    response = browser(dora).post(f"{page}erase/", {"grounds": ""})

    assert (response.status_code, "This field is required" in response.content.decode()) == (
        422,
        True,
    )


def test_what_a_file_to_remove_was_called_is_told_nobody():
    leaving = FileToRemove.objects.create(name="imports/2026/11/meera-rao.csv")
    founder = browser(UserFactory(is_staff=True, is_superuser=True))
    there = "/admin/privacy/filetoremove/"

    answers = [founder.get(page) for page in (there, f"{there}{leaving.pk}/change/")]

    texts = [answer.content.decode() for answer in answers]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert ["orgotten" in text for text in texts] == [True, True]
    assert "meera-rao" not in "".join(texts)
