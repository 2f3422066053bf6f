"""Requests that may be repeated: the first answer to an Idempotency-Key is given again.

The rules are those of the IETF draft "The Idempotency-Key HTTP Header Field": a key belongs to
one caller and one request, and is kept for a day.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.models import IdempotencyRecord, User
from core.services.auditing import sha256

KEPT = timedelta(hours=24)
ABANDONED = timedelta(minutes=2)  # longer than the web server lets a request live
LONGEST_KEY = 255


class IdempotencyMismatchError(Exception):
    """The key was used before, with another request."""


class InFlightError(Exception):
    """The first request with this key is still at work."""


def claim(actor: User, key: str, *, method: str, path: str, body: str) -> IdempotencyRecord:
    """Return the record of a key; its `status` is None when the caller is to do the work.

    `body` is the canonical text of the request. Raises IdempotencyMismatchError when the key
    belongs to another request, InFlightError while the first one runs. A day-old answer and a
    request that died count as never made.
    """
    request = {"method": method, "path": path[:500], "request_hash": sha256(body)}
    record, is_new = IdempotencyRecord.objects.get_or_create(actor=actor, key=key, defaults=request)
    if is_new:
        record.refresh_from_db(fields=["created_at"])
        return record
    limit = KEPT if record.status else ABANDONED
    if record.created_at < timezone.now() - limit:
        return _take_over(record, request)
    if any(getattr(record, name) != value for name, value in request.items()):
        raise IdempotencyMismatchError(key)
    if record.status is None:
        raise InFlightError(key)
    return record


def complete(record: IdempotencyRecord, *, status: int, response: dict[str, Any]) -> None:
    """Keep the answer; call it in the transaction of the work."""
    IdempotencyRecord.objects.filter(pk=record.pk).update(status=status, response=response)


def answer_to(actor: User, key: str, *, path: str) -> dict[str, Any] | None:
    """Return what a request with this key came to; None for an unknown one and after its day."""
    made = IdempotencyRecord.objects.filter(actor=actor, key=key, path=path[:500])
    kept = made.filter(status__isnull=False, created_at__gte=timezone.now() - KEPT)
    answer: dict[str, Any] | None = kept.values_list("response", flat=True).first()
    return answer


def release(record: IdempotencyRecord) -> None:
    """Forget a key whose request came to no lasting answer, so it may be tried again."""
    IdempotencyRecord.objects.filter(pk=record.pk, status=None).delete()


def forget_old() -> int:
    """Delete the records past their day and return how many there were."""
    return IdempotencyRecord.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _take_over(record: IdempotencyRecord, request: dict[str, str]) -> IdempotencyRecord:
    same = IdempotencyRecord.objects.filter(pk=record.pk, created_at=record.created_at)
    # one of several callers wins: the update changes created_at, the others then match no row
    won = same.update(**request, status=None, response=None, created_at=timezone.now())
    if not won:
        raise InFlightError(record.key)
    record.refresh_from_db()
    return record
