"""Evidence in bulk, and the sums it is added to."""

import hashlib
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contacts.models import Contact, ContactPoint
from contacts.selectors import CLAIMANT
from contacts.services import record_consent
from core.models import AuditEvent
from evidence.models import Evidence, EvidenceType, QDAggregate, QDScore
from evidence.selectors import household_members, score_of, score_of_group
from evidence.services import (
    check_scores,
    link_session,
    recompute_qd,
    rescore_everybody,
    take_in,
    withdraw_evidence,
)
from privacy.services import erase_contact
from tests.evidence.signs import AT, about, sign
from tests.factories.contacts import (
    ContactFactory,
    ContactPointFactory,
    HouseholdMemberFactory,
)
from tests.factories.core import ServiceFactory, UserFactory
from tests.factories.evidence import EvidenceFactory

pytestmark = pytest.mark.django_db


def words(outcomes):
    return [(outcome.outcome, outcome.reason) for outcome in outcomes]


def test_a_sign_about_a_known_person_counts(eve):
    meera = ContactFactory()

    outcomes = take_in([about(meera)], by=eve)

    assert words(outcomes) == [("created", "")]
    assert meera.qd.value == pytest.approx(score_of(meera, at=meera.qd.computed_at).value)


def test_a_repeat_is_a_duplicate_and_changes_nothing(eve):
    meera = ContactFactory()
    first = take_in([about(meera)], by=eve)

    again = take_in([about(meera, value=-1), about(meera)], by=eve)

    assert words(again) == [("duplicate", ""), ("duplicate", "")]
    assert again[0].uid == first[0].uid
    assert Evidence.objects.get().value == 1
    assert AuditEvent.objects.filter(action="evidence.taken_in").count() == 1


def test_a_number_one_person_claims_leads_to_them(eve):
    meera = ContactFactory()
    point = ContactPointFactory(contact=meera, is_identity=True)
    digest = hashlib.sha256(point.value_norm.encode()).hexdigest()

    outcomes = take_in([sign(subject={"point_hash": digest})], by=eve)

    assert words(outcomes) == [("created", "")]
    assert Evidence.objects.get().contact == meera


@example(text="\\xab \\1 é")
@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_hash_of_a_value_is_its_sha256_whatever_it_is_made_of(db, text):  # noqa: ARG001 -- opens the database
    with connection.cursor() as cursor:
        cursor.execute("SELECT contacts_point_hash(%s)", [text])
        digest = cursor.fetchone()[0]

    assert digest == hashlib.sha256(text.encode()).hexdigest()


def test_who_claims_a_hash_is_found_through_the_index():
    meera = ContactFactory()
    numbers = (f"+9198200{number:05}" for number in range(2_000))  # enough for a key to be worth it
    ContactPoint.objects.bulk_create(
        ContactPoint(contact=meera, kind="phone", value_norm=each) for each in numbers
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_contactpoint")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {CLAIMANT}".replace("s.point_hash", "repeat('a', 64)"))
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "point_claimed_hash" in plan


def test_a_session_nobody_knows_is_quarantined_until_it_is_linked(eve, dora):
    meera = ContactFactory()
    waiting = take_in([sign(1), sign(2, type="no_show")], by=eve)

    linked = link_session("room-7", meera, by=dora)
    later = take_in([sign(3, type="eoi_paid")], by=eve)

    assert words(waiting) == [("quarantined", "unresolved")] * 2
    assert (linked, words(later)) == (2, [("created", "")])
    assert meera.qd.value == pytest.approx(score_of(meera, at=meera.qd.computed_at).value)


def test_sensors_wait_for_consent(eve, dora):
    meera = ContactFactory()
    first = take_in([about(meera, 1, type="attention")], by=eve)
    record_consent(meera, by=dora, purpose="perception_analytics", status="granted")

    second = take_in([about(meera, 2, type="attention")], by=eve)

    assert words(first + second) == [("quarantined", "consent"), ("created", "")]


def test_a_kind_nobody_configured_is_kept_and_does_not_count(eve):
    meera = ContactFactory()

    outcomes = take_in([about(meera, type="levitated")], by=eve)

    assert words(outcomes) == [("quarantined", "unknown_type")]
    assert Evidence.objects.get().reported_type == "levitated"
    assert not QDScore.objects.filter(contact=meera).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"producer": "nobody"},
        {"value": 2},
        {"confidence": True},
        {"occurred_at": "2999-01-01T00:00:00Z"},
        {"occurred_at": "2026-11-01T00:00:00"},
        {"external_id": ""},
        {"subject": {}},
        {"subject": {"uid": "no"}},
        {"payload": {"embedding": [0.1]}},
        {"payload": "text"},
        {"footage": "…"},
    ],
)
def test_what_may_not_be_kept_is_invalid_and_holds_up_nothing_else(eve, wrong):
    meera = ContactFactory()

    outcomes = take_in([about(meera, 1) | wrong, about(meera, 2)], by=eve)

    assert [outcome.outcome for outcome in outcomes] == ["invalid", "created"]


def test_the_conduct_of_a_minor_is_invalid(eve):
    child = ContactFactory(date_of_birth="2015-01-01")

    assert take_in([about(child)], by=eve)[0].outcome == "invalid"


codes = st.sampled_from(
    ["price_asked", "payment_plan_asked", "not_interested", "whatsapp_reply", "no_show",
     "site_visit_done", "kyc_received", "attention"]
)  # fmt: skip
events = st.lists(
    st.tuples(codes, st.integers(0, 400), st.floats(-1, 1), st.floats(0, 1), st.booleans()),
    min_size=1,
    max_size=25,
)


