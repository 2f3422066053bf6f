"""Worlds that many tests share: made once, seen by each as it was made."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
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
