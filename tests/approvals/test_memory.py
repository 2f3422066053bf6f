"""What people said no to is not asked again; sources people disagree with lose their freedom."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from approvals import services
from approvals.models import AutoApplySwitch, RejectedValue
from approvals.selectors.calibration import calibrations, is_switched_off
from approvals.selectors.memory import rejected_before
from approvals.services import ItemDraft
from core.models import AuditEvent, SourceSystem
from tests.approvals.acts import approve, carry_out, change
from tests.factories.contacts import ContactFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora", "frank")]


@pytest.fixture
def source():
    return SourceSystem.objects.create(
        code="register", name="Register", kind="service", base_trust=80
    )


def suggest(contact, by, source, *, evidence=(), confidence="0.80", **after):
    item = ItemDraft(
        op="update",
        target_type="contact",
        target_uid=contact.uid,
        after=after,
        evidence=evidence,
    )
    return services.propose(
        kind="contact.update",
        title="A suggestion",
        items=[item],
        by=by,
        source=source,
        confidence=Decimal(confidence),
    )


def say_no(proposal, by, **more):
    stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}
    return services.reject(proposal, by=by, **stands | {"reason": "no"} | more)


def test_a_rejected_value_is_not_proposed_again_in_another_dress(contact, eve, dora, source):
    first = say_no(suggest(contact, eve, source, occupation="Architect"), dora)

    with pytest.raises(services.RejectedBeforeError) as refused:
        suggest(contact, eve, source, occupation="Architect", department="Board")

    assert (refused.value.rejections, refused.value.fields) == ([first.uid], ["occupation"])


def test_other_evidence_value_record_or_source_may_be_proposed(contact, eve, dora, source):
    say_no(suggest(contact, eve, source, evidence=["a"], occupation="Architect"), dora)
    another = SourceSystem.objects.create(code="other", name="Other", kind="service")

    again = [
        suggest(contact, eve, source, evidence=["a", "b"], occupation="Architect"),
        suggest(contact, eve, source, occupation="Painter"),
        suggest(ContactFactory(), eve, source, occupation="Architect"),
        suggest(contact, eve, another, occupation="Architect"),
    ]

    assert [each.state for each in again] == ["pending"] * 4


def test_after_ninety_days_it_may_be_asked_again(contact, eve, dora, source, monkeypatch):
    say_no(suggest(contact, eve, source, occupation="Architect"), dora)
    monkeypatch.setattr("approvals.selectors.memory.REMEMBERED", timedelta(0))

    later = suggest(contact, eve, source, occupation="Architect", department="Board")

    assert later.state == "pending"


def test_a_person_may_ask_again_and_reviewers_see_the_earlier_no(contact, alice, eve, dora, source):
    say_no(suggest(contact, eve, source, occupation="Architect"), dora, reason_code="outdated")

    proposal = change(contact, by=alice, occupation="Architect")

    [earlier] = rejected_before(proposal)
    assert (earlier.rejected_by, earlier.reason_code) == (dora, "outdated")


def test_a_field_that_was_turned_down_is_left_out_and_remembered(contact, eve, dora, source):
    proposal = suggest(contact, eve, source, occupation="Architect", department="Board")

    done = services.apply(
        approve(proposal, dora, field_rejections={1: ["department"]}, reason_code="outdated")
    )

    contact.refresh_from_db()
    kept = RejectedValue.objects.get()
    assert (done.state, contact.occupation, contact.department) == ("applied", "Architect", "")
    assert (kept.field, kept.reason_code, kept.producer) == (
        "department",
        "outdated",
        "source:register",
    )


@pytest.mark.parametrize("names", [["shoe_size"], ["occupation"]], ids=["unknown", "nothing left"])
def test_fields_are_turned_down_within_reason(proposal, dora, names):
    with pytest.raises(ValidationError):
        approve(proposal, dora, field_rejections={1: names})


def test_a_field_turned_down_stays_so_in_sql(contact, alice, dora):
    proposal = change(contact, by=alice, occupation="Architect", department="Board")
    approve(proposal, dora, field_rejections={1: ["department"]})

    with pytest.raises(IntegrityError, match="stays turned down"):
        proposal.items.update(rejected_fields=[])


def test_memory_is_kept_for_ever(contact, eve, dora, source):
    say_no(suggest(contact, eve, source, occupation="Architect"), dora)

    with pytest.raises(IntegrityError, match="kept for ever"):
        RejectedValue.objects.all().delete()


@pytest.fixture
def doubted(eve, dora, source, monkeypatch):
    """A source people accept once in four times."""
    monkeypatch.setattr("approvals.selectors.calibration.SAMPLE", 4)
    for answer in ("yes", "no", "no", "no"):
        wish = suggest(ContactFactory(), eve, source, confidence="0.97", full_name=f"New {answer}")
        approve(wish, dora) if answer == "yes" else say_no(wish, dora)
    return source


def test_a_source_people_doubt_loses_its_automatic_approvals(doubted, eve, contact):
    proposal = suggest(contact, eve, doubted, confidence="0.97", occupation="Architect")

    switch = AutoApplySwitch.objects.get()
    assert (proposal.state, switch.on, switch.accepted, switch.decided) == ("pending", False, 1, 4)
    assert AuditEvent.objects.filter(action="source.auto_apply_off").count() == 1


def test_a_person_turns_it_on_again_and_it_starts_afresh(doubted, eve, dora, contact):
    services.switch_auto_apply(doubted, on=True, by=dora, reason="They mended it.")

    proposal = suggest(contact, eve, doubted, confidence="0.97", occupation="Architect")

    assert (proposal.state, services.recalibrate(doubted)) == ("approved", None)


def test_not_everybody_turns_sources_on(doubted, frank):
    with pytest.raises(services.ForbiddenError):
        services.switch_auto_apply(doubted, on=True, by=frank, reason="please")


def test_a_machine_cannot_turn_itself_on_in_sql(source):
    with pytest.raises(IntegrityError, match="switch_people_turn_on"):
        AutoApplySwitch.objects.create(source=source, on=True, reason="I am fine")


def test_the_calibration_counts_by_confidence(doubted, eve, dora, contact):
    carry_out(suggest(contact, eve, doubted, confidence="0.55", occupation="Painter"), dora)

    [found] = calibrations()

    told = {str(each.low): (each.accepted, each.rejected) for each in found.buckets if each.decided}
    assert (told, found.total.share, found.on) == (
        {"0.5": (1, 0), "0.95": (1, 3)},
        0.4,
        False,
    )
    assert is_switched_off(doubted)


def test_what_was_reverted_counts_as_a_no(contact, eve, alice, dora, frank, source):
    done = carry_out(suggest(contact, eve, source, occupation="Architect"), dora)
    carry_out(services.revert(done, by=alice), frank)

    [found] = calibrations(since=timezone.now() - timedelta(days=1))

    assert found.total.rejected == 1
