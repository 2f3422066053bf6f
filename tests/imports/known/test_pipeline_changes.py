"""Deals and activities exported again with changes: three ways compared, approved, undone."""

from decimal import Decimal

import pytest

from activities.models import Interaction, Task
from activities.services import update_task
from contacts.models import Contact
from core.services import archive
from imports.models import RawBatch, RowResult
from imports.selectors.reporting import report_lines
from imports.services import Decision, canonical_hash, decide_rows, propose_rest
from opportunities.models import Opportunity, Stage, StageHistory
from opportunities.services import move_stage, update_opportunity
from privacy.services.erasing import erase_contact
from tests.imports import acts
from tests.imports.told_again import ACTIVITIES, STRANGER, ZOE, call, deal, the, told

pytestmark = pytest.mark.django_db

KNOWN = "known by its id in this source"
SAME = "known already by its id in this source"


def outcomes(batch):
    return list(batch.resolutions.order_by("row_no").values_list("outcome", "reason"))


def test_a_deal_that_changed_at_its_source_changes_here_with_history_and_provenance(take_in, dora):
    take_in(deal(1), deal(2))

    batch = take_in(deal(1, "1200000", close="2027-01-15"), deal(2))

    changed, same = the(1), the(2)
    last = changed.history.order_by("-version").first()
    origin = acts.origins_of(changed)["amount"]
    assert (changed.amount, str(changed.expected_close)) == (Decimal(1_200_000), "2027-01-15")
    assert (changed.version, same.version, same.history.count()) == (2, 1, 1)
    assert (last.history_change_reason, last.history_user) == (f"import:{batch.uid}", dora)
    assert (origin.batch_uid, origin.cell, origin.approved_by) == (batch.uid, "1200000", str(dora))
    assert told(batch) == [(2, "updated", 2, {"amount": "", "expected_close": ""})]


def test_the_plan_says_before_the_approval_what_would_change(take_in, plan):
    take_in(deal(1), deal(2), deal(3))

    batch = plan(deal(1, "1200000"), deal(2, "1300000", close="2027-01-15"), deal(3))

    assert outcomes(batch) == [
        ("match", f"{KNOWN}; changes: amount"),
        ("match", f"{KNOWN}; changes: amount, expected close"),
        ("skip", SAME),
    ]
    assert batch.counts["changes"] == {"amount": 2, "expected_close": 1}
    assert batch.proposal.current_items.get().after["changes"] == "amount 2, expected close 1"
    assert the(1).amount == 1_000_000


def test_what_a_person_edited_in_between_is_kept_and_listed(take_in, alice):
    take_in(deal(1))
    update_opportunity(the(1), by=alice, amount=Decimal(1_100_000))

    batch = take_in(deal(1, "1200000", close="2027-01-15"))

    assert (the(1).amount, str(the(1).expected_close)) == (1_100_000, "2027-01-15")
    assert told(batch) == [
        (2, "updated", 3, {"amount": f"edited since by {alice}", "expected_close": ""})
    ]
    assert batch.counts["left"] == {"amount": 1}


def test_a_value_a_person_typed_since_came_from_no_file(take_in, alice):
    take_in(deal(1))
    update_opportunity(the(1), by=alice, amount=Decimal(1_100_000))

    batch = take_in(deal(1, "1200000", close="2027-01-15"))

    origins = acts.origins_of(the(1))
    assert ("amount" in origins, origins["expected_close"].batch_uid) == (False, batch.uid)
    assert origins["stage"].batch_uid != batch.uid


def test_what_was_left_once_is_not_told_again_and_again(take_in, alice):
    take_in(deal(1))
    update_opportunity(the(1), by=alice, amount=Decimal(1_100_000))
    take_in(deal(1, "1200000"))

    batch = take_in(deal(1, "1200000"), deal(2))

    assert outcomes(batch)[0] == ("skip", SAME)
    assert (the(1).amount, the(1).version) == (1_100_000, 2)


