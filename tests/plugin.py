"""The ground every test stands on: its environment, its database, and no network.

Loaded with `-p tests.plugin` before Django's settings. Without DATABASE_URL the tests have an
embedded cluster of their own under `.velocity/test`, started by the first process of the run; the
workers of pytest-xdist inherit its address. Runs at the same time in one checkout share the
cluster and take different databases.
"""

import gc
import os
from collections.abc import Generator
from itertools import count
from threading import Thread

import pytest
from django.db import connection
from pytest_socket import socket_allow_hosts

from ops.embedded.cluster import PROJECT, Cluster, adopt, configured
from ops.embedded.locks import FileLock
from tests import template

HOME = PROJECT / ".velocity" / "test"
SECRET = "only-for-tests-" * 4
LOOPBACK = ["127.0.0.1", "::1"]
LONG = ("browser", "slow")
INHERITED = ("DEMO", "BROKER_URL", "DEBUG", "LOG_LEVEL", "LOG_JSON", "ALLOWED_HOSTS", "MEDIA_ROOT")


class TestDatabase:
    """The embedded cluster of one test run and the database slot this run holds in it."""

    def __init__(self) -> None:
        self.slot: FileLock | None = None
        self.cluster: Cluster | None = None

    def start(self) -> None:
        """Take the first free slot and join the cluster."""
        for number in count():
            slot = FileLock(HOME / f"slot-{number}.lock")
            if slot.acquire(wait=False):
                break
        self.slot = slot
        self.cluster = Cluster(HOME, durable=False, database=f"velocity_{number}")
        adopt(os.environ, self.cluster.start())
        template.allow_flush(self.cluster)

    def prepare(self) -> None:
        """Begin to make the template while the workers start and test what needs none."""
        Thread(target=template.ensure, args=(self.cluster,), daemon=True).start()

    def stop(self) -> None:
        """Leave the cluster; it stops if no other run uses it."""
        if self.cluster is not None and self.slot is not None:
            self.cluster.leave()
            self.slot.release()


_database = TestDatabase()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Set the environment before pytest-django reads the settings.

    Nothing is garbage until the tests are collected, so the collector waits for that.
    """
    gc.disable()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        for name in INHERITED:
            os.environ.pop(name, None)
        os.environ |= {"VELOCITY_ENV": "local", "VELOCITY_HOME": str(HOME), "SECRET_KEY": SECRET}
        (HOME / "static").mkdir(parents=True, exist_ok=True)
        if not configured(os.environ):
            _database.start()
            if getattr(early_config.known_args_namespace, "numprocesses", None):
                _database.prepare()
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what needs no database, which may still be in the making; end with short tests.

    Transactional tests stay behind the others; the long ones come first among them, so that no
    worker is left alone with one.
    """
    items.sort(key=place)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Spare the collector what stays to the end: else it looks at a million objects for nothing.

    That was two fifths of the processor time of a run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    gc.enable()


def place(item: pytest.Item) -> int:
    """Return the place in the run of the group of tests this one belongs to."""
    database = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    alone = database is not None and database.kwargs.get("transaction", False)
    if alone or "transactional_db" in fixtures or "live_server" in fixtures:
        return 2 if set(LONG) & {mark.name for mark in item.iter_markers()} else 3
    return 1 if database is not None or "django_db_setup" in fixtures else 0


def pytest_unconfigure() -> None:
    """Stop the embedded cluster at the end of the run, and give back what was kept aside."""
    gc.unfreeze()
    _database.stop()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> None:
    """Before pytest-django creates a test database, name the template it is copied from."""
    if fixturedef.argname != "django_db_modify_db_settings":
        return
    cluster = Cluster(HOME)
    if str(cluster.layout.socket) in os.environ["DATABASE_URL"]:
        connection.settings_dict["TEST"]["TEMPLATE"] = template.ensure(cluster)


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup() -> None:
    """Block the network; the database's socket and a server of the test's own stay reachable."""
    socket_allow_hosts(LOOPBACK, allow_unix_socket=True)
