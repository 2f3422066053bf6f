"""Trying again when the database asks for it."""

import random
import time
from collections.abc import Callable

from django.db import OperationalError

# serialization_failure, deadlock_detected, lock_not_available
WORTH_ANOTHER_TRY = frozenset({"40001", "40P01", "55P03"})
ATTEMPTS = 3


def patiently[T](step: "Callable[[], T]") -> T:
    """Run a step that is one whole transaction; run it again after a deadlock or lock timeout.

    Gives up after ATTEMPTS and raises the last error.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            return step()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") not in WORTH_ANOTHER_TRY:
                raise
        time.sleep(random.uniform(0.05, 0.15) * 2**attempt)  # noqa: S311 -- jitter, no secret
    return step()