def test_a_moved_deal_has_its_move_in_the_stage_history(take_in, dora):
    take_in(deal(1))

    take_in(deal(1, stage="Contract sent"))

    moved, last = the(1), StageHistory.objects.order_by("-id").first()
    assert (moved.stage.code, moved.probability) == ("negotiation", 60)
    assert (last.from_stage.code, last.to_stage, last.by) == ("site_visited", moved.stage, dora)
    assert (last.reason, last.entered_at) == ("as the file has it", moved.stage_entered_at)


def test_a_lost_deal_says_why_and_when(take_in):
    take_in(deal(1))

    take_in(deal(1, status="Lost", lost="Too expensive", close="2026-01-05"))

    lost = the(1)
    assert (lost.stage.code, lost.loss_reason, lost.is_open) == (
        "lost_budget", "Too expensive", False,
    )  # fmt: skip
    assert lost.closed_at == lost.stage_entered_at >= lost.created_at


def test_a_move_the_guards_refuse_is_refused_with_the_reason(take_in):
    take_in(deal(1), deal(2))

    batch = take_in(
        deal(1, "1900000", status="Won"),
        deal(2, "1900000", stage="Prospecting"),
    )

    assert outcomes(batch) == [
        ("reject", "To move to Booking, first give: project, an active hold on a unit"),
        ("reject", "To move to New enquiry, first give: reason"),
    ]
    assert {each.version for each in Opportunity.objects.all()} == {1}
    assert (batch.results.count(), StageHistory.objects.count()) == (0, 2)


def test_a_move_that_became_illegal_after_the_approval_is_refused_too(take_in, plan, alice, dora):
    take_in(deal(1))
    batch = plan(deal(1, stage="Contract sent"))
    move_stage(
        the(1), to=Stage.objects.get(code="lost_budget"), by=alice, reason="Found another one"
    )

    acts.apply(batch.proposal, by=dora)

    assert the(1).stage.code == "lost_budget"
    assert told(batch) == [(2, "linked", 2, {"stage": f"edited since by {alice}"})]


def test_an_activity_that_was_corrected_is_corrected_here(take_in):
    take_in(call(1), call(2, kind="Task", done="To do"), header=ACTIVITIES)

    take_in(call(1, note="Wants 4 BHK"), call(2, kind="Task", done="Done"), header=ACTIVITIES)

    talk, task = Interaction.objects.get(), Task.objects.get()
    assert (talk.body, talk.snippet, talk.version) == ("Wants 4 BHK", "Wants 4 BHK", 2)
    assert (task.status, task.completed_at is not None, task.version) == ("done", True, 2)


def test_a_task_somebody_put_off_stays_put_off(take_in, alice):
    take_in(call(1, kind="Task", done="To do"), header=ACTIVITIES)
    update_task(Task.objects.get(), by=alice, title="Mine now")

    batch = take_in(call(1, kind="Task", done="To do", subject="Other"), header=ACTIVITIES)

    assert Task.objects.get().title == "Mine now"
    assert told(batch) == [(2, "linked", 2, {"title": f"edited since by {alice}"})]


def test_undoing_restores_what_was_changed_and_keeps_what_people_edited(take_in, alice, dora):
    first = take_in(deal(1), deal(2))
    batch = take_in(deal(1, "1200000", stage="Contract sent"), deal(2, "1500000"), deal(3))
    update_opportunity(the(2), by=alice, amount=Decimal(1_700_000))

    acts.undo(batch, by=alice, approver=dora)

    back, edited = the(1), the(2)
    assert (back.amount, back.stage.code, back.version) == (1_000_000, "site_visited", 3)
    assert (edited.amount, the(3).state) == (1_700_000, "archived")
    assert batch.counts["reverted"] == {"restored": 1, "kept": 1, "archived": 1}
    note = batch.results.get(target_id=edited.pk).revert_note
    assert note == f"left as it is: amount (edited since by {alice})"
    assert [row.to_stage.code for row in back.stage_history.all()] == [
        "site_visited", "negotiation", "site_visited",
    ]  # fmt: skip
    assert first.results.exclude(reverted="").count() == 0


