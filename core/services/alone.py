"""Work that one process at a time may do, whoever asks for it and however often.

A piece of work has a name, in as many parts as it needs: `alone("apply", proposal.uid)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(*name: object) -> Iterator[bool]:
    """Hold the advisory lock of a piece of work; False when another process holds it.

    The lock belongs to the connection: a killed worker lets go of it by dying.
    """
    mine = _ask("pg_try_advisory_lock", name)
    try:
        yield mine
    finally:
        if mine:
            _ask("pg_advisory_unlock", name)


def in_turn(*name: object) -> None:
    """Wait until nobody else is at a piece of work; others wait until this transaction ends."""
    _ask("pg_advisory_xact_lock", name)


def _ask(function: str, name: tuple[object, ...]) -> bool:
    with connection.cursor() as cursor:
        key = ":".join(map(str, name))
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [key])
        return bool(cursor.fetchone()[0])
