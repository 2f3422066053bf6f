"""Files of activities, deals and chats: what their rows make, whom of, and its undoing."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from activities.models import Interaction, Task
from contacts.models import Contact
from imports import services
from imports.models import RawBatch
from imports.services import canonical_hash, propose_revert
from imports.services.deciding import Decision, DecisionError, decide_rows
from opportunities.models import Opportunity, OpportunityParty
from tests.imports import acts

pytestmark = pytest.mark.django_db

ACTIVITIES = (
    "Activity - Subject,Activity - Type,Activity - Due date,Activity - Due time,"
    "Activity - Duration,Activity - Done,Activity - Note,Person - Name,Person - Email"
)
CALLED = "First call,Call,2026-03-14,10:30,00:30,Done,Wants 3 BHK,Arjun Mehra,arjun@mehra.example"
TO_CALL = "Send quote,Task,2026-05-27,14:00,,To do,,Arjun Mehra,arjun@mehra.example"
BY_NAME = "Lunch,Lunch,2026-04-20,,,Done,,Arjun Mehra,"
OF_NOBODY = "Hello,Email,2026-04-21,,,Done,,Who Ever,who@ever.example"
DEALS = (
    "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Stage,Deal - Status,"
    "Deal - Probability,Deal - Expected close date,Deal - Lost reason,Deal - Contact person,"
    "Person - Email"
)
OPEN = (
    "1,Mehra / Heights,12500000,INR,Site visit,Open,40,2026-12-19,,Arjun Mehra,arjun@mehra.example"
)
LOST = "2,Lefèvre / Palm,850000,AED,Token,Lost,,2026-01-05,Too expensive,Zoé,zoe@lefevre.example"
NOBODYS = "3,Ghost / Palm,1,AED,Token,Open,,,,Some Body,some@body.example"
NAMESAKE = "4,Mehra / Palm,1,AED,Token,Open,,,,Arjun Mehra,other@mehra.example"
CHAT = (
    "12/03/2026, 09:14 - Messages and calls are end-to-end encrypted. Tap to learn more.\n"
    "12/03/2026, 09:15 - Alice: Hi Arjun ji, sharing the cost sheet\n"
    "12/03/2026, 09:31 - +91 98200 11111: Thanks. 3BHK at 1.5 Cr?\nCan we visit on Sunday\n"
    "12/03/2026, 09:33 - Alice: Ok\n12/03/2026, 09:33 - Alice: Ok\n"
)


def outcomes(batch):
    return list(batch.resolutions.order_by("row_no").values_list("outcome", "reason"))


def undo(batch, *, by, approver):
    acts.apply(propose_revert(batch, by=by), by=approver)
    batch.refresh_from_db()


def test_what_is_done_happened_and_what_is_not_is_a_task(take_in):
    take_in(CALLED, TO_CALL, header=ACTIVITIES)

    call, task = Interaction.objects.get(), Task.objects.get()
    assert (call.contact.full_name, call.kind, call.subject) == (
        "Arjun Mehra",
        "call",
        "First call",
    )
    assert (call.body, call.duration_s) == ("Wants 3 BHK", 1800)
    assert call.occurred_at == datetime(2026, 3, 14, 5, 0, tzinfo=UTC)
    assert (task.title, task.status, task.origin) == ("Send quote", "open", "import")
    assert task.due_at == datetime(2026, 5, 27, 8, 30, tzinfo=UTC)


def test_a_name_alone_is_a_question_and_so_is_a_stranger(take_in, alice, dora):
    batch = take_in(BY_NAME, OF_NOBODY, header=ACTIVITIES)
    before = Interaction.objects.count()
    asked = outcomes(batch)
    stranger = batch.resolutions.get(candidates__isnull=True).row_no

    decide_rows(batch, [Decision(stranger, "create")], by=alice)
    acts.apply(services.propose_rest(batch, by=alice), by=dora)

    arjun = Contact.objects.get(full_name="Arjun Mehra")
    waiting = Interaction.objects.get()
    assert (before, asked) == (
        0,
        [("ambiguous", "only the name fits"), ("ambiguous", "nobody knows whom it was with")],
    )
    assert batch.resolutions.get(outcome="ambiguous").candidates == [arjun.pk]
    assert (waiting.contact, waiting.counterparty_raw) == (None, "Who Ever")


def test_a_row_somebody_decided_is_written_for_the_person_they_chose(take_in, alice, dora):
    batch = take_in(BY_NAME, header=ACTIVITIES)
    arjun = Contact.objects.get(full_name="Arjun Mehra")
    row = batch.resolutions.get().row_no

    decide_rows(batch, [Decision(row, "match", arjun.pk)], by=alice)
    acts.apply(services.propose_rest(batch, by=alice), by=dora)

    assert Interaction.objects.get().contact == arjun


def test_a_longer_export_brings_the_new_rows_alone(take_in):
    take_in(CALLED, header=ACTIVITIES)

    batch = take_in(CALLED, TO_CALL, header=ACTIVITIES)

    assert outcomes(batch)[0] == ("skip", "known already by its id in this source")
    assert (Interaction.objects.count(), Task.objects.count()) == (1, 1)


def test_deals_stand_in_our_stages_with_their_buyer(take_in):
    take_in(OPEN, LOST, header=DEALS)

    deal = Opportunity.objects.get(name="Mehra / Heights")
    lost = Opportunity.objects.get(name="Lefèvre / Palm")
    assert (deal.stage.code, deal.amount, deal.currency) == ("site_visited", 12_500_000, "INR")
    assert (deal.probability, str(deal.expected_close)) == (40, "2026-12-19")
    assert (lost.stage.code, lost.loss_reason) == ("lost_budget", "Too expensive")
    assert (lost.closed_at.year, lost.is_open) == (2026, False)
    assert OpportunityParty.objects.filter(is_primary=True).count() == 2
    assert [str(move.to_stage) for move in deal.stage_history.all()] == ["Site visited"]


def test_further_deals_of_a_person_are_new_and_find_them_by_the_id_the_source_gave(take_in):
    header = "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Stage,Person - ID"
    rows = ("{0},Flat {0},100,AED,Qualified,101", "{0},Flat {0},200,AED,Qualified,102")

    first = take_in(*(row.format(f"91{at}") for at, row in enumerate(rows)), header=header)
    second = take_in(*(row.format(f"97{at}") for at, row in enumerate(rows)), header=header)

    assert outcomes(first) == [("create", "its person is known by their id")] * 2
    assert outcomes(second) == outcomes(first)
    deals = Opportunity.objects.order_by("name")
    assert [deal.name for deal in deals] == ["Flat 910", "Flat 911", "Flat 970", "Flat 971"]
    assert len({deal.primary_contact_id for deal in deals}) == 2


def test_a_deal_without_its_person_is_a_question_and_makes_nothing(take_in, alice):
    batch = take_in(NOBODYS, NAMESAKE, header=DEALS)

    assert outcomes(batch) == [
        ("ambiguous", "nobody here is its person: bring the people first"),
        ("ambiguous", "only the name fits"),
    ]
    assert (Opportunity.objects.count(), Contact.objects.count()) == (0, 2)
    with pytest.raises(DecisionError, match="choose its person"):
        decide_rows(batch, [Decision(batch.resolutions.first().row_no, "create")], by=alice)


def test_every_value_of_a_deal_leads_back_to_its_cells(take_in):
    take_in(OPEN, header=DEALS)

    origins = acts.origins_of(Opportunity.objects.get())

    assert (origins["amount"].column, origins["amount"].cell) == ("Deal - Value", "12500000")
    assert origins["stage"].cell == "Site visit | Open"


def test_undoing_archives_what_nobody_touched_and_keeps_the_rest(take_in, alice, dora):
    batch = take_in(CALLED, TO_CALL, header=ACTIVITIES)
    task = Task.objects.get()
    Task.objects.filter(pk=task.pk).update(title="Mine now", version=2)

    undo(batch, by=alice, approver=dora)

    assert (Interaction.objects.get().state, Task.objects.get().status) == ("archived", "open")
    assert batch.counts["reverted"] == {"archived": 1, "kept": 1}


def test_what_was_undone_may_come_again(take_in, alice, dora):
    undo(take_in(CALLED, header=ACTIVITIES), by=alice, approver=dora)

    take_in(CALLED, TO_CALL, header=ACTIVITIES)

    assert Interaction.objects.filter(state="active").count() == 1


def test_the_people_of_an_undone_file_go_with_the_file_they_came_in(take_in, alice, dora):
    undo(take_in(OPEN, header=DEALS), by=alice, approver=dora)
    assert Opportunity.objects.get().state == "archived"

    undo(RawBatch.objects.order_by("pk")[0], by=alice, approver=dora)

    assert set(Contact.objects.values_list("state", flat=True)) == {"archived"}


def test_every_message_of_a_chat_of_two_is_about_the_client(people, alice, dora, hubspot):  # noqa: ARG001
    batch = acts.propose(CHAT.encode(), by=alice, source=hubspot, name="chat.txt", region_hint="IN")
    acts.apply(batch.proposal, by=dora)

    messages = Interaction.objects.order_by("occurred_at", "pk")
    assert {(row.contact.full_name, row.kind, row.thread_id) for row in messages} == {
        ("Arjun Mehra", "whatsapp", "whatsapp:+91 98200 11111")
    }
    assert [row.direction for row in messages] == ["outbound", "inbound", "outbound", "outbound"]
    assert messages[1].body == "Thanks. 3BHK at 1.5 Cr?\nCan we visit on Sunday"
    assert [row.user for row in messages] == [alice, None, alice, alice]


def test_a_chat_exported_again_brings_the_new_messages_alone(people, alice, dora, hubspot):  # noqa: ARG001
    for text in (CHAT, CHAT + "12/03/2026, 10:00 - Alice: See you\n"):
        batch = acts.propose(
            text.encode(), by=alice, source=hubspot, name="chat.txt", region_hint="IN"
        )
        acts.apply(batch.proposal, by=dora)

    assert Interaction.objects.count() == 5


def test_the_page_of_the_result_lists_what_the_rows_made(take_in, client, alice):
    batch = take_in(CALLED, TO_CALL, header=ACTIVITIES)
    client.force_login(alice)

    page = client.get(f"/imports/{batch.uid}/?step=result").content.decode()

    assert page.count("Arjun Mehra</a>") == 2
    assert ("Send quote" in page, "Interaction</span>" in page) == (True, True)


def test_a_batch_says_the_same_when_its_rows_come_again(take_in):
    first = canonical_hash(take_in(CALLED, TO_CALL, header=ACTIVITIES))
    Interaction.objects.update(body="edited", version=2)

    assert canonical_hash(RawBatch.objects.order_by("-pk")[0]) == first
    assert first != canonical_hash(RawBatch.objects.order_by("pk")[0])


def test_a_question_about_a_deal_does_not_offer_a_new_person(take_in, client, alice):
    deals = take_in(NAMESAKE, header=DEALS)
    activities = take_in(BY_NAME, header=ACTIVITIES)
    client.force_login(alice)

    pages = [
        client.get(f"/imports/{batch.uid}/?step=rows&outcome=ambiguous").content.decode()
        for batch in (deals, activities)
    ]

    assert ["It is <strong>Arjun Mehra" in page for page in pages] == [True, True]
    assert ["Nobody we know yet" in page for page in pages] == [False, True]
    assert "A new person" not in "".join(pages)


def test_what_happened_is_told_by_the_clock_of_the_reader(take_in):
    take_in(CALLED, header=ACTIVITIES)

    with timezone.override("Asia/Kolkata"):
        said = str(Interaction.objects.get())

    assert said == "Call on 14 Mar 2026, 10:30"
