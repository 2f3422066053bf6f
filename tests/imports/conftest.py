"""The people of an import: Alice brings the file, Dora approves it."""

import pytest
from django.contrib.auth.models import Group

from core.models import SourceSystem, User
from tests.factories.core import SourceSystemFactory


@pytest.fixture
def alice(alice) -> User:
    """An operator: brings files."""
    alice.groups.add(Group.objects.get(name="operator"))
    return alice


@pytest.fixture
def charlie(charlie) -> User:
    """An agent of another team: imports are no business of his."""
    charlie.is_staff = False
    charlie.save()
    return charlie


@pytest.fixture
def dora(dora) -> User:
    """The founder: sees everything and approves."""
    dora.groups.add(Group.objects.get(name="founder"))
    return dora


@pytest.fixture
def hubspot(db) -> SourceSystem:  # noqa: ARG001 -- opens the database
    """The CRM the files come from."""
    return SourceSystemFactory(code="hubspot", name="HubSpot")


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
