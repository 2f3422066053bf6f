"""Work that one process at a time may do, whoever asks for it and however often."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(space: int, number: int) -> Iterator[bool]:
    """Hold the advisory lock of a piece of work; False when another process holds it.

    `space` names the kind of work, `number` which of it; both fit 32 bits. The lock belongs to
    the connection: a killed worker lets go of it by dying.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, number])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, number])
