"""What files of people say beside who they are: notes, follow-ups and answers."""

from datetime import UTC, datetime

import pytest

from activities.models import Note, Task
from contacts.choices import ConsentPurpose, ConsentStatus
from contacts.models import ConsentRecord, Contact
from contacts.services.consenting import record_consent
from identity.models import SourceRecord
from imports.models import RowResult
from imports.services import propose_revert
from tests.imports import acts

pytestmark = pytest.mark.django_db

HEADER = (
    "Record ID,First Name,Last Name,Email,Notes,Lead Status,Lead Source,Next Follow Up Date,"
    "Email Opt Out,Do Not Call"
)
MEERA = "101,Meera,Rao,meera@rao.example,Wants a high floor,Hot,99acres,2026-12-01,Yes,No"
OMAR = "102,Omar,Haddad,omar@haddad.example,,,,,No,No"


@pytest.fixture
def take_in(alice, dora, hubspot):
    def run(*rows, header=HEADER):
        batch = acts.propose(acts.csv_of(*rows, header=header), by=alice, source=hubspot)
        acts.apply(batch.proposal, by=dora)
        batch.refresh_from_db()
        return batch

    return run


def counted():
    return (Note.objects.count(), Task.objects.count(), ConsentRecord.objects.count())


def test_notes_follow_ups_and_refusals_are_records_of_their_own(take_in, alice):
    batch = take_in(MEERA, OMAR)

    meera = Contact.objects.get(given_name="Meera")
    task = meera.tasks.get()
    assert meera.notes.get().body == "Wants a high floor\nLead status: Hot\nLead source: 99acres"
    assert (task.title, task.assignee, task.status) == ("Follow up with Meera Rao", alice, "open")
    assert task.due_at == datetime(2026, 11, 30, 18, 30, tzinfo=UTC)
    answer = meera.consents.get()
    assert (answer.purpose, answer.status) == ("email_marketing", "denied")
    assert counted() == (1, 1, 1)
    assert batch.counts["applied_note"] == 1


def test_a_refusal_of_mail_leaves_the_telephone_open(take_in):
    take_in(MEERA)

    assert not Contact.objects.get().do_not_contact


def test_a_refusal_of_calls_is_a_refusal_of_all(take_in):
    take_in(MEERA.replace("Yes,No", "No,Yes"))

    meera = Contact.objects.get()
    assert (meera.consents.get().purpose, meera.do_not_contact) == ("marketing", True)


def test_who_is_billed_for_marketing_was_asked_nothing(take_in):
    header = "Record ID,First Name,Last Name,Email,Marketing contact status"
    batch = take_in(
        "101,Meera,Rao,meera@rao.example,Non-marketing contact",
        "102,Omar,Haddad,omar@haddad.example,Marketing contact",
        header=header,
    )

    assert (counted(), batch.counts["cells_rejected"]) == ((0, 0, 0), 0)


def test_the_plan_says_which_answers_it_would_write(alice, dora, hubspot):
    batch = acts.propose(acts.csv_of(MEERA, OMAR, header=HEADER), by=alice, source=hubspot)

    assert batch.counts["consents"] == {"Marketing by e-mail: denied": 1}
    item = batch.proposal.current_items.get()
    assert item.after["consents"] == "Marketing by e-mail: denied 1"
    assert dora.is_active


def test_who_refused_all_has_not_agreed_to_mail(take_in):
    take_in(MEERA.replace("Yes,No", "No,Yes"))

    take_in(
        "101,Meera,Rao,meera@rao.example,Subscribed",
        header="Record ID,First Name,Last Name,Email,Email Marketing Consent",
    )

    assert Contact.objects.get().consents.get().status == "denied"


def test_a_file_without_such_columns_makes_none(take_in):
    take_in(*acts.ROWS, header=acts.HEADER)

    assert (counted(), RowResult.objects.count()) == ((0, 0, 0), 0)


def test_the_status_of_a_lead_alone_is_no_note(take_in):
    take_in(
        "101,Meera,Rao,meera@rao.example,NEW,ORGANIC",
        header="Record ID,First Name,Last Name,Email,Lead Status,Lead Source",
    )

    assert (counted(), RowResult.objects.count()) == ((0, 0, 0), 0)


