"""People decide, about what stands, and never about their own work."""

import pytest
from django.core.exceptions import ValidationError

from approvals import services
from approvals.models import Proposal
from core.models import AuditEvent
from tests.approvals.acts import approve, change, expire, update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora", "frank")]


def test_the_author_does_not_decide(proposal, alice):
    with pytest.raises(services.SelfApprovalError):
        approve(proposal, alice)


def test_who_proposed_through_a_service_does_not_decide(contact, eve, dora):
    proposal = services.propose(
        kind="contact.update",
        title="Oracle",
        items=[update(contact, occupation="Architect")],
        by=eve,
        on_behalf_of=dora,
    )

    with pytest.raises(services.SelfApprovalError):
        approve(proposal, dora)


def test_a_service_does_not_decide_and_the_attempt_is_on_record(proposal, eve):
    with pytest.raises(services.ServiceMayNotApproveError):
        approve(proposal, eve)

    refused = AuditEvent.objects.get(action="proposal.refused")
    assert (refused.actor, refused.payload) == (eve, {"code": "service_may_not_approve"})


def test_a_person_without_a_role_does_not_decide(proposal, bob):
    with pytest.raises(services.NotEligibleError):
        approve(proposal, bob)


def test_a_second_decision_is_told_so(proposal, dora, frank):
    approve(proposal, dora)

    with pytest.raises(services.AlreadyDecidedError):
        approve(proposal, frank)


def test_edit_after_approval_voids_approvals(alice, dora, frank, grace, contact):
    proposal = change(contact, by=alice, date_of_birth="1980-01-01")
    approve(proposal, dora)

    edited = services.edit(
        proposal, by=frank, items=[update(contact, date_of_birth="1981-01-01")], reason="typo"
    )

    assert (edited.revision, edited.state) == (2, "pending")
    assert approve(edited, grace).state == "pending"
    assert approve(edited, dora).state == "approved"


def test_who_edits_does_not_approve(proposal, contact, frank):
    draft = update(contact, occupation="Painter")

    edited = services.edit(proposal, by=frank, items=[draft], reason="knows better")

    with pytest.raises(services.SelfApprovalError):
        approve(edited, frank)


def test_both_versions_of_an_edited_proposal_are_kept(proposal, contact, alice):
    draft = update(contact, occupation="Painter")

    services.edit(proposal, by=alice, items=[draft], reason="misheard")

    kept = proposal.items.order_by("revision").values_list("revision", "after__occupation")
    assert list(kept) == [(1, "Architect"), (2, "Painter")]


def test_an_approval_of_an_older_revision_is_stale(proposal, contact, alice, dora):
    seen = Proposal.objects.get(pk=proposal.pk)
    services.edit(proposal, by=alice, items=[update(contact, occupation="Painter")], reason="x")

    with pytest.raises(services.StaleRevisionError):
        approve(seen, dora)


def test_changes_requested_come_back_as_a_new_revision(proposal, contact, alice, dora):
    stands = {"revision": 1, "content_hash": proposal.content_hash}
    sent_back = services.request_changes(proposal, by=dora, reason="which kind?", **stands)

    draft = update(contact, occupation="Landscape architect")
    edited = services.edit(sent_back, by=alice, items=[draft], reason="asked her")

    assert (sent_back.state, edited.state, edited.revision) == ("changes_requested", "pending", 2)


def test_a_rejection_says_why_and_ends_it(proposal, dora, frank):
    stands = {"revision": 1, "content_hash": proposal.content_hash}
    with pytest.raises(ValidationError):
        services.reject(proposal, by=dora, reason=" ", **stands)

    assert services.reject(proposal, by=dora, reason="wrong person", **stands).state == "rejected"
    with pytest.raises(services.AlreadyDecidedError):
        approve(proposal, frank)


def test_sensitive_fields_take_two_people_of_different_roles(alice, dora, frank, contact):
    proposal = change(contact, by=alice, date_of_birth="1980-01-01")

    assert approve(proposal, dora).state == "pending"
    assert approve(proposal, frank).state == "approved"


def test_the_same_person_approves_once(alice, dora, contact):
    proposal = change(contact, by=alice, date_of_birth="1980-01-01")
    approve(proposal, dora)

    with pytest.raises(services.AlreadyDecidedError):
        approve(proposal, dora)


def test_an_item_there_is_not_is_neither_accepted_nor_rejected(proposal, dora):
    stands = {"revision": 1, "content_hash": proposal.content_hash}

    with pytest.raises(ValidationError, match="no item 99"):
        approve(proposal, dora, item_decisions={99: "reject"})
    for items in ([99], [1, 99]):
        with pytest.raises(ValidationError, match="no item 99"):
            services.reject(proposal, by=dora, reason="wrong", items=items, **stands)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.events.count()) == ("pending", 1)


def test_the_clock_expires_what_nobody_decided(proposal, dora):
    expire(proposal)

    assert (services.expire_due(), services.expire_due()) == (1, 0)
    with pytest.raises(services.AlreadyDecidedError):
        approve(proposal, dora)


def test_an_author_takes_a_proposal_back_and_a_stranger_does_not(proposal, alice, bob):
    with pytest.raises(services.ForbiddenError):
        services.withdraw(proposal, by=bob)

    assert services.withdraw(proposal, by=alice).state == "withdrawn"


def test_a_remark_is_an_event(proposal, bob):
    event = services.comment(proposal, by=bob, text="She told me so.")

    assert (event.type, event.actor, event.seq) == ("commented", bob, 2)
