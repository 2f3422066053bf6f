"""The life of a proposal: drafts, dependencies, names, patience, more than one no."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import timezone

from approvals import services
from approvals.models import ApprovalPolicy, ExclusiveKey, Proposal
from approvals.selectors import queue_for, visible_to
from approvals.services import ItemDraft
from tests.approvals.acts import approve, carry_out, change, steps, update
from tests.factories.contacts import ContactFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora", "frank")]


def drafted(contact, by, **after):
    items = [update(contact, **after)]
    return services.draft(kind="contact.update", title="Draft", items=items, by=by)


def seen(proposal):
    return {"revision": proposal.revision, "content_hash": proposal.content_hash}


def set_state(proposal, state):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE approvals_proposal SET state = %s WHERE id = %s", [state, proposal.pk]
        )


@pytest.fixture
def policy():
    """Put a rule for contacts in force that beats the others."""

    def make(**values):
        given = {"name": "x", "kinds": ["contact.update"], "approver_roles": ["founder", "steward"]}
        given |= {"code": "special", "fields": ["department"], "priority": 99}
        return ApprovalPolicy.objects.create(**given | {"decision": "review"} | values)

    return make


def test_a_draft_waits_for_its_author_alone(contact, alice, dora):
    draft = drafted(contact, alice, occupation="Architect")

    assert (draft.state, list(queue_for(dora))) == ("draft", [])
    assert (list(visible_to(dora)), list(visible_to(alice))) == ([], [draft])
    with pytest.raises(services.NotEligibleError):
        approve(draft, dora)


def test_a_draft_is_edited_and_submitted_by_its_author(contact, alice, bob, dora):
    draft = drafted(contact, alice, occupation="Architect")
    draft = services.edit(
        draft, by=alice, items=[update(contact, occupation="Painter")], reason="x"
    )
    with pytest.raises(services.ForbiddenError):
        services.submit(draft, by=bob)

    submitted = services.submit(draft, by=alice)

    assert (submitted.state, submitted.revision, submitted.policy.code) == (
        "pending",
        2,
        "record-update",
    )
    assert carry_out(submitted, dora).state == "applied"
    assert steps(submitted)[:3] == ["drafted", "edited", "submitted"]


def test_a_draft_that_nobody_could_approve_is_not_submitted(contact, alice, frank):
    draft = drafted(contact, alice, date_of_birth="1980-01-01")
    frank.groups.clear()

    with pytest.raises(
        services.NoApproverError, match="2 approvals by founder or admin or steward"
    ):
        services.submit(draft, by=alice)


def test_the_same_producer_supersedes_what_it_replaces(proposal, contact, alice, frank):
    other = change(contact, by=frank, occupation="Sculptor")
    wider = change(contact, by=alice, occupation="Painter", department="Art")

    states = [Proposal.objects.get(pk=row.pk).state for row in (proposal, other, wider)]

    assert states == ["superseded", "pending", "pending"]
    assert proposal.events.last().details == {"superseded_by": str(wider.uid)}


def test_a_narrower_proposal_leaves_the_wider_one(contact, alice):
    wider = change(contact, by=alice, occupation="Painter", department="Art")

    change(contact, by=alice, occupation="Architect")

    wider.refresh_from_db()
    assert wider.state == "pending"


def depending(first, contact, by):
    items = [update(contact, department="Board")]
    return services.propose(
        kind="contact.update", title="Second", items=items, by=by, depends_on=[first]
    )


def test_what_depends_on_another_waits_for_it(proposal, contact, alice, dora):
    second = approve(depending(proposal, contact, alice), dora)

    waiting = services.apply(second).state
    carry_out(proposal, dora)

    assert (waiting, services.apply(second).state) == ("approved", "applied")


def test_what_depends_on_a_rejected_one_expires_and_says_why(proposal, contact, alice, dora):
    second = approve(depending(proposal, contact, alice), dora)
    services.reject(proposal, by=dora, reason="no", **seen(proposal))

    done = services.apply(second)

    assert (done.state, done.events.last().reason) == (
        "expired",
        "it depends on “A change”, which came to nothing",
    )


def test_the_database_holds_the_order_of_dependencies(proposal, contact, alice, dora):
    second = approve(depending(proposal, contact, alice), dora)

    with pytest.raises(IntegrityError, match="depends on what is not applied"):
        set_state(second, "applying")


def test_a_proposal_is_assigned_to_who_may_decide(proposal, alice, bob, dora, frank):
    with pytest.raises(services.ForbiddenError):
        services.assign(proposal, to=frank, by=bob)
    with pytest.raises(ValidationError, match="may not decide"):
        services.assign(proposal, to=alice, by=dora)

    assigned = services.assign(proposal, to=frank, by=dora)

    assert (assigned.assignee, assigned.events.last().details) == (frank, {"to": "frank"})


def test_what_nobody_decides_goes_to_more_people(contact, alice, grace, policy):
    policy(approver_roles=["steward"], escalate_after_hours=24, escalate_to=["admin"])
    proposal = change(contact, by=alice, department="Board")
    before = list(queue_for(grace))
    Proposal.objects.update(escalate_at=timezone.now() - timedelta(hours=1))

    moved = (services.escalate_due(), services.escalate_due())

    assert (before, moved, list(queue_for(grace))) == ([], (1, 0), [proposal])
    assert approve(proposal, grace).state == "approved"


def test_a_majority_rejects_where_the_policy_asks_for_one(contact, alice, dora, frank, policy):
    policy(required_approvals=2, majority_reject=True)
    proposal = change(contact, by=alice, department="Board")

    first = services.reject(proposal, by=dora, reason="no", **seen(proposal))
    with pytest.raises(services.AlreadyDecidedError):
        approve(proposal, dora)
    second = services.reject(proposal, by=frank, reason="no", **seen(proposal))

    assert (first.state, second.state) == ("pending", "rejected")


def test_the_database_counts_rejections(proposal):
    with pytest.raises(IntegrityError, match="has not the rejections it needs"):
        Proposal.objects.filter(pk=proposal.pk).update(state="rejected", decided_at=timezone.now())


def test_an_error_that_will_not_pass_is_not_tried_again(proposal, dora):
    failed = approve(proposal, dora)
    Proposal.objects.filter(pk=failed.pk).update(state="applying")
    Proposal.objects.filter(pk=failed.pk).update(state="failed", error="a bug")

    with pytest.raises(services.PermanentFailureError):
        services.apply(failed)
    with pytest.raises(IntegrityError, match="only a passing error"):
        set_state(failed, "applying")


def test_what_failed_comes_back_as_a_new_revision_alone(proposal, dora, frank, contact):
    failed = approve(proposal, dora)
    Proposal.objects.filter(pk=failed.pk).update(state="applying")
    Proposal.objects.filter(pk=failed.pk).update(state="failed", error="a bug")

    again = services.edit(
        failed, by=frank, items=[update(contact, occupation="Painter")], reason="mended"
    )

    assert (again.state, again.revision) == ("pending", 2)


def archive(contact, by, **more):
    draft = ItemDraft(op="merge", target_type="contact", target_uid=contact.uid, **more)
    return services.propose(kind="identity.merge", title="Merge", items=[draft], by=by)


def test_a_record_is_merged_by_one_proposal_at_a_time(contact, alice, bob, dora):
    other = ContactFactory()
    first = archive(contact, alice, after={"losers": [str(other.uid)]})

    with pytest.raises(services.ExclusiveLockError) as refused:
        archive(other, bob)

    assert refused.value.holder == first.uid
    services.reject(first, by=dora, reason="no", **seen(first))
    assert archive(other, bob).state == "pending"


def test_the_key_of_an_open_proposal_is_not_given_away(contact, alice):
    archive(contact, alice)

    with pytest.raises(IntegrityError, match="is held until"):
        ExclusiveKey.objects.all().delete()


def test_expired_approval_not_applied(proposal, dora, contact):
    approved = approve(proposal, dora)
    Proposal.objects.filter(pk=proposal.pk).update(expires_at=timezone.now())

    done = services.apply(approved)

    contact.refresh_from_db()
    assert (done.state, contact.version, steps(done)[-1]) == ("expired", 1, "expired")


def test_the_clock_expires_approvals_as_well(proposal, dora):
    approve(proposal, dora)
    Proposal.objects.filter(pk=proposal.pk).update(expires_at=timezone.now())

    services.expire_due()

    proposal.refresh_from_db()
    assert proposal.state == "expired"
