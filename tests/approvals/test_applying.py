"""What was approved reaches the records, once and no further."""

from decimal import Decimal

import pytest

from approvals import registry, services
from approvals.models import ApprovalEvent, ApprovalPolicy
from approvals.services import ItemDraft
from contacts.models import Contact
from contacts.services import update_contact
from core.models import AuditEvent, ChangeEvent
from tests.approvals.acts import approve, carry_out, change, expire, steps, update
from tests.factories.contacts import ContactFactory, ContactPointFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora", "frank")]


def test_an_approved_change_reaches_the_record_once(proposal, dora, contact):
    done = carry_out(proposal, dora)

    contact.refresh_from_db()
    assert (done.state, contact.occupation, contact.version) == ("applied", "Architect", 2)
    assert steps(done) == ["submitted", "approved", "apply_started", "applied"]


def test_a_change_leaves_history_outbox_and_audit_that_name_the_proposal(proposal, dora, contact):
    carry_out(proposal, dora)

    cause = f"proposal:{proposal.uid}"
    newest = contact.history.get(version=2)
    feed = ChangeEvent.objects.get(entity_uid=contact.uid, version=2)
    applied = AuditEvent.objects.get(action="contact.update.applied")
    assert (newest.history_change_reason, newest.history_user_id) == (cause, dora.pk)
    assert (feed.cause, feed.changed_fields) == (cause, ["occupation"])
    assert (applied.proposal_uid, applied.object_version) == (proposal.uid, 2)


def test_applying_twice_changes_nothing_more(proposal, dora, contact):
    done = carry_out(proposal, dora)

    again = services.apply(done)

    contact.refresh_from_db()
    assert (again.state, contact.version, len(steps(again))) == ("applied", 2, 4)


def test_a_kind_no_app_knows_any_more_fails_and_those_behind_it_go_on(
    proposal, alice, dora, monkeypatch
):
    person = ContactFactory()
    item = ItemDraft(op="archive", target_type="contact", target_uid=person.uid)
    behind = services.propose(kind="contact.archive", title="x", items=[item], by=alice)
    approve(proposal, dora)
    approve(behind, dora)
    monkeypatch.delitem(registry._operations, "contact.update")

    stuck = services.resume_stuck()

    assert [each.state for each in stuck] == ["failed", "applied"]
    assert "contact.update" in stuck[0].error


def test_nothing_undecided_is_applied(proposal):
    with pytest.raises(services.IllegalTransitionError):
        services.apply(proposal)


def test_a_created_person_has_points_and_a_version(alice, dora):
    after = {"full_name": "Arjun Nair", "points": [{"kind": "email", "value": "a@nair.example"}]}
    draft = ItemDraft(op="create", target_type="contact", after=after)
    proposal = services.propose(kind="contact.create", title="Arjun", items=[draft], by=alice)

    item = carry_out(proposal, dora).items.get()

    person = Contact.objects.get(uid=item.applied_uid)
    assert (person.full_name, person.points.get().value_norm) == ("Arjun Nair", "a@nair.example")
    assert item.applied_version == person.version


def test_a_taken_identity_is_a_conflict_that_names_the_holder(alice, dora):
    holder = ContactPointFactory(is_identity=True).contact
    value = holder.points.get().value_norm
    after = {"full_name": "Arjun Nair", "points": [{"kind": "phone", "value": value}]}
    draft = ItemDraft(op="create", target_type="contact", after=after)

    proposal = services.propose(kind="contact.create", title="Arjun", items=[draft], by=alice)

    done = carry_out(proposal, dora)
    item = done.items.get()
    assert (done.state, item.conflict["holders"]) == ("conflict", [str(holder.uid)])
    assert not Contact.objects.filter(full_name="Arjun Nair").exists()


def test_safe_rebase_applies_over_an_edit_of_another_field(proposal, alice, dora, contact):
    update_contact(contact, by=alice, department="Sales")

    item = carry_out(proposal, dora).items.get()

    contact.refresh_from_db()
    assert (contact.occupation, contact.department) == ("Architect", "Sales")
    assert (item.apply_state, item.result["rebased"]) == ("applied", True)


