"""Forms that are saved once, however often they are sent."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.text import capfirst

from approvals.services import ApprovalError
from client360.views.faults import blame
from client360.views.reading import reader
from core.services import idempotency
from core.services.idempotency import IdempotencyMismatchError

SENT = "This was sent already. Load the page again to send another."
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- the name of a field


def done_once(
    request: HttpRequest, form: Form, work: Callable[[], str], field: str | None = None
) -> str:
    """Do the work of a form once and return its address; what was refused is said in the form.

    It stands beside the field it names, else beside `field`, or above all where that is None.
    """
    try:
        answer = answer_once(request, form.cleaned_data["key"], lambda: {"there": work()})
    except IdempotencyMismatchError:
        form.add_error(None, SENT)
    except ValidationError as error:
        blame(form, error, field)
    except ApprovalError as error:
        form.add_error(field, f"{capfirst(str(error))}.")
    else:
        return str(answer["there"])
    return ""


def answer_once(
    request: HttpRequest, key: str, work: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Do the work of a form and return what it came to; a repeat is told what the first one did.

    Key and work share a transaction: of two clicks the second waits for the first, and work that
    was refused leaves no key behind. Raises IdempotencyMismatchError when the form was saved
    before with something else in it.
    """
    sent = sorted((name, given) for name, given in request.POST.lists() if name != TOKEN)
    with transaction.atomic():
        record = idempotency.claim(
            reader(request),
            _name(key),
            method="POST",
            path=request.path,
            body=urlencode(sent, doseq=True),
        )
        if record.status is not None:
            return dict(record.response or {})
        answer = work()
        idempotency.complete(record, status=HTTPStatus.SEE_OTHER, response=answer)
    return answer


def answer_of(request: HttpRequest, key: str, *, path: str) -> dict[str, Any] | None:
    """Return what a form this person sent to a path came to, for the day it is kept."""
    return idempotency.answer_to(reader(request), _name(key), path=path)


def _name(key: str) -> str:
    return f"page:{key}"
