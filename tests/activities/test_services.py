"""Logging, tasks and notes, and what lists show of them."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.contrib.admin import site
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.models import Interaction, Note, Task
from activities.services import (
    ConsentRequiredError,
    add_note,
    add_task,
    add_transcript,
    cancel_task,
    complete_task,
    link_interaction,
    log_interaction,
    snooze_task,
    update_interaction,
    update_task,
)
from contacts.services import record_consent
from core.models import SourceSystem
from core.services import VersionConflictError
from tests.factories.activities import InteractionFactory, TaskFactory
from tests.factories.contacts import ContactFactory, ContactPointFactory
from tests.factories.opportunities import OpportunityFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TOMORROW = NOW + timedelta(days=1)
YESTERDAY = NOW - timedelta(days=1)


def summary(contact):
    contact.summary.refresh_from_db()
    return contact.summary


def test_a_repeat_returns_the_interaction_already_known(eve):
    whatsapp = SourceSystem.objects.get(code="whatsapp")
    message = {"kind": "whatsapp", "source": whatsapp, "external_id": "m1", "by": eve}

    first = log_interaction(occurred_at=NOW, body="Hello", **message)
    second = log_interaction(occurred_at=TOMORROW, body="Hello again", **message)

    assert (second, Interaction.objects.count()) == (first, 1)


def test_a_repeat_without_an_id_is_known_by_its_content(alice):
    meera = ContactFactory()
    call = {"kind": "call", "contact": meera, "occurred_at": NOW, "by": alice}

    first = log_interaction(body="Asked for the plan", **call)
    same = log_interaction(body="Asked for the plan", **call)
    other = log_interaction(body="Asked for the price", **call)

    assert (same, other == first) == (first, False)


def test_what_was_changed_since_is_not_taken_for_its_repeat(alice):
    call = {"kind": "call", "contact": ContactFactory(), "occurred_at": NOW, "by": alice}
    first = log_interaction(body="Asked for the plan", **call)
    update_interaction(first, by=alice, body="Asked for the price")

    again = log_interaction(body="Asked for the plan", **call)
    same = log_interaction(body="Asked for the price", **call)

    assert (again == first, again.body, same) == (False, "Asked for the plan", first)


def test_a_change_that_says_what_another_says_is_kept(alice):
    call = {"kind": "call", "contact": ContactFactory(), "occurred_at": NOW, "by": alice}
    first = log_interaction(body="Asked for the plan", **call)
    second = log_interaction(body="Asked for the price", **call)

    update_interaction(second, by=alice, body="Asked for the plan")

    assert second.body == "Asked for the plan"
    assert log_interaction(body="Asked for the plan", **call) == first


def test_the_latest_interaction_is_shown_whatever_the_order_of_arrival():
    meera = ContactFactory()

    InteractionFactory(contact=meera, occurred_at=NOW)
    InteractionFactory(contact=meera, occurred_at=YESTERDAY)

    assert summary(meera).last_interaction_at == NOW


def test_the_contact_of_an_interaction_is_the_one_of_its_number(alice):
    point = ContactPointFactory()

    logged = log_interaction(kind="call", occurred_at=NOW, channel_point=point, by=alice)

    assert logged.contact == point.contact


def test_a_consent_that_begins_tomorrow_allows_no_recording_today(alice):
    call = InteractionFactory(contact=ContactFactory())
    consent = {"purpose": "call_recording", "status": "granted"}
    record_consent(call.contact, by=alice, at=TOMORROW, **consent)

    with pytest.raises(ConsentRequiredError):
        add_transcript(call, text="Hello", engine="whisper", by=alice)

    record_consent(call.contact, by=alice, at=YESTERDAY, **consent)
    assert add_transcript(call, text="Hello", engine="whisper", by=alice)[1]


def test_the_snippet_is_the_beginning_of_the_body(alice):
    logged = log_interaction(
        kind="email", occurred_at=NOW, body="Dear\n all " + "x" * 300, by=alice
    )

    assert logged.snippet == ("Dear all " + "x" * 300)[:280]


def test_linking_an_unknown_caller_moves_the_last_interaction(alice):
    meera = ContactFactory()
    call = InteractionFactory(contact=None, occurred_at=NOW)

    link_interaction(call, contact=meera, by=alice)

    assert summary(meera).last_interaction_at == NOW


def test_the_soonest_open_task_is_shown(alice):
    meera = ContactFactory()
    later = add_task(title="Send plan", contact=meera, due_at=TOMORROW, by=alice)
    sooner = add_task(title="Call", contact=meera, due_at=NOW, by=alice)
    assert summary(meera).next_task_due_at == NOW

    complete_task(sooner, by=alice)
    assert summary(meera).next_task_due_at == TOMORROW

    cancel_task(later, by=alice)
    assert summary(meera).next_task_due_at is None


def test_a_task_on_a_deal_is_one_on_its_buyer(alice):
    deal = OpportunityFactory()

    task = add_task(title="Draft agreement", opportunity=deal, by=alice)

    assert (task.contact, task.assignee) == (deal.primary_contact, alice)


def test_a_done_task_keeps_the_time_it_was_done(alice):
    task = complete_task(TaskFactory(), by=alice)
    done_at = task.completed_at

    complete_task(task, by=alice)

    assert (task.status, task.completed_at, task.version) == ("done", done_at, 2)


def test_snoozing_puts_the_task_off_and_drops_an_earlier_reminder(alice):
    task = TaskFactory(due_at=NOW, remind_at=YESTERDAY)

    snooze_task(task, until=TOMORROW, by=alice)

    assert (task.due_at, task.remind_at) == (TOMORROW, None)
    assert summary(task.contact).next_task_due_at == TOMORROW


def test_a_task_somebody_changed_is_not_completed(alice):
    task = TaskFactory()
    stale = Task.objects.get(pk=task.pk)
    snooze_task(task, until=TOMORROW, by=alice)

    with pytest.raises(VersionConflictError):
        complete_task(stale, by=alice)


def test_an_empty_note_is_refused(alice):
    with pytest.raises(ValidationError):
        add_note(body=" ", contact=ContactFactory(), by=alice)


def test_a_private_note_is_read_by_its_author_alone(alice, bob, dora):
    meera = ContactFactory(owner=alice, team=alice.team)

    note = add_note(body="Divorcing", contact=meera, visibility="private", by=alice)

    seen = [list(Note.objects.visible_to(person)) for person in (alice, bob, dora)]
    assert seen == [[note], [], []]


def test_charlie_cannot_see_what_happened_with_alices_contact(alice, bob, charlie):
    meera = ContactFactory(owner=alice, team=alice.team)
    InteractionFactory(contact=meera)
    TaskFactory(contact=meera)

    for rows in (Interaction.objects, Task.objects):
        seen = [rows.visible_to(person).count() for person in (alice, bob, charlie)]
        assert seen == [1, 1, 0]


def test_an_unresolved_interaction_is_seen_by_the_person_who_had_it(alice, bob, dora):
    InteractionFactory(contact=None, user=alice)

    seen = [Interaction.objects.visible_to(person).count() for person in (alice, bob, dora)]
    assert seen == [1, 0, 1]


def test_what_has_not_happened_yet_is_not_logged(alice):
    meera = ContactFactory()
    call = log_interaction(kind="call", contact=meera, occurred_at=NOW, by=alice)

    with pytest.raises(ValidationError, match="This lies ahead"):
        log_interaction(kind="call", contact=meera, occurred_at=NOW + timedelta(days=2), by=alice)
    with pytest.raises(ValidationError, match="This lies ahead"):
        update_interaction(call, by=alice, occurred_at=NOW + timedelta(days=2))

    assert summary(meera).last_interaction_at == NOW


def test_nobody_is_offered_a_reminder_as_nobody_is_reminded():
    page = site.get_model_admin(Task)

    assert "due_at" in flatten_fieldsets(page.fieldsets)
    assert "remind_at" not in flatten_fieldsets(page.fieldsets)


@pytest.mark.parametrize("year", [1900, 2015, 2037, 9999])
def test_a_task_is_due_within_ten_years_of_today(alice, year):
    task, then = TaskFactory(by=alice), datetime(year, 1, 1, tzinfo=UTC)

    for late in (
        partial(add_task, title="Call", due_at=then),
        partial(update_task, task, due_at=then),
        partial(snooze_task, task, until=then),
    ):
        with pytest.raises(ValidationError, match="within ten years of today"):
            late(by=alice)

    assert Task.objects.get().version == 1


def test_a_task_a_file_brought_with_an_old_date_can_still_be_done(alice):
    task = TaskFactory(by=alice)
    Task.objects.filter(pk=task.pk).update(due_at=datetime(1995, 1, 1, tzinfo=UTC), version=2)
    task.refresh_from_db()

    assert complete_task(task, by=alice).status == "done"
