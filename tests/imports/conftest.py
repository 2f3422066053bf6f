"""The people of an import: Alice brings the file, Dora approves it."""

import psycopg
import pytest
from django.contrib.auth.models import Group

from core.models import SourceSystem, User
from imports.services.legacy import Profile, migrate, reading
from tests.factories.core import SourceSystemFactory
from tests.imports import told_again
from tests.imports.acts import carry_out, csv_of, propose
from tests.imports.legacy_tables import HERE


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


@pytest.fixture
def legacy(db):  # noqa: ARG001 -- opens the database
    """A schema of legacy tables, seen by a connection of its own."""
    with psycopg.connect(reading.conninfo_of(HERE), autocommit=True) as other:
        other.execute("DROP SCHEMA IF EXISTS legacy_test CASCADE; CREATE SCHEMA legacy_test")
        yield other.execute
        other.execute("DROP SCHEMA legacy_test CASCADE")


@pytest.fixture
def bring(alice, dora):
    """Bring a table in Alice's name and let Dora approve it."""

    def run(kind="leads", profile=None, **options):
        profile = profile or Profile(kind, f"legacy_test.{kind}", region="IN")
        return migrate(profile, HERE, by=alice, approver=dora, **options)

    return run


@pytest.fixture
def people(alice, dora, hubspot) -> None:
    """Arjun and Zoé are known."""
    carry_out(csv_of(*told_again.PEOPLE), by=alice, approver=dora, source=hubspot)


@pytest.fixture
def take_in(alice, dora, hubspot, people):  # noqa: ARG001 -- whom the rows are about
    """Takes in a file of deals, or of another header, about people who are known."""

    def run(*rows, header=told_again.DEALS, **more):
        content = csv_of(*rows, header=header)
        return carry_out(content, by=alice, approver=dora, source=hubspot, **more)

    return run


@pytest.fixture
def plan(alice, hubspot):
    """Brings a file of deals up to its approval."""

    def run(*rows, header=told_again.DEALS):
        return propose(csv_of(*rows, header=header), by=alice, source=hubspot)

    return run