@settings(max_examples=12)
@given(events=events, sizes=st.integers(1, 7))
def test_sums_kept_by_addition_equal_the_whole_computed_anew(events, sizes):
    meera = ContactFactory()
    record_consent(meera, by=UserFactory(), purpose="perception_analytics", status="granted")
    by = ServiceFactory()
    items = [
        about(meera, f"{meera.pk}-{place}", type=code, value=value, confidence=sure,
              occurred_at=(AT - timedelta(hours=hours, days=0 if near else 30)).isoformat())
        for place, (code, hours, value, sure, near) in enumerate(events)
    ]  # fmt: skip

    for start in range(0, len(items), sizes):
        take_in(items[start : start + sizes], by=by)

    kept = QDScore.objects.get(contact=meera)
    whole = score_of(meera, at=kept.computed_at)
    assert kept.value == pytest.approx(whole.value, abs=1e-9)
    assert kept.coverage == pytest.approx(whole.coverage, abs=1e-9)


def test_withdrawing_makes_the_sums_anew(eve, dora):
    meera = ContactFactory()
    take_in([about(meera, 1), about(meera, 2, type="eoi_paid")], by=eve)

    withdraw_evidence(Evidence.objects.get(external_id="s-1"), by=dora, reason="Wrong person")

    assert QDAggregate.objects.filter(contact=meera).count() == 1


def test_the_nightly_check_finds_mends_and_tells_of_drift(eve):
    meera = ContactFactory()
    take_in([about(meera)], by=eve)
    QDScore.objects.filter(contact=meera).update(value=99)

    found = check_scores(percent=100)

    assert [drift.contact_id for drift in found] == [meera.pk]
    assert check_scores(percent=100) == []


def test_everybody_is_scored_anew_after_a_change_of_weights(eve):
    meera = ContactFactory()
    take_in([about(meera)], by=eve)
    EvidenceType.objects.filter(code="site_visit_done").update(base_weight=1)

    done = rescore_everybody()

    kept = QDScore.objects.get(contact=meera)
    assert done == 1
    assert kept.value == pytest.approx(score_of(meera, at=kept.computed_at).value, abs=1e-9)


def test_a_household_is_the_union_of_its_members_by_their_part():
    spouse = HouseholdMemberFactory(decision_role="influencer")
    EvidenceFactory(contact=spouse.contact, type="eoi_paid")
    at = spouse.contact.qd.computed_at

    members = household_members(spouse.household, at.date())
    score = score_of_group(members, at=at)

    assert members[spouse.contact] == 0.5
    assert 50 < score.value < recompute_qd(spouse.contact, at=at).value


def test_nothing_counts_for_who_was_erased(eve, dora):
    gone = ContactFactory()
    erase_contact(gone, by=dora, grounds="her wish")

    outcomes = take_in([about(gone)], by=eve)

    assert words(outcomes) == [("quarantined", "unresolved")]
    assert Evidence.objects.get().contact is None
    assert QDScore.objects.count() == 0


def test_a_session_is_not_linked_to_who_was_erased(eve, dora):
    gone = ContactFactory()
    erase_contact(gone, by=dora, grounds="her wish")
    take_in([sign()], by=eve)

    assert link_session("room-7", gone, by=dora) == 0
    assert Evidence.objects.get().contact is None


def test_a_link_does_not_let_the_conduct_of_a_minor_count(eve, dora):
    child = ContactFactory(date_of_birth="2015-01-01")
    take_in([sign(), sign(2, type="eoi_paid")], by=eve)

    link_session("room-7", child, by=dora)

    states = Evidence.objects.order_by("pk").values_list("type__family", "state")
    assert list(states) == [("behavioural", "withdrawn"), ("transactional", "active")]
    assert child.qd.value == pytest.approx(score_of(child, at=child.qd.computed_at).value)


def test_the_age_that_matters_is_that_of_whom_a_merge_left(eve):
    child, double = ContactFactory(date_of_birth="2015-01-01"), ContactFactory()
    Contact.objects.filter(pk=double.pk).update(
        state="merged", merged_into=child, version=double.version + 1
    )

    outcomes = take_in([about(double)], by=eve)

    assert words(outcomes) == [("invalid", "The conduct of a minor is not watched.")]


def test_a_sign_of_one_with_the_number_of_another_is_of_neither(eve):
    meera, other = ContactFactory(), ContactPointFactory(is_identity=True)
    own = ContactPointFactory(contact=meera, is_identity=True)
    digests = [hashlib.sha256(p.value_norm.encode()).hexdigest() for p in (other, own)]
    subjects = [{"uid": str(meera.uid), "point_hash": digest} for digest in digests]

    outcomes = take_in([sign(n, subject=each) for n, each in enumerate(subjects)], by=eve)

    assert words(outcomes) == [
        ("invalid", "subject: uid and point_hash are of two people."),
        ("created", ""),
    ]
    assert list(Evidence.objects.values_list("contact", flat=True)) == [meera.pk]


@pytest.mark.parametrize(("ahead", "outcome"), [(2, "created"), (10, "invalid")])
def test_a_clock_may_be_some_minutes_fast(eve, ahead, outcome):
    moment = (timezone.now() + timedelta(minutes=ahead)).isoformat()

    found = take_in([about(ContactFactory(), occurred_at=moment)], by=eve)[0]

    assert found.outcome == outcome
    assert not Evidence.objects.filter(occurred_at__gt=timezone.now()).exists()
