"""Deciding in somebody's place: for a time, for some kinds, never by a service."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import timezone

from approvals import services
from approvals.models import Delegation
from approvals.selectors import queue_for
from tests.approvals.acts import approve, carry_out, change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora", "frank")]
HOUR = timedelta(hours=1)


def lend(giver, to, *, kinds=("contact.*",), start=-HOUR, end=HOUR):
    now = timezone.now()
    return services.delegate(
        to=to, kinds=list(kinds), starts_at=now + start, ends_at=now + end, by=giver
    )


def test_a_delegate_decides_in_the_lenders_name(proposal, frank, bob):
    lend(frank, bob)

    done = carry_out(proposal, bob)

    event = proposal.events.get(type="approved")
    assert (done.state, event.actor, event.on_behalf_of) == ("applied", bob, frank)


def test_a_delegate_sees_what_waits_for_the_lender(proposal, frank, bob):
    before = list(queue_for(bob))
    lend(frank, bob)

    assert (before, list(queue_for(bob))) == ([], [proposal])


@pytest.mark.parametrize(
    "lent", [{"kinds": ["account.*"]}, {"start": HOUR, "end": 2 * HOUR}], ids=["kinds", "period"]
)
def test_outside_its_kinds_and_time_a_delegation_is_nothing(proposal, frank, bob, lent):
    lend(frank, bob, **lent)

    with pytest.raises(services.NotEligibleError):
        approve(proposal, bob)


def test_a_revoked_delegation_is_nothing(proposal, frank, bob):
    services.revoke_delegation(lend(frank, bob), by=frank)

    with pytest.raises(services.NotEligibleError):
        approve(proposal, bob)


def test_lender_and_delegate_are_one_voice(contact, alice, frank, bob):
    lend(frank, bob)
    proposal = change(contact, by=alice, date_of_birth="1980-01-01")
    approve(proposal, frank)

    with pytest.raises(services.NotEligibleError):
        approve(proposal, bob)
    assert list(queue_for(bob)) == []


def test_an_author_borrows_no_voice(proposal, frank, alice):
    lend(frank, alice)

    with pytest.raises(services.SelfApprovalError):
        approve(proposal, alice)


def test_an_author_lends_no_voice(contact, frank, bob):
    lend(frank, bob)
    own = change(contact, by=frank, occupation="Architect")

    with pytest.raises(services.NotEligibleError):
        approve(own, bob)


def test_a_service_is_no_delegate(frank, eve):
    with pytest.raises(ValidationError, match="services do not decide"):
        lend(frank, eve)


def test_who_decides_nothing_lends_nothing(alice, bob):
    with pytest.raises(services.ForbiddenError):
        lend(alice, bob)


ROW = """
    INSERT INTO approvals_delegation
        (from_user_id, from_kind, to_user_id, to_kind, kinds, starts_at, ends_at, reason)
    VALUES (%s, 'human', %s, %s, '{contact.*}', now(), now() + interval '1 day', '')
"""


@pytest.mark.parametrize(
    ("kind", "guard"),
    [("human", "delegation_to_person"), ("service", "delegation_between_people")],
)
def test_a_service_is_no_delegate_in_sql(frank, eve, kind, guard):
    with pytest.raises(IntegrityError, match=guard), connection.cursor() as cursor:
        cursor.execute(ROW, [frank.pk, eve.pk, kind])


VOICE = """
    INSERT INTO approvals_approvalevent
        (proposal_id, seq, revision, content_hash, type, actor_id, actor_kind, on_behalf_of_id,
         reason, reason_code, solo, details, request_id)
    SELECT id, 99, revision, content_hash, 'approved', %s, 'human', %s, '', '', false, '{}', ''
    FROM approvals_proposal WHERE id = %s
"""


def test_nobody_takes_a_voice_that_was_not_lent_in_sql(proposal, frank, bob):
    with (
        pytest.raises(IntegrityError, match="does not decide for user"),
        connection.cursor() as cursor,
    ):
        cursor.execute(VOICE, [bob.pk, frank.pk, proposal.pk])


def test_a_delegation_only_ends(frank, bob):
    lend(frank, bob)

    with pytest.raises(IntegrityError, match="revoke it, then make another"):
        Delegation.objects.update(ends_at=timezone.now() + timedelta(days=900))
