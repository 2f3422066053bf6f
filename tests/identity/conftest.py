"""People who merge and people who are merged."""

import pytest
from django.contrib.auth.models import Group

from core.models import User
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory


@pytest.fixture
def dora(dora) -> User:
    """The founder: sees everything and approves."""
    dora.groups.add(Group.objects.get(name="founder"))
    return dora


@pytest.fixture
def frank(db) -> User:  # noqa: ARG001 -- opens the database
    """A steward who works through the queue."""
    frank = UserFactory(username="frank", full_name="Frank Shah", perms=["core.see_everything"])
    frank.groups.add(Group.objects.get(name="steward"))
    return frank


@pytest.fixture
def meera(alice):
    """The one who stays."""
    return ContactFactory(full_name="Meera Rao", occupation="Architect", owner=alice, by=alice)


@pytest.fixture
def mira(alice):
    """The same person, spelt otherwise."""
    return ContactFactory(full_name="Mira Rao", department="Design", owner=alice, by=alice)
