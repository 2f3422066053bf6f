"""What the database refuses whatever the code does: raw SQL against every rule of governance."""

import pytest
from django.db import IntegrityError, connection, transaction

from approvals import services
from approvals.choices import TRANSITIONS, ProposalState
from approvals.models import ApprovalEvent, ApprovalPolicy, Proposal
from tests.approvals.acts import approve, carry_out, change, update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora", "frank")]

DECISION = """
    INSERT INTO approvals_approvalevent
        (proposal_id, seq, revision, content_hash, type, actor_id, actor_kind, reason,
         reason_code, solo, details, request_id)
    SELECT id, 99, %(revision)s, content_hash, %(type)s, %(actor)s, %(kind)s, 'raw',
           '', false, '{}', ''
    FROM approvals_proposal WHERE id = %(proposal)s
"""


def run(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def decide(proposal, actor, *, kind="human", step="approved", revision=1):
    values = {"proposal": proposal.pk, "type": step, "revision": revision}
    run(DECISION, values | {"actor": actor and actor.pk, "kind": kind})


def test_nobody_approves_their_own_proposal_in_sql(proposal, alice):
    with pytest.raises(IntegrityError, match="nobody approves what they proposed"):
        decide(proposal, alice)


def test_nobody_approves_what_they_edited_in_sql(proposal, frank, contact):
    services.edit(proposal, by=frank, items=[update(contact, occupation="x")], reason="x")

    with pytest.raises(IntegrityError, match="nobody approves what they edited"):
        decide(proposal, frank, revision=2)


@pytest.mark.parametrize("step", ["approved", "rejected", "changes_requested"])
def test_a_service_decides_nothing_in_sql(proposal, eve, step):
    with pytest.raises(IntegrityError, match="event_people_decide"):
        decide(proposal, eve, kind="service", step=step)


def test_a_service_cannot_call_itself_human_in_sql(proposal, eve):
    with pytest.raises(IntegrityError, match="event_actor_is_of_kind"):
        decide(proposal, eve, kind="human")


def test_a_service_that_decided_cannot_have_become_human_before(proposal, dora):
    approve(proposal, dora)

    with pytest.raises(IntegrityError, match="event_actor_is_of_kind"):
        run("UPDATE core_user SET kind = 'service' WHERE id = %s", [dora.pk])


@pytest.mark.parametrize(
    ("kind", "guard"), [("human", "event_actor_has_a_kind"), ("", "event_people_decide")]
)
def test_nobody_approves_without_a_name_in_sql(proposal, kind, guard):
    with pytest.raises(IntegrityError, match=guard):
        decide(proposal, None, kind=kind)


def test_one_person_approves_a_revision_once_in_sql(alice, dora, contact):
    proposal = change(contact, by=alice, date_of_birth="1980-01-01")
    approve(proposal, dora)

    with pytest.raises(IntegrityError, match="event_one_approval_each"):
        decide(proposal, dora)


def test_an_older_revision_is_not_approved_in_sql(proposal, alice, dora, contact):
    services.edit(proposal, by=alice, items=[update(contact, occupation="x")], reason="x")

    with pytest.raises(IntegrityError, match="does not wait for approval"):
        decide(proposal, dora, revision=1)


def test_events_are_kept_for_ever(proposal):
    with pytest.raises(IntegrityError, match="kept for ever"):
        ApprovalEvent.objects.filter(proposal=proposal).update(reason="nothing happened")


@pytest.mark.usefixtures("proposal")
def test_nothing_becomes_approved_without_approvals_in_sql():
    with pytest.raises(IntegrityError, match="has not the approvals it needs"):
        run("UPDATE approvals_proposal SET state = 'approved', decided_at = now()")


@pytest.mark.usefixtures("proposal")
def test_the_rules_of_a_revision_are_not_weakened_in_sql():
    with pytest.raises(IntegrityError, match="content and rules of a revision never change"):
        run("UPDATE approvals_proposal SET required_approvals = 0")


def test_the_content_of_an_item_never_changes(proposal):
    with pytest.raises(IntegrityError, match="never changes"):
        proposal.items.update(after={"occupation": "Thief"})


def test_an_item_slipped_in_after_the_approval_is_not_applied(proposal, dora, contact):
    approved = approve(proposal, dora)
    item = proposal.items.get()
    item.pk, item.seq, item.kind, item.decision = None, 2, "account.update", "accepted"
    with pytest.raises(IntegrityError, match="takes no more items"), transaction.atomic():
        item.save(force_insert=True)
    run("SET LOCAL session_replication_role = replica")  # by who can switch the guards off
    item.save(force_insert=True)
    run("SET LOCAL session_replication_role = DEFAULT")

    done = services.apply(approved)

    contact.refresh_from_db()
    assert (done.state, done.error[:15], contact.version) == ("failed", "content_changed", 1)


def test_an_applied_item_is_not_applied_again(proposal, dora):
    carry_out(proposal, dora)

    with pytest.raises(IntegrityError, match="has been dealt with"):
        proposal.items.update(apply_state="pending")


@pytest.mark.usefixtures("proposal")
def test_the_author_of_a_proposal_never_changes(bob):
    with pytest.raises(IntegrityError, match="origin of proposal"):
        Proposal.objects.update(proposer=bob)


@pytest.mark.usefixtures("proposal")
@pytest.mark.parametrize("model", ["proposal", "proposalitem", "approvalevent", "approvalpolicy"])
def test_nothing_of_governance_is_deleted(model):
    with pytest.raises(IntegrityError, match="DELETE on approvals_"):
        run(f"DELETE FROM approvals_{model}")  # noqa: S608 -- a name from the list above


def test_a_policy_is_replaced_and_never_changed():
    with pytest.raises(IntegrityError, match="add a version"):
        ApprovalPolicy.objects.update(required_approvals=3)


def test_a_proposal_starts_as_pending(proposal, alice):
    with pytest.raises(IntegrityError, match="starts as a draft or as pending"):
        Proposal.objects.create(
            kind="x",
            title="x",
            proposer=alice,
            state="applied",
            content_hash="x",
            expires_at=proposal.expires_at,
        )


def test_code_and_database_know_the_same_steps():
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'approvals_legal_step'")
        source = cursor.fetchone()[0]

    pairs = {(a, b) for a in ProposalState.values for b in ProposalState.values}
    held = {pair for pair in pairs if f"'{pair[0]}>{pair[1]}'" in source}
    assert held == {(str(a), str(b)) for a, steps in TRANSITIONS.items() for b in steps}


@pytest.fixture
def done(proposal, dora):
    """What Alice proposed and Dora approved, applied."""
    return carry_out(proposal, dora)


def test_an_applied_proposal_takes_no_more_items_in_sql(done):
    with pytest.raises(IntegrityError, match="takes no more items"):
        run(
            "INSERT INTO approvals_proposalitem SELECT (jsonb_populate_record(i,"
            " jsonb_build_object('id', i.id + 1000000, 'seq', i.seq + 50))).*"
            " FROM approvals_proposalitem i WHERE proposal_id = %s",
            [done.pk],
        )


@pytest.mark.parametrize(
    "change",
    ["decision = 'rejected'", "result = '{}'", "applied_version = 99", "applied_uid = NULL"],
)
def test_what_was_applied_stays_on_record_in_sql(done, change):
    with pytest.raises(IntegrityError, match="is over"):
        run(f"UPDATE approvals_proposalitem SET {change} WHERE proposal_id = %s", [done.pk])  # noqa: S608 -- our own texts


@pytest.mark.parametrize(
    "change", ["title = 'x'", "expires_at = now() + interval '9 years'", "risk = 5 - risk"]
)
def test_an_applied_proposal_stays_as_it_was_in_sql(done, change):
    with pytest.raises(IntegrityError, match="is over"):
        run(f"UPDATE approvals_proposal SET {change} WHERE id = %s", [done.pk])  # noqa: S608 -- our own texts
