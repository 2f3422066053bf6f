"""The import wizard as pages."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from approvals import services as approvals
from contacts.models import Contact
from imports import services
from imports.models import RawBatch
from imports.selectors import explain
from tests.imports.acts import ROWS, apply, bring, carry_out, csv_of, propose, undo

LIST = "/imports/"
pytestmark = pytest.mark.django_db


def browser(user) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def page(batch, act: str = "") -> str:
    return reverse(f"imports:{act or 'detail'}", args=[batch.uid])


def upload(client, content, source, name="contacts.csv", **more):
    file = SimpleUploadedFile(name, content)
    return client.post(LIST, {"file": file, "source": source.pk, **more})


def said(response) -> str:
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def stands(proposal) -> dict:
    return {
        "proposal": str(proposal.uid),
        "revision": proposal.revision,
        "content_hash": proposal.content_hash,
    }


def test_a_file_goes_from_upload_to_the_dossier(alice, dora, hubspot):
    client = browser(alice)
    upload(client, csv_of(*ROWS), hubspot)
    batch = services.advance(RawBatch.objects.get().pk)
    columns = client.get(page(batch))

    choices = {field.html_name: field.value() for _, field, _ in columns.context["form"].rows()} | {
        "entity": "contact"
    }
    client.post(page(batch, "confirm"), choices)
    batch = services.advance(batch.pk)
    browser(dora).post(page(batch, "approve"), stands(batch.proposal))
    approvals.apply(batch.proposal)

    batch.refresh_from_db()
    meera = Contact.objects.get(full_name="Meera Rao")
    origin = explain(meera)["given_name"]
    assert batch.state == "applied"
    assert (origin.file, origin.row_number, origin.column, origin.cell) == (
        "contacts.csv", 2, "First Name", "Meera",
    )  # fmt: skip
    assert (origin.proposed_by, origin.approved_by) == ("Alice Fernandes", "Dora Kapadia")
    assert "Meera Rao" in said(client.get(page(batch)))


def test_every_step_can_be_looked_at_again(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    steps = ["file", "columns", "values", "rows", "approval", "result"]

    answers = {step: browser(alice).get(page(batch), {"step": step}) for step in steps}

    assert {step: answer.status_code for step, answer in answers.items()} == dict.fromkeys(
        steps, 200
    )
    assert "meera@rao.example" in said(answers["file"])
    assert "Phone Number" in said(answers["columns"])


def test_the_uploader_does_not_approve_their_own_file(alice, dora, hubspot):
    alice.groups.set(dora.groups.all())
    batch = propose(csv_of(*ROWS), by=alice, source=hubspot)
    client = browser(alice)

    shown = client.get(page(batch))
    answer = client.post(page(batch, "approve"), stands(batch.proposal), follow=True)

    assert "Dora Kapadia" in said(shown)
    assert "somebody else has to decide" in said(answer)
    batch.proposal.refresh_from_db()
    assert batch.proposal.state == "pending"


def test_charlie_may_not_open_the_imports(charlie, alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    client = browser(charlie)

    addresses = [
        LIST,
        page(batch),
        page(batch, "raw"),
        page(batch, "rejects"),
        page(batch, "progress"),
    ]
    acts = ["confirm", "approve", "cancel", "undo", "decide", "retry", "read_again"]

    assert {client.get(address).status_code for address in addresses} == {403}
    assert {client.post(page(batch, act)).status_code for act in acts} == {403}


def test_a_stranger_is_asked_to_log_in():
    answer = Client().get(LIST)

    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/imports/")


def test_the_empty_list_says_what_to_do(alice):
    answer = browser(alice).get(LIST)

    assert "Nothing has been imported yet" in said(answer)


def test_the_same_file_twice_leads_to_the_first_import(alice, hubspot):
    first = bring(csv_of(*ROWS), by=alice, source=hubspot)
    client = browser(alice)

    refused = upload(client, csv_of(*ROWS), hubspot)
    again = upload(client, csv_of(*ROWS), hubspot, again="on")

    assert refused.status_code == 409
    assert page(first) in refused.content.decode()
    assert again.status_code == 302
    assert RawBatch.objects.count() == 2


def test_an_upload_without_a_source_is_asked_for_one(alice):
    answer = browser(alice).post(LIST, {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")})

    assert answer.status_code == 422
    assert "name a new source" in said(answer)
    assert RawBatch.objects.count() == 0


def test_a_new_source_is_made_by_its_name(alice):
    file = SimpleUploadedFile("a.csv", csv_of(*ROWS))

    browser(alice).post(LIST, {"file": file, "new_source": "Broker list", "region_hint": "in"})

    batch = RawBatch.objects.get()
    assert (batch.source.code, batch.region_hint) == ("broker-list", "IN")


def test_a_wrong_delimiter_is_corrected_by_a_new_import(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)

    browser(alice).post(page(batch, "read_again"), {"delimiter": ";", "header_row": "0"})

    batch.refresh_from_db()
    new = services.advance(RawBatch.objects.exclude(pk=batch.pk).get().pk)
    assert (batch.state, batch.rows.count()) == ("cancelled", 3)
    assert (new.delimiter, new.header, new.row_count) == (";", [], 4)
    assert new.sha256 == batch.sha256


def test_a_corrected_column_is_confirmed_as_chosen(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    client = browser(alice)
    form = client.get(page(batch)).context["form"]
    choices = {field.html_name: field.value() for _, field, _ in form.rows()}

    client.post(page(batch, "confirm"), choices | {"target-6": "", "entity": "contact"})

    column = services.current_manifest(batch).columns.get(position=6)
    assert (column.decision, column.reason) == ("unresolved", "chosen by Alice Fernandes")


CALLS = (
    b"Date,Call Type,Client Name,Client Phone,Call Duration,Remarks\n"
    b"01/03/2026,Inbound,Alice Ray,+971 50 000 0101,2m 14s,Keen\n"
)


def test_saying_that_rows_are_people_shows_their_columns_anew_before_going_on(alice, hubspot):
    batch = bring(CALLS, by=alice, source=hubspot)
    client = browser(alice)
    shown = client.get(page(batch)).context["form"]
    choices = {field.html_name: field.value() for _, field, _ in shown.rows()}
    assert batch.entity == "activity"

    answer = client.post(
        page(batch, "confirm"), choices | {"entity": "contact", "target-5": ""}, follow=True
    )

    assert "proposed anew, for rows that are people" in said(answer)
    batch.refresh_from_db()
    columns = services.current_manifest(batch).columns
    assert (batch.entity, batch.state) == ("contact", "mapping_proposed")
    assert columns.get(position=2).target == "contact.full_name"
    assert columns.get(position=3).target == "contact.phone"
    assert columns.get(position=5).target == ""

    form = client.get(page(batch)).context["form"]
    again = {field.html_name: field.value() for _, field, _ in form.rows()}
    client.post(page(batch, "confirm"), again | {"entity": "contact"})
    batch.refresh_from_db()
    assert batch.state == "mapping_approved"


def test_every_kind_of_row_is_offered_by_its_name(alice, hubspot):
    batch = bring(CALLS, by=alice, source=hubspot)

    text = said(browser(alice).get(page(batch)))

    assert "People Accounts Deals Activities" in text
    assert "Activitys" not in text


def test_an_invented_field_is_refused_with_a_message(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    choices = {"entity": "contact", "target-0": "contact.shoe_size"}

    answer = browser(alice).post(page(batch, "confirm"), choices, follow=True)

    assert "Record ID" in said(answer)
    batch.refresh_from_db()
    assert batch.state == "mapping_proposed"


def test_progress_is_drawn_until_nothing_runs(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    client = browser(alice)
    waiting = client.get(page(batch, "progress"))
    RawBatch.objects.filter(pk=batch.pk).update(state="mapping_approved", progress=2)

    running = client.get(page(batch, "progress"), {"rows": 1, "at": 1, "state": "mapping_approved"})

    assert waiting["HX-Refresh"] == "true"
    assert "2 of 3 rows" in said(running)


def test_a_failed_import_says_why_and_can_be_retried(alice, hubspot):
    batch = bring(b"\x89PNG\r\n\x1a\n" + bytes(200), by=alice, source=hubspot)
    client = browser(alice)
    shown = client.get(page(batch))

    client.post(page(batch, "retry"))

    assert batch.state == "failed"
    assert batch.error in shown.content.decode().replace("&#x27;", "'").replace("&quot;", '"')
    batch.refresh_from_db()
    assert batch.state == "received"


def test_rows_left_behind_come_back_as_a_file(alice, dora, hubspot):
    content = csv_of(*ROWS, "104,,,,,,")
    batch = carry_out(content, by=alice, approver=dora, source=hubspot)

    answer = browser(alice).get(page(batch, "rejects"))

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="contacts-not-imported.csv"'
    assert lines[0].endswith(",Row,Reason")
    assert lines[1].startswith("104,,,,,,,5,")
    assert len(lines) == 2


def test_the_file_can_be_taken_away_as_it_came(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)

    answer = browser(alice).get(page(batch, "raw"))

    assert b"".join(answer.streaming_content) == csv_of(*ROWS)
    assert answer["Content-Type"] == "application/octet-stream"


def test_undo_takes_two_people_and_archives_what_was_created(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS), by=dora, approver=second_founder(dora), source=hubspot)
    browser(alice).post(page(batch, "undo"), {"reason": "wrong list"})
    batch.refresh_from_db()

    browser(dora).post(page(batch, "approve"), stands(batch.revert_proposal))
    approvals.apply(batch.revert_proposal)

    batch.refresh_from_db()
    assert batch.state == "reverted"
    assert set(Contact.objects.values_list("state", flat=True)) == {"archived"}
    assert "3 archived" in said(browser(alice).get(page(batch)))


def second_founder(dora):
    from_factory = type(dora).objects.create(username="frank", full_name="Frank Shah")
    from_factory.groups.set(dora.groups.all())
    return from_factory


def test_a_rejected_import_can_be_corrected(alice, dora, hubspot):
    batch = propose(csv_of(*ROWS), by=alice, source=hubspot)
    reason = {"reason": "the phones are wrong"}
    browser(dora).post(page(batch, "reject"), stands(batch.proposal) | reason)
    client = browser(alice)

    shown = client.get(page(batch))
    client.post(page(batch, "reopen"))

    assert "the phones are wrong" in said(shown)
    batch.refresh_from_db()
    assert batch.state == "mapping_proposed"


def test_rejecting_without_a_reason_is_told_so(alice, dora, hubspot):
    batch = propose(csv_of(*ROWS), by=alice, source=hubspot)

    answer = browser(dora).post(page(batch, "reject"), stands(batch.proposal), follow=True)

    assert "Say why." in said(answer)


def test_cancelling_withdraws_the_proposal(alice, dora, hubspot):  # noqa: ARG001 -- dora may decide
    batch = propose(csv_of(*ROWS), by=alice, source=hubspot)

    browser(alice).post(page(batch, "cancel"))

    batch.refresh_from_db()
    batch.proposal.refresh_from_db()
    assert (batch.state, batch.proposal.state) == ("cancelled", "withdrawn")


@pytest.fixture
def question(alice, dora, hubspot):
    """An applied import, and one waiting whose only row may be somebody known."""
    carry_out(csv_of(ROWS[0]), by=alice, approver=dora, source=hubspot)
    row = "201,Kiran,Shah,kiran@shah.example,+91 98200 11111,,"
    return propose(csv_of(row), by=alice, source=hubspot, name="second.csv")


def test_an_ambiguous_row_asks_and_an_answer_changes_the_proposal(question, alice):
    meera = Contact.objects.get()
    before = question.proposal
    client = browser(alice)
    shown = client.get(page(question), {"step": "rows"})

    client.post(page(question, "decide"), {"row-2": meera.pk})

    question.refresh_from_db()
    row = question.resolutions.get()
    assert "Meera Rao" in said(shown)
    assert (row.outcome, row.target_id, row.decided_by) == ("match", meera.pk, alice)
    before.refresh_from_db()
    assert (before.state, question.proposal.state) == ("superseded", "pending")


def test_a_row_is_decided_after_the_import_was_applied(question, alice, dora):
    apply(question.proposal, by=dora)
    client = browser(alice)
    client.post(page(question, "decide"), {"row-2": "create"})
    client.post(page(question, "propose_rest"))
    question.refresh_from_db()

    apply(question.proposal, by=dora)

    question.refresh_from_db()
    names = Contact.objects.order_by("id").values_list("full_name", flat=True)
    assert (question.state, list(names)) == ("applied", ["Meera Rao", "Kiran Shah"])
    assert question.counts["applied_created"] == 1


def test_a_row_that_is_no_question_is_not_decided(question, alice):
    answer = browser(alice).post(page(question, "decide"), {"row-77": "create"}, follow=True)

    assert "Row 77 is not a question." in said(answer)


def test_undone_rows_that_people_worked_on_are_listed(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    meera = Contact.objects.get(full_name="Meera Rao")
    Contact.objects.filter(pk=meera.pk).update(occupation="Chair", version=meera.version + 1)

    undo(batch, by=alice, approver=second_founder(dora))

    shown = said(browser(alice).get(page(batch)))
    assert "2 archived" in shown
    assert re.search("Meera Rao [^.]* Changed since", shown)
