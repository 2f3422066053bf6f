"""An installation of one person: allowed to say yes to itself, in red, and only by setting."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from approvals import services
from approvals.selectors import queue_for
from core.models import AuditEvent
from tests.approvals.acts import approve, carry_out, change
from tests.factories.contacts import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(dora):
    """A person Dora looks after herself."""
    return ContactFactory(owner=dora)


@pytest.fixture
def alone(settings, dora):
    """Dora runs the house by herself and said so."""
    settings.SOLO_MODE = True
    return dora


@pytest.fixture
def hers(contact, alone):
    return change(contact, by=alone, date_of_birth="1980-01-01")


def test_without_the_setting_one_person_cannot_even_submit(contact, dora):
    with pytest.raises(services.NoApproverError):
        change(contact, by=dora, occupation="Architect")


def test_alone_an_author_approves_for_a_reason_and_it_is_flagged(hers, alone):
    waiting = list(queue_for(alone))
    with pytest.raises(ValidationError):
        approve(hers, alone)

    done = carry_out_for(hers, alone)

    event = hers.events.get(type="approved")
    audited = AuditEvent.objects.get(action="proposal.approved").payload
    assert (waiting, done.state, done.solo, event.solo) == ([hers], "applied", True, True)
    assert audited["solo"] is True


def carry_out_for(proposal, who):
    return services.apply(approve(proposal, who, reason="I am alone here."))


def test_with_somebody_else_to_ask_four_eyes_hold(contact, alone, frank):
    proposal = change(contact, by=alone, occupation="Architect")

    with pytest.raises(services.SelfApprovalError):
        approve(proposal, alone, reason="I am in a hurry.")
    assert carry_out(proposal, frank).solo is False


def test_a_proposal_of_solo_days_is_not_approved_alone_later(hers, alone, settings):
    settings.SOLO_MODE = False

    with pytest.raises(services.SelfApprovalError):
        approve(hers, alone, reason="It was allowed then.")


ROW = """
    INSERT INTO approvals_approvalevent
        (proposal_id, seq, revision, content_hash, type, actor_id, actor_kind, reason,
         reason_code, solo, details, request_id)
    SELECT id, 99, revision, content_hash, 'approved', %s, 'human', %s, '', true, '{}', ''
    FROM approvals_proposal WHERE id = %s
"""


def open_the_door():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.solo', 'on', true)")


def insert(proposal, who, reason="alone"):
    with connection.cursor() as cursor:
        cursor.execute(ROW, [who.pk, reason, proposal.pk])


def test_the_flag_alone_opens_nothing_in_sql(hers, alone):
    with pytest.raises(IntegrityError, match="nobody approves what they proposed"):
        insert(hers, alone)


@pytest.mark.usefixtures("dora", "frank")
def test_a_proposal_others_could_decide_is_not_solo_in_sql(contact, alice):
    proposal = change(contact, by=alice, occupation="Architect")
    open_the_door()

    with pytest.raises(IntegrityError, match="nobody approves what they proposed"):
        insert(proposal, alice)


def test_solo_says_why_in_sql(hers, alone):
    open_the_door()

    with pytest.raises(IntegrityError, match="event_solo_says_why"):
        insert(hers, alone, reason=" ")


def test_the_red_flag_stays(hers, alone):
    carry_out_for(hers, alone)

    with pytest.raises(IntegrityError, match="the red flag"):
        type(hers).objects.update(solo=False)
