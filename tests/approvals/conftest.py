"""The people who decide, and things to decide about."""

import pytest

from approvals.models import Proposal
from core.models import User
from tests.approvals.acts import approve, change
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory, in_role


@pytest.fixture
def dora(dora) -> User:
    """The founder: sees everything and approves."""
    return in_role(dora, "founder")


@pytest.fixture
def frank(db) -> User:  # noqa: ARG001 -- opens the database
    """A steward: approves what is business."""
    return in_role(UserFactory(username="frank", full_name="Frank Shah"), "steward")


@pytest.fixture
def grace(db) -> User:  # noqa: ARG001 -- opens the database
    """An administrator: approves what is system."""
    return in_role(UserFactory(username="grace", full_name="Grace Menon"), "admin")


@pytest.fixture
def contact(alice):
    """A person Alice owns."""
    return ContactFactory(full_name="Meera Rao", owner=alice, team=alice.team, by=alice)


@pytest.fixture
def proposal(contact, alice, dora, frank):  # noqa: ARG001 -- dora and frank may decide
    """Alice proposes an occupation for Meera."""
    return change(contact, by=alice, occupation="Architect")


@pytest.fixture
def decided(proposal, dora) -> Proposal:
    """The same, and Dora said yes."""
    return approve(proposal, dora)
