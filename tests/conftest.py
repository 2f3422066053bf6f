"""The people every test speaks of, and a flush that copes with append-only tables.

Alice owns, Bob is on her team, Charlie must see nothing, Dora approves, Eve is a service.
"""

import logging
from functools import cache

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import caches
from django.test import TransactionTestCase
from hypothesis import settings
from waffle.models import CACHE_EMPTY

from client360.selectors import running
from core.choices import Switch
from core.models import Team, User
from ops.models import Flag
from tests.factories.core import ServiceFactory, TeamFactory, UserFactory
from tests.flushing import flush_to_seeded_rows, keep_seeded_rows

# a busy machine is not a slow function
settings.register_profile("velocity", deadline=None)
settings.register_profile("endurance", deadline=None, max_examples=1_500)  # make test-races
settings.load_profile("velocity")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:  # noqa: ARG001 -- extends it
    """Remember the rows the migrations seeded."""
    with django_db_blocker.unblock():
        keep_seeded_rows()


@pytest.fixture(autouse=True, scope="session")
def _no_lines_of_requests() -> None:
    """Write what goes wrong alone: two lines a request are a tenth of the time of all tests.

    A refusal is what many tests ask for, so its line is no warning here.
    """
    logging.getLogger().setLevel(logging.WARNING)
    django_settings.DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO


@pytest.fixture(autouse=True, scope="session")
def _passwords_are_hashed_quickly() -> None:
    """Hash them as the product does but less often over: no test is about their strength."""
    PBKDF2PasswordHasher.iterations = 1_000


@pytest.fixture(autouse=True, scope="session")
def _sections_take_their_time() -> None:
    """Let no part of a dossier be given up: on a busy machine every statement may be slow."""
    running.TIMEOUT = running.TIMEOUT.replace("300ms", "60s")


@pytest.fixture(autouse=True, scope="session")
def _flush_in_spite_of_append_only_tables() -> None:
    """Replace the flush of transactional tests: TRUNCATE is refused by tables of record."""
    TransactionTestCase._fixture_teardown = lambda _: flush_to_seeded_rows()


@pytest.fixture(autouse=True)
def _switches_as_installed() -> None:
    """Let every process of a test know that all is on, so that no test's queries are theirs.

    Switching a flag forgets that; what a test switched goes with its transaction.
    """
    known = caches["flags"]
    known.clear()
    known.set_many(_switched_nowhere(), timeout=None)


@cache
def _switched_nowhere() -> dict[str, str]:
    return {Flag._cache_key(name): CACHE_EMPTY for name in Switch}


@pytest.fixture
def north(db) -> Team:  # noqa: ARG001 -- opens the database
    """The team of Alice and Bob."""
    return TeamFactory(name="North")


@pytest.fixture
def south(db) -> Team:  # noqa: ARG001 -- opens the database
    """The team of Charlie."""
    return TeamFactory(name="South")


@pytest.fixture
def alice(north) -> User:
    """Owns records."""
    return UserFactory(username="alice", full_name="Alice Fernandes", team=north)


@pytest.fixture
def bob(north) -> User:
    """Works on Alice's team."""
    return UserFactory(username="bob", full_name="Bob Iyer", team=north)


@pytest.fixture
def charlie(south) -> User:
    """Works on another team and must see nothing of Alice's."""
    return UserFactory(username="charlie", full_name="Charlie Mathew", team=south)


@pytest.fixture
def dora(db) -> User:  # noqa: ARG001 -- opens the database
    """The founder: sees everything and approves."""
    return UserFactory(username="dora", full_name="Dora Kapadia", perms=["core.see_everything"])


@pytest.fixture
def eve(db) -> User:  # noqa: ARG001 -- opens the database
    """A service: may propose and never approve."""
    return ServiceFactory(username="eve", full_name="Eve, a service")
