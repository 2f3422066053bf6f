"""Team leads decide about what is of low risk, in their own teams."""

import pytest
from django.contrib.auth.models import Group

from approvals import services
from approvals.models import Proposal
from approvals.selectors import queue_for, visible_to
from approvals.services import ItemDraft, NotEligibleError
from core.models import User
from ops.services import sync_roles
from tests.approvals.acts import approve, carry_out, change
from tests.factories.core import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


def lead_of(team, name: str) -> User:
    sync_roles()
    user = UserFactory(username=name, team=team)
    user.groups.add(Group.objects.get(name="lead"))
    team.lead = user
    team.save()
    return user


@pytest.fixture
def lena(north) -> User:
    """Leads the team of Alice and Bob."""
    return lead_of(north, "lena")


@pytest.fixture
def newcomer(alice, dora, frank, lena) -> Proposal:  # noqa: ARG001 -- they may decide
    """Alice proposes a new person, for her team."""
    draft = ItemDraft(op="create", target_type="contact", after={"full_name": "Meera Rao"})
    return services.propose(kind="contact.create", title="New", by=alice, items=[draft])


def test_a_lead_approves_a_new_person_of_their_team(newcomer, lena):
    assert list(queue_for(lena)) == [newcomer]
    assert carry_out(newcomer, lena).state == "applied"


def test_so_does_the_lead_of_the_team_above(newcomer, north):
    north.parent = TeamFactory(name="West")
    north.save()
    wanda = lead_of(north.parent, "wanda")

    assert approve(newcomer, wanda).state == "approved"


def test_the_lead_of_another_team_does_not_know_of_it(newcomer, south):
    sam = lead_of(south, "sam")

    with pytest.raises(NotEligibleError):
        approve(newcomer, sam)
    assert (list(queue_for(sam)), list(visible_to(sam))) == ([], [])


def test_a_right_to_decide_makes_no_lead_of_another_team(newcomer, south):
    sam = lead_of(south, "sam")
    sam.user_permissions.add(*Group.objects.get(name="steward").permissions.all())

    with pytest.raises(NotEligibleError):
        approve(newcomer, User.objects.get(pk=sam.pk))


def test_what_is_of_more_than_low_risk_is_not_a_lead_s(contact, alice, dora, frank, lena):  # noqa: ARG001 -- they may decide
    wish = change(contact, by=alice, occupation="Architect")
    Proposal.objects.filter(pk=wish.pk).update(revision=2, approver_roles=["lead", "steward"])
    wish.refresh_from_db()

    with pytest.raises(NotEligibleError):
        approve(wish, lena)
    assert list(queue_for(lena)) == []


def test_a_new_person_for_another_team_is_that_team_s(alice, dora, frank, south, lena):  # noqa: ARG001 -- they may decide
    after = {"full_name": "Meera Rao", "team": south.name}
    draft = ItemDraft(op="create", target_type="contact", after=after)
    proposal = services.propose(kind="contact.create", title="New", by=alice, items=[draft])

    assert (proposal.team, list(queue_for(lena))) == (south, [])


def test_a_lead_does_not_approve_their_own(lena, dora, frank):  # noqa: ARG001 -- they may decide
    draft = ItemDraft(op="create", target_type="contact", after={"full_name": "Meera Rao"})
    own = services.propose(kind="contact.create", title="New", by=lena, items=[draft])

    assert list(queue_for(lena)) == []
    with pytest.raises(services.SelfApprovalError):
        approve(own, lena)