def test_the_same_said_again_is_not_written_again(take_in):
    take_in(MEERA)

    take_in(MEERA, OMAR)

    assert counted() == (1, 1, 1)


def test_no_file_takes_a_refusal_back(take_in, dora):
    take_in(MEERA)
    meera = Contact.objects.get()

    take_in(
        "101,Meera,Rao,meera@rao.example,Subscribed",
        header="Record ID,First Name,Last Name,Email,Email Marketing Consent",
    )

    assert meera.consents.get().status == "denied"
    assert dora.is_active


def test_each_leads_back_to_its_row(take_in):
    take_in(MEERA)

    note = acts.origins_of(Note.objects.get())["body"]
    answer = acts.origins_of(ConsentRecord.objects.get())["status"]

    assert (note.column, note.cell) == (
        "Notes + Lead Status + Lead Source", "Wants a high floor | Hot | 99acres",
    )  # fmt: skip
    assert answer.cell == "Yes | No"


def test_undoing_takes_a_refusal_of_all_back(take_in, alice, dora):
    batch = take_in(MEERA.replace("Yes,No", "No,Yes"))

    acts.undo(batch, by=alice, approver=dora)

    assert not Contact.objects.get().do_not_contact


def test_undoing_takes_them_with_their_people(take_in, alice, dora):
    batch = take_in(MEERA, OMAR)

    acts.apply(propose_revert(batch, by=alice), by=dora)

    meera = Contact.objects.get(given_name="Meera")
    assert (meera.state, Note.objects.get().state, Task.objects.get().status) == (
        "archived", "archived", "cancelled",
    )  # fmt: skip
    assert (meera.consents.order_by("-id")[0].status, meera.do_not_contact) == ("expired", False)


def test_undoing_restores_the_answer_that_held_before(take_in, alice, dora):
    take_in(OMAR)
    omar = Contact.objects.get()
    mail, granted = ConsentPurpose.EMAIL_MARKETING, ConsentStatus.GRANTED
    record_consent(omar, by=alice, purpose=mail, status=granted)
    batch = take_in(OMAR.replace("No,No", "Yes,No"))
    assert omar.consents.order_by("-id")[0].status == "denied"

    acts.apply(propose_revert(batch, by=alice), by=dora)

    omar.refresh_from_db()
    assert (omar.consents.order_by("-id")[0].status, omar.do_not_contact) == ("granted", False)
    assert omar.state == "active"


def test_the_crosswalk_counts_the_version_the_answer_made(take_in):
    take_in(MEERA.replace("Yes,No", "No,Yes"))

    assert SourceRecord.objects.get().version_after == Contact.objects.get().version == 2


@pytest.mark.parametrize(
    ("header", "purpose"),
    [
        ("Marketing Consent", "marketing"),
        ("Consent", "marketing"),
        ("opt_in", "marketing"),
        ("GDPR Consent", "marketing"),
        ("WhatsApp Consent", "whatsapp_marketing"),
        ("SMS Consent", "sms_marketing"),
        ("Email Consent", "email_marketing"),
        ("Newsletter", "email_marketing"),
    ],
)
@pytest.mark.parametrize(("word", "status"), [("No", "denied"), ("Yes", "granted")])
def test_an_answer_is_about_the_channel_its_column_names_or_about_all(
    take_in, header, purpose, word, status
):
    take_in(
        f"101,Meera,Rao,meera@rao.example,{word}",
        header=f"Record ID,First Name,Last Name,Email,{header}",
    )

    answer = Contact.objects.get().consents.get()
    assert (answer.purpose, answer.status) == (purpose, status)
    assert Contact.objects.get().do_not_contact == (purpose == "marketing" and word == "No")


def test_whom_a_crm_bills_answers_nothing(take_in):
    take_in(
        "101,Meera,Rao,meera@rao.example,Non-marketing contact",
        header="Record ID,First Name,Last Name,Email,Marketing contact status",
    )

    assert ConsentRecord.objects.count() == 0
