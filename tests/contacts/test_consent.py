"""Consent: a withdrawal holds at once, and children are not watched."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from contacts.models import Contact
from contacts.selectors import consent_state
from contacts.services import record_consent
from evidence.models import EvidenceType, QDScore
from evidence.services import recompute_qd, record_evidence
from tests.factories.activities import InteractionFactory, TranscriptFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import SourceSystemFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def meera(alice) -> Contact:
    return ContactFactory(owner=alice)


@pytest.fixture
def child() -> Contact:
    return ContactFactory(date_of_birth=timezone.localdate() - timedelta(days=3000))


def holds(contact: Contact, purpose: str) -> tuple[str, bool]:
    row = next(row for row in consent_state(contact) if row["purpose"] == purpose)
    return row["status"], row["in_force"]


def test_the_latest_answer_holds(meera, alice):
    for status in ("granted", "withdrawn", "granted"):
        record_consent(meera, by=alice, purpose="marketing", status=status)

    assert holds(meera, "marketing") == ("granted", True)
    assert holds(meera, "profiling") == ("", False)


def test_a_consent_past_its_day_holds_no_more(meera, alice):
    record = record_consent(meera, by=alice, purpose="marketing", status="granted")
    past = timezone.now() - timedelta(days=2)
    record_consent(
        meera, by=alice, purpose="profiling", status="granted",
        at=past, expires_at=past + timedelta(days=1),
    )  # fmt: skip

    assert record.expires_at is None
    assert holds(meera, "profiling") == ("expired", False)


def test_a_withdrawal_stops_contact_at_once_even_from_a_stale_page(meera, alice):
    stale = Contact.objects.get(pk=meera.pk)
    record_consent(meera, by=alice, purpose="marketing", status="withdrawn")
    record_consent(stale, by=alice, purpose="marketing", status="granted")
    record_consent(stale, by=alice, purpose="marketing", status="denied")

    meera.refresh_from_db()
    assert meera.do_not_contact


def test_who_was_marked_by_hand_stays_so_whatever_else_they_agree_to(alice):
    meera = ContactFactory(owner=alice, do_not_contact=True)

    record_consent(meera, by=alice, purpose="call_recording", status="granted")

    meera.refresh_from_db()
    assert meera.do_not_contact


def test_a_withdrawal_closes_the_transcripts_at_once(meera, alice):
    consent = record_consent(meera, by=alice, purpose="call_recording", status="granted")
    call = InteractionFactory(contact=meera, kind="call")
    transcript = TranscriptFactory(interaction=call, consent=consent, state="segmented")

    record_consent(meera, by=alice, purpose="call_recording", status="withdrawn")

    transcript.refresh_from_db()
    assert transcript.state == "quarantined"


def test_a_withdrawal_takes_perception_out_of_the_score_at_once(meera, alice):
    record_consent(meera, by=alice, purpose="perception_analytics", status="granted")
    kind = EvidenceType.objects.filter(needs_consent="perception_analytics").first()
    sentinel = SourceSystemFactory(code="sentinel")
    record_evidence(
        producer=sentinel, external_id="1", type=kind, occurred_at=timezone.now(),
        by=None, contact=meera, value=1,
    )  # fmt: skip
    assert "perception" in recompute_qd(meera).components

    record_consent(meera, by=alice, purpose="perception_analytics", status="withdrawn")

    assert "perception" not in QDScore.objects.get(contact=meera).components


@pytest.mark.parametrize("purpose", ["perception_analytics", "profiling", "marketing"])
def test_nobody_agrees_to_watching_a_child(child, alice, purpose):
    with pytest.raises(ValidationError, match="for a minor"):
        record_consent(
            child, by=alice, purpose=purpose, status="granted", guardian=ContactFactory()
        )


def test_a_guardian_answers_for_a_child(child, alice):
    with pytest.raises(ValidationError, match="guardian"):
        record_consent(child, by=alice, purpose="service_communication", status="granted")

    record = record_consent(
        child, by=alice, purpose="service_communication", status="granted",
        guardian=ContactFactory(),
    )  # fmt: skip
    assert record.pk


def test_a_child_may_always_refuse(child, alice):
    assert record_consent(child, by=alice, purpose="profiling", status="denied").pk


def test_somebody_born_on_29_february_is_of_age_on_1_march():
    leapling = Contact(date_of_birth=date(2008, 2, 29))

    days = (date(2026, 2, 28), date(2026, 3, 1))

    assert [leapling.is_minor(day) for day in days] == [True, False]


@pytest.mark.parametrize(
    "sql",
    ["UPDATE contacts_consentrecord SET status = 'granted'", "DELETE FROM contacts_consentrecord"],
)  # fmt: skip
def test_an_answer_is_never_changed_nor_deleted(meera, alice, sql):
    record_consent(meera, by=alice, purpose="marketing", status="denied")

    assert refusal(lambda: connection.cursor().execute(sql)) == "row_is_kept"
