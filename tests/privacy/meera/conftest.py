"""Meera and those who know her, made once for each file of tests; each test sees her as made.

No test of this folder commits.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from contacts.models import Contact
from core.models import SourceSystem, User
from ops.services import sync_roles
from tests.factories.core import SourceSystemFactory, TeamFactory, UserFactory, in_role
from tests.privacy.conftest import somebody_known_everywhere
from tests.worlds import kept, of_that_world

PEOPLE = {
    "alice": ("Alice Fernandes", "operator"),
    "dora": ("Dora Kapadia", "founder"),
    "frank": ("Frank", "steward"),
    "grace": ("Grace", "admin"),
}


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:  # noqa: ARG001 -- there is a database
    """Make Meera and those who know her; the folder of their files."""
    files = tmp_path_factory.mktemp("files")
    with kept(django_db_blocker), override_settings(MEDIA_ROOT=files):
        sync_roles()
        team = TeamFactory(name="North")
        users = {
            name: in_role(UserFactory(username=name, full_name=full_name, team=team), role)
            for name, (full_name, role) in PEOPLE.items()
        }
        hubspot = SourceSystemFactory(code="hubspot", name="HubSpot")
        somebody_known_everywhere(users["alice"], users["dora"], hubspot)
        yield files


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path, world) -> None:
    settings.MEDIA_ROOT = shutil.copytree(world, tmp_path / "files")


alice, dora, frank, grace = (of_that_world(User, username=name) for name in PEOPLE)
hubspot = of_that_world(SourceSystem, code="hubspot")
meera = of_that_world(Contact, full_name="Meera Raosecret")