def test_a_deal_is_archived_with_the_file_that_made_it_once_later_ones_are_undone(
    take_in, alice, dora
):
    first, later = take_in(deal(1)), take_in(deal(1, "1500000"))

    acts.undo(later, by=alice, approver=dora)
    acts.undo(first, by=alice, approver=dora)

    assert the(1).state == "archived"


def test_a_deal_a_later_file_changed_stays_when_the_first_is_undone(take_in, alice, dora):
    first, _ = take_in(deal(1)), take_in(deal(1, "1500000"))

    acts.undo(first, by=alice, approver=dora)

    assert (the(1).state, first.results.get().reverted) == ("active", "kept")


def test_the_canonical_hash_does_not_depend_on_what_people_edited(take_in, alice):
    take_in(deal(1), deal(2))
    plain = canonical_hash(take_in(deal(1, "1500000"), deal(2)))
    update_opportunity(the(2), by=alice, amount=Decimal(1_700_000))

    batch = take_in(deal(1, "1500000"), deal(2, "1600000"))

    assert RowResult.objects.filter(batch=batch).count() == 1
    assert canonical_hash(RawBatch.objects.get(pk=batch.pk - 1)) == plain
    assert canonical_hash(batch) != plain


def test_the_pages_show_values_before_and_after_and_what_was_left(take_in, plan, alice, client):
    take_in(deal(1), deal(2))
    update_opportunity(the(2), by=alice, amount=Decimal(1_700_000))
    batch = plan(deal(1, stage="Contract sent"), deal(2, "1600000"))
    client.force_login(alice)

    pages = [
        client.get(f"/imports/{batch.uid}/?step={step}").content.decode()
        for step in ("approval", "rows&outcome=match")
    ]

    for page in pages:
        assert 'Site visited<span class="became"><span class="sr-only">becomes </span>' in page
        assert (
            f'₹17,00,000<span class="small muted left-alone">stays: edited since by {alice}' in page
        )
        assert "the file says ₹16,00,000" in page
    assert "Amount stays <span" in pages[0]


def test_values_of_a_deal_one_may_not_see_are_not_in_the_plan(take_in, plan, alice, client):
    take_in(deal(1))
    batch = plan(deal(1, "1600000"))
    update_opportunity(the(1), by=None, visibility=0, owner=None, team=None)
    client.force_login(alice)

    page = client.get(f"/imports/{batch.uid}/?step=approval").content.decode()

    assert ("<dt>Amount</dt>" in page, "10,00,000" in page) == (True, False)


def test_the_result_the_report_and_rest_tell_what_changed_and_what_was_left(take_in, alice, client):
    take_in(deal(1), deal(2))
    update_opportunity(the(2), by=alice, amount=Decimal(1_700_000))
    batch = take_in(deal(1, "1500000"), deal(2, "1600000"), deal(3))
    client.force_login(alice)

    page = client.get(f"/imports/{batch.uid}/?step=result").content.decode()
    lines = list(report_lines(batch, alice))

    left = f"amount (edited since by {alice})"
    assert ("Changed: amount" in page, f"Left: {left}" in page) == (True, True)
    assert [(line[4], *line[-2:]) for line in lines[1:]] == [
        ("", "amount", ""), ("", "", left), ("opportunity", "", ""),
    ]  # fmt: skip
    counts = {name: batch.counts.get(f"applied_{name}") for name in ("updated", "linked")}
    assert counts | {"made": batch.counts["applied_opportunity"]} == {
        "updated": 1, "linked": 1, "made": 1,
    }  # fmt: skip


def test_what_hangs_together_is_left_together(take_in, alice):
    take_in(deal(1))
    update_opportunity(the(1), by=alice, currency="AED")

    batch = take_in(deal(1, "1200000"))

    assert (the(1).amount, the(1).currency) == (1_000_000, "AED")
    assert told(batch) == [(2, "linked", 2, {"amount": f"edited since by {alice}"})]


