"""People who merge and people who are merged."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from core.models import User
from identity.services.keeping import rebuild_keys
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory
from tests.identity.acts import People, known


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
def browser(client, frank) -> Client:
    """Frank's browser."""
    client.force_login(frank)
    return client


@pytest.fixture
def meera(alice):
    """The one who stays."""
    return ContactFactory(full_name="Meera Rao", occupation="Architect", owner=alice, by=alice)


@pytest.fixture
def mira(alice):
    """The same person, spelt otherwise."""
    return ContactFactory(full_name="Mira Rao", department="Design", owner=alice, by=alice)


@pytest.fixture
def people(alice) -> People:
    """Asha twice, and her husband on her phone, with their keys kept."""
    made = People(
        known(alice, "Asha Rao", "asha.rao@example.com"),
        known(alice, "Rao Aasha", "asharao@example.com"),
        known(alice, "Vikram Rao", "vikram@example.com"),
    )
    rebuild_keys()
    return made
