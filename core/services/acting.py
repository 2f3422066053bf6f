"""Who acts and why: the context every trigger-written row is attributed to."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import connection, transaction

from core.models import User


@contextmanager
def acting(by: User | None, cause: str = "") -> Iterator[None]:
    """Run a transaction in the name of `by`, for `cause` (a word and an id: `import:<uid>`).

    History and outbox rows of every statement inside carry the two. A nested context that names
    no person or no cause keeps the outer one's, and restores both when it ends; the settings end
    with the transaction (SET LOCAL).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('app.actor', true), current_setting('app.cause', true)"
        )
        before = cursor.fetchone()
        _set(str(by.pk) if by else before[0] or "", cause or before[1] or "")
        yield
        _set(before[0] or "", before[1] or "")


def request_id() -> str:
    """Return the id of the request or task that runs, or an empty string."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]


def _set(actor: str, cause: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.actor', %s, true), set_config('app.cause', %s, true)",
            [actor, cause],
        )
