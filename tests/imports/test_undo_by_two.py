"""An import is undone by two: whoever asks for it does not approve it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from approvals.models import ApprovalEvent, Proposal
from approvals.services import SelfApprovalError
from contacts.models import Contact
from imports import services
from tests.factories.core import UserFactory, in_role
from tests.imports.acts import ROWS, apply, carry_out, csv_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def applied(alice, dora, hubspot):
    """Alice brought a file and Dora alone approved it."""
    return carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)


def approve_in_sql(proposal, user) -> None:
    ApprovalEvent.objects.create(
        proposal=proposal, seq=99, revision=proposal.revision, content_hash=proposal.content_hash,
        type="approved", actor=user, actor_kind="human", policy_version=1,
    )  # fmt: skip


@pytest.fixture
def frank(db):  # noqa: ARG001 -- opens the database
    """A steward besides Dora."""
    return in_role(UserFactory(username="frank", full_name="Frank Shah"), "steward")


def test_who_approved_an_import_and_asks_to_undo_it_does_not_approve_that(applied, dora, frank):
    asked = services.propose_revert(applied, by=dora)

    with pytest.raises(SelfApprovalError):
        apply(asked, by=dora)
    with pytest.raises(IntegrityError, match="nobody approves"), transaction.atomic():
        approve_in_sql(asked, dora)
    with pytest.raises(IntegrityError, match="has not the approvals"), transaction.atomic():
        Proposal.objects.filter(pk=asked.pk).update(state="approved", decided_at=timezone.now())
    assert frank.is_active
    assert Contact.objects.live().count() == len(ROWS)


def test_asking_again_after_somebody_else_does_not_make_two_of_one(applied, dora, frank):
    first = services.propose_revert(applied, by=dora)
    again = services.propose_revert(applied, by=frank)

    assert (again.pk, again.proposer) == (first.pk, dora)
    with pytest.raises(SelfApprovalError):
        apply(again, by=dora)


def test_what_another_asks_for_is_approved_by_who_approved_the_import(applied, alice, dora):
    asked = services.propose_revert(applied, by=alice)

    apply(asked, by=dora)

    applied.refresh_from_db()
    assert (applied.state, asked.required_approvals) == ("reverted", 1)
    assert Contact.objects.live().count() == 0
