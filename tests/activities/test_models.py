"""What the database refuses about interactions, transcripts, notes, tasks and files."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.accounts import AccountFactory
from tests.factories.activities import (
    AttachmentFactory,
    InteractionFactory,
    InteractionParticipantFactory,
    NoteFactory,
    TaskFactory,
    TranscriptFactory,
    TranscriptSegmentFactory,
)
from tests.factories.contacts import ConsentRecordFactory
from tests.refusals import insert_refused_by, refused_by

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint"),
    [
        (InteractionFactory, {"kind": "pigeon"}, "interaction_kind_known"),
        (InteractionFactory, {"direction": "up"}, "interaction_direction_known"),
        (InteractionFactory, {"outcome": "sold"}, "interaction_outcome_known"),
        (
            InteractionFactory,
            {"sentiment": 2, "sentiment_source": "model"},
            "interaction_sentiment_range",
        ),
        (InteractionFactory, {"sentiment": 1}, "interaction_sentiment_has_source"),
        (InteractionFactory, {"action_items": {}}, "interaction_action_items_is_array"),
        (InteractionParticipantFactory, {"contact": None}, "participant_is_one"),
        (InteractionParticipantFactory, {"role": "witness"}, "participant_role_known"),
        (TranscriptFactory, {"state": "received"}, "transcript_needs_consent"),
        (TranscriptSegmentFactory, {"t0": 3}, "segment_runs_forward"),
        (TranscriptSegmentFactory, {"confidence": 1.5}, "segment_confidence_range"),
        (NoteFactory, {"contact": None}, "note_has_one_target"),
        (NoteFactory, {"body": "\n "}, "note_says_something"),
        (NoteFactory, {"visibility": "private"}, "note_private_has_author"),
        (TaskFactory, {"title": ""}, "task_has_a_title"),
        (TaskFactory, {"status": "done"}, "task_done_says_when"),
        (TaskFactory, {"completed_at": timezone.now()}, "task_done_says_when"),
        (TaskFactory, {"priority": 9}, "task_priority_known"),
        (TaskFactory, {"kind": "nap"}, "task_kind_known"),
        (TaskFactory, {"due_at": datetime(9999, 1, 1, tzinfo=UTC)}, "task_due_in_our_days"),
        (TaskFactory, {"due_at": datetime(1850, 1, 1, tzinfo=UTC)}, "task_due_in_our_days"),
        (AttachmentFactory, {"contact": None}, "attachment_has_one_target"),
        (AttachmentFactory, {"sha256": "abc"}, "attachment_sha256_is_hex"),
        (AttachmentFactory, {"scan_status": "fine"}, "attachment_scan_known"),
    ],
)
def test_the_database_refuses(factory, wrong, constraint):
    assert refused_by(factory(), **wrong) == constraint


def test_an_interaction_ends_after_it_began():
    call = InteractionFactory(kind="call")
    before = call.occurred_at - timedelta(seconds=1)

    assert refused_by(call, ended_at=before) == "interaction_ends_after_start"


def test_a_source_sends_an_interaction_once():
    first, second = InteractionFactory(), InteractionFactory()

    assert refused_by(second, external_id=first.external_id) == "interaction_once_per_source"


def test_a_note_has_one_target():
    assert refused_by(NoteFactory(), account=AccountFactory()) == "note_has_one_target"


def test_a_transcript_with_consent_leaves_quarantine():
    transcript = TranscriptFactory(
        state="received", consent=ConsentRecordFactory(purpose="call_recording")
    )

    assert transcript.state == "received"


def test_a_text_of_an_interaction_is_kept_once():
    first = TranscriptFactory()
    second = TranscriptFactory(interaction=first.interaction)

    assert refused_by(second, text_sha256=first.text_sha256) == "transcript_once"


def test_a_segment_has_one_place():
    first = TranscriptSegmentFactory()
    second = TranscriptSegmentFactory.build(transcript=first.transcript, seq=first.seq)

    assert insert_refused_by(second) == "segment_once"


def test_a_task_that_was_due_in_the_year_9999_is_due_at_the_end_of_the_century():
    task, mend = TaskFactory(), import_module("activities.migrations.0008_due_in_our_days").MEND
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE activities_task DROP CONSTRAINT task_due_in_our_days")
        cursor.execute(
            "UPDATE activities_task SET due_at = '9999-01-01', version = 2 WHERE id = %s", [task.pk]
        )
        cursor.execute(mend)
    other = TaskFactory()

    task.refresh_from_db()
    assert (task.due_at, task.version) == (datetime(2100, 12, 31, tzinfo=UTC), 3)
    assert (task.history.count(), other.version) == (3, 1)
