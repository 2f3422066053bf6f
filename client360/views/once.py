"""Forms that are saved once, however often they are sent."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest
from django.utils.http import urlencode

from client360.views.reading import reader
from core.services import idempotency

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- the name of a field


def once(request: HttpRequest, key: str, work: Callable[[], str]) -> str:
    """Do the work of a form and return the address it leads to; a repeat is told the first one's.

    Key and work share a transaction: of two clicks the second waits for the first, and work that
    was refused leaves no key behind. Raises IdempotencyMismatchError when the form was saved
    before with something else in it.
    """
    sent = sorted((name, given) for name, given in request.POST.lists() if name != TOKEN)
    with transaction.atomic():
        record = idempotency.claim(
            reader(request),
            f"page:{key}",
            method="POST",
            path=request.path,
            body=urlencode(sent, doseq=True),
        )
        if record.status is not None:
            return str((record.response or {})["there"])
        there = work()
        idempotency.complete(record, status=HTTPStatus.SEE_OTHER, response={"there": there})
    return there