def test_an_empty_cell_takes_nothing_away(take_in):
    take_in(deal(1))

    batch = take_in(deal(1, "1200000", close=""))

    assert (str(the(1).expected_close), told(batch)[0][3]) == ("2026-12-19", {"amount": ""})


def test_a_narrower_export_takes_nothing_away_either(take_in):
    take_in(call(1, done="To do"), header=ACTIVITIES)
    narrow = "Activity - ID,Activity - Subject,Activity - Due date,Person - Email"

    take_in("1,Call again,2026-03-15,arjun@mehra.example", header=narrow)

    task = Task.objects.get()
    assert (task.title, task.kind, task.status) == ("Call again", "call", "open")
    assert task.details == "Wants 3 BHK"


def test_a_file_hands_no_deal_over_and_says_so(take_in):
    take_in(deal(1, owner="Bob"))

    batch = take_in(deal(1, owner="Carol", person=ZOE))

    assert (the(1).primary_contact.full_name, the(1).version) == ("Arjun Mehra", 1)
    assert told(batch)[0][3] == {
        "owner": "a file hands nothing over",
        "person": "a file does not change whose it is",
    }


def test_a_message_that_waits_for_its_person_is_corrected_too(take_in, alice, dora):
    first = take_in(call(1, person=STRANGER), header=ACTIVITIES)
    decide_rows(first, [Decision(2, "create")], by=alice)
    acts.apply(propose_rest(first, by=alice), by=dora)

    batch = take_in(call(1, note="Wants 4 BHK", person=STRANGER), header=ACTIVITIES)

    assert (Interaction.objects.get().body, Interaction.objects.get().contact) == (
        "Wants 4 BHK", None,
    )  # fmt: skip
    assert batch.resolutions.get().target_id is None


def test_a_row_whose_record_was_undone_since_the_approval_is_refused(take_in, plan, alice, dora):
    first = take_in(deal(1))
    batch = plan(deal(1, "1200000"))
    acts.undo(first, by=alice, approver=dora)

    acts.apply(batch.proposal, by=dora)

    assert outcomes(batch) == [("reject", "its record was archived since")]
    assert (the(1).amount, the(1).state) == (1_000_000, "archived")


def test_of_two_files_that_were_planned_alike_the_later_one_compares_with_the_first(
    take_in, plan, dora
):
    take_in(deal(1))
    one, other = plan(deal(1, "1200000")), plan(deal(1, "1300000"))

    for batch in (one, other):
        acts.apply(batch.proposal, by=dora)

    assert (the(1).amount, the(1).version) == (1_300_000, 3)


def test_a_deal_archived_here_is_left_alone(take_in, alice):
    take_in(deal(1))
    archive(the(1), by=alice)

    batch = take_in(deal(1, "1200000"), deal(2))

    assert outcomes(batch)[0] == ("skip", f"{SAME}; it was archived here since")


def test_what_was_said_to_somebody_who_was_erased_does_not_come_back(take_in, dora):
    take_in(call(1), header=ACTIVITIES)
    erase_contact(Contact.objects.get(full_name="Arjun Mehra"), by=dora, grounds="asked")

    batch = take_in(call(1, note="Wants 4 BHK"), header=ACTIVITIES)

    assert outcomes(batch) == [("reject", "erased at the person's wish")]
    assert batch.normalised.get().entity == {}


def test_what_a_later_file_changed_is_left_when_the_one_before_it_is_undone(take_in, alice, dora):
    take_in(deal(1))
    batch, _ = take_in(deal(1, "1200000")), take_in(deal(1, "1300000"))

    acts.undo(batch, by=alice, approver=dora)

    assert (the(1).amount, batch.results.get().reverted) == (1_300_000, "kept")
    assert batch.results.get().revert_note == (
        "left as it is: amount (changed since by another import)"
    )