def test_a_touched_field_is_a_conflict_with_three_values(proposal, alice, dora, contact):
    update_contact(contact, by=alice, occupation="Painter")

    done = carry_out(proposal, dora)

    values = done.items.get().conflict["fields"]["occupation"]
    contact.refresh_from_db()
    assert (done.state, contact.occupation) == ("conflict", "Painter")
    assert values == {"before": "", "current": "Painter", "proposed": "Architect"}


def test_a_value_that_is_there_already_is_no_change(proposal, alice, dora, contact):
    update_contact(contact, by=alice, occupation="Architect")

    done = carry_out(proposal, dora)

    assert (done.state, done.items.get().apply_state) == ("applied", "noop")


def test_one_conflict_leaves_the_other_items_applied(alice, dora):
    first, second = ContactFactory(), ContactFactory()
    items = [update(first, department="Sales"), update(second, department="Sales")]
    proposal = services.propose(kind="contact.update", title="Two", items=items, by=alice)
    update_contact(second, by=alice, department="Legal")

    done = carry_out(proposal, dora)

    assert (done.state, done.counts) == ("partially_applied", {"applied": 1, "conflict": 1})


def test_all_or_nothing_writes_nothing_on_one_conflict(alice, dora):
    first, second = ContactFactory(), ContactFactory()
    items = [update(first, department="Sales"), update(second, department="Sales")]
    proposal = services.propose(
        kind="contact.update", title="Two", items=items, by=alice, atomic=True
    )
    update_contact(second, by=alice, department="Legal")

    done = carry_out(proposal, dora)

    first.refresh_from_db()
    assert (done.state, first.version) == ("conflict", 1)


def test_values_that_may_not_be_are_a_conflict(alice, dora, contact):
    proposal = change(contact, by=alice, budget_max="50", budget_currency="INR")
    update_contact(contact, by=alice, budget_min=Decimal(100), budget_currency="INR")

    item = carry_out(proposal, dora).items.get()

    assert (item.apply_state, item.conflict["code"]) == ("conflict", "validation_error")


def test_a_service_does_not_apply(proposal, dora, eve):
    with pytest.raises(services.ServiceMayNotApproveError):
        services.apply(approve(proposal, dora), by=eve)


def test_a_rejected_item_is_left_out(alice, dora):
    first, second = ContactFactory(), ContactFactory()
    items = [update(first, department="Sales"), update(second, department="Sales")]
    proposal = services.propose(kind="contact.update", title="Two", items=items, by=alice)

    done = services.apply(approve(proposal, dora, item_decisions={2: "reject"}))

    assert (done.state, done.counts) == ("applied", {"applied": 1, "skipped": 1})


def test_a_policy_that_forbids_later_stops_an_approved_proposal(proposal, dora, contact):
    approved = approve(proposal, dora)
    ApprovalPolicy.objects.create(
        code="freeze", name="Freeze", kinds=["contact.update"], decision="forbid", priority=99
    )

    done = services.apply(approved)

    contact.refresh_from_db()
    assert (done.state, done.error[:14], contact.version) == ("failed", "policy_changed", 1)


def test_an_approver_who_lost_the_right_does_not_count(proposal, dora):
    approved = approve(proposal, dora)
    dora.is_active = False
    dora.save()

    assert services.apply(approved).error.startswith("not_eligible")


def test_expired_approval_not_applied(proposal, dora, contact):
    approved = approve(proposal, dora)
    expire(approved)

    done = services.apply(approved)

    contact.refresh_from_db()
    assert (done.state, contact.version) == ("expired", 1)


def test_a_policy_changes_by_proposal_and_keeps_its_versions(alice, dora, grace):
    draft = ItemDraft(
        op="config_activate",
        target_type="approvalpolicy",
        after={"code": "record-update", "required_approvals": 2},
    )
    proposal = services.propose(kind="policy.change", title="Stricter", items=[draft], by=alice)
    approve(proposal, dora)

    done = carry_out(proposal, grace)

    versions = ApprovalPolicy.objects.filter(code="record-update").order_by("version")
    assert done.state == "applied"
    assert [(p.version, p.active, p.required_approvals) for p in versions] == [
        (1, False, 1),
        (2, True, 2),
    ]


def test_every_step_is_audited(proposal, dora):
    done = carry_out(proposal, dora)

    audited = AuditEvent.objects.filter(object_type="proposal").order_by("id")
    assert [event.action.removeprefix("proposal.") for event in audited] == steps(done)
    assert ApprovalEvent.objects.filter(proposal=done, content_hash="").count() == 0
