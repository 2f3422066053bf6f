"""What was applied is undone by a proposal of its own."""

import pytest

from approvals import services
from approvals.services import ItemDraft
from contacts.models import Contact
from contacts.services import update_contact
from tests.approvals.acts import approve, carry_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora", "frank")]


def test_revert_restores_what_was_before(proposal, dora, frank, bob, contact):
    done = carry_out(proposal, dora)

    reverted = carry_out(services.revert(done, by=bob), frank)

    contact.refresh_from_db()
    done.refresh_from_db()
    assert (reverted.state, contact.occupation, contact.version) == ("applied", "", 3)
    assert (done.items.get().apply_state, done.reverted_at is not None) == ("reverted", True)


def test_revert_lists_a_conflict_where_somebody_edited_since(proposal, dora, frank, bob, contact):
    done = carry_out(proposal, dora)
    update_contact(Contact.objects.get(pk=contact.pk), by=bob, occupation="Painter")

    reverted = carry_out(services.revert(done, by=bob), frank)

    contact.refresh_from_db()
    assert (reverted.state, contact.occupation) == ("conflict", "Painter")


def test_reverting_a_creation_archives_it_untouched(alice, dora, frank, bob):
    draft = ItemDraft(op="create", target_type="contact", after={"full_name": "Arjun Nair"})
    made = services.propose(kind="contact.create", title="Arjun", items=[draft], by=alice)
    done = carry_out(made, dora)

    carry_out(services.revert(done, by=bob), frank)

    assert Contact.objects.get(full_name="Arjun Nair").state == "archived"


def test_reverting_a_creation_somebody_touched_is_a_conflict(alice, dora, frank, bob):
    draft = ItemDraft(op="create", target_type="contact", after={"full_name": "Arjun Nair"})
    made = services.propose(kind="contact.create", title="Arjun", items=[draft], by=alice)
    done = carry_out(made, dora)
    update_contact(Contact.objects.get(full_name="Arjun Nair"), by=bob, department="Sales")

    item = carry_out(services.revert(done, by=bob), frank).items.get()

    assert (item.apply_state, item.conflict["code"]) == ("conflict", "touched_since")


def test_who_approved_does_not_approve_the_revert_alone(proposal, dora, bob):
    undo = services.revert(carry_out(proposal, dora), by=bob)

    with pytest.raises(services.NotEligibleError):
        approve(undo, dora)


def test_a_revert_can_be_reverted(proposal, dora, frank, grace, bob, contact):
    undone = carry_out(services.revert(carry_out(proposal, dora), by=bob), frank)

    carry_out(services.revert(undone, by=bob), grace)

    contact.refresh_from_db()
    assert (contact.occupation, contact.version) == ("Architect", 4)
