"""Worlds that many tests share: made once, seen by each as it was made."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.db.models import Model
from pytest_django import DjangoDbBlocker


@contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what is made inside until the end, in a transaction around those of the tests.

    Each test goes back to it, as to a savepoint. A module with such a world must have no test that
    commits: that one belongs into a module of its own.
    """
    block = transaction.atomic()
    block._from_testcase = True  # as Django's own: what must be outermost may stand inside
    with blocker.unblock(), block:
        yield
        transaction.set_rollback(True)


def of_that_world(model: type[Model], **which: str) -> object:
    """Return the fixture that finds a row of the world anew for each test."""

    @pytest.fixture
    def found(db) -> Model:  # noqa: ARG001 -- opens the database
        return model.objects.get(**which)

    return found
