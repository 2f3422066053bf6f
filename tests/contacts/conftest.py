"""A client of Alice's, and a record that went into hers."""

import pytest

from contacts.models import Contact
from contacts.services import create_contact
from contacts.services.people import PointDraft
from core.choices import State, Visibility
from core.services import save_canonical
from tests.factories.contacts import (
    ContactFactory,
)


@pytest.fixture
def meera(alice) -> Contact:
    """Alice's client whom nobody else may see."""
    return create_contact(
        by=alice,
        full_name="Meera Rao",
        owner=alice,
        team=alice.team,
        visibility=Visibility.RESTRICTED,
        points=[PointDraft("phone", "+919820011223"), PointDraft("email", "Meera@Mail.example")],
    )


@pytest.fixture
def merged(alice, meera) -> Contact:
    """A contact that went into Meera."""
    loser = ContactFactory(full_name="M Rao", owner=alice)
    loser.state, loser.merged_into = State.MERGED, meera
    return save_canonical(loser, by=alice)
