"""Several database connections writing chunks at once, while the next chunk is drawn."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context

from django.db import connection

WRITERS = 2
AHEAD = WRITERS  # chunks drawn and not written yet: memory stays constant

type Work = Callable[[], int]


class Writers:
    """Takes chunks to write; `finish` and every `take` say how many people were written since.

    Inside a transaction everything is written by the caller, in order: other connections would
    not see what it has not committed.
    """

    def __init__(self, pool: ThreadPoolExecutor | None) -> None:
        self._pool = pool
        self._waiting: deque[Future[int]] = deque()

    def take(self, work: Work) -> int:
        """Hand over a chunk; waits while too many are ahead. Raises what a writer raised."""
        if self._pool is None:
            return work()
        self._waiting.append(self._pool.submit(copy_context().run, _alone, work))
        return sum(self._oldest() for _ in range(len(self._waiting) - AHEAD))

    def finish(self) -> int:
        """Wait for all that is left. Raises what a writer raised."""
        return sum(self._oldest() for _ in range(len(self._waiting)))

    def _oldest(self) -> int:
        return self._waiting.popleft().result()


@contextmanager
def writing() -> Iterator[Writers]:
    """Yield the writers; each chunk has a connection of its own, closed at its end."""
    if connection.in_atomic_block:
        yield Writers(None)
        return
    with ThreadPoolExecutor(WRITERS) as pool:
        yield Writers(pool)


def _alone(work: Work) -> int:
    try:
        return work()
    finally:
        connection.close()
