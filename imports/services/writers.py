"""Several database connections writing at once, for work that the database does."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from django.db import connection
from django.db.backends.utils import CursorWrapper

from core.services.alone import in_turn

MOST = 2  # writers at a time: more would only wait for each other on a small server
# a writer that waits for what its own caller holds would wait for ever; and none needs to wait for
# the disk, since its caller's commit comes later and takes theirs along
SETTINGS = """
SELECT set_config('lock_timeout', '60s', false), set_config('synchronous_commit', 'off', false)
"""

type Work = Callable[[], int]


def take_turns(cursor: CursorWrapper) -> None:
    """Wait until no other import writes or undoes a chunk; others wait until this transaction ends.

    A chunk takes seconds, so nothing gives up waiting for it.
    """
    cursor.execute("SET LOCAL lock_timeout = 0")
    in_turn("imports")  # two never claim one number together


def run_together(works: Sequence[Work], *, aside: bool) -> int:
    """Run the pieces of work and return the sum of their results.

    `aside`, they run side by side, each on a connection of its own, in transactions that do not
    see what the caller has not committed; the first error is raised when all have ended. The feed
    tells nothing of them before the caller's transaction has ended, and with it is on the disk.
    Else they run one after the other in the caller's transaction.
    """
    if not aside:
        return sum(work() for work in works)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")  # the feed stops before it
    with ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(copy_context().run, _alone, work) for work in works]
    return sum(future.result() for future in futures)


def _alone(work: Work) -> int:
    try:
        with connection.cursor() as cursor:
            cursor.execute(SETTINGS)
        return work()
    finally:
        connection.close()
