"""Arjun and Zoé, brought once for each file of tests; each test knows them as they were brought.

No test of this folder commits.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from core.models import SourceSystem, User
from tests.factories.core import SourceSystemFactory, TeamFactory, UserFactory, in_role
from tests.imports.acts import carry_out, csv_of
from tests.imports.told_again import PEOPLE
from tests.worlds import kept, of_that_world


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:  # noqa: ARG001 -- there is a database
    """Let Alice bring them and Dora approve; the folder of their files."""
    files = tmp_path_factory.mktemp("files")
    with kept(django_db_blocker), override_settings(MEDIA_ROOT=files):
        alice = UserFactory(
            username="alice", full_name="Alice Fernandes", team=TeamFactory(name="North")
        )
        dora = UserFactory(username="dora", full_name="Dora Kapadia", perms=["core.see_everything"])
        hubspot = SourceSystemFactory(code="hubspot", name="HubSpot")
        people = {"by": in_role(alice, "operator"), "approver": in_role(dora, "founder")}
        carry_out(csv_of(*PEOPLE), **people, source=hubspot)
        yield files


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path, world) -> None:
    settings.MEDIA_ROOT = shutil.copytree(world, tmp_path / "files")


alice = of_that_world(User, username="alice")
dora = of_that_world(User, username="dora")
hubspot = of_that_world(SourceSystem, code="hubspot")


@pytest.fixture
def people() -> None:
    """Arjun and Zoé are known: the world has them."""
