"""The scan of the whole database, started, watched, stopped and resumed from the queue of pairs."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.models import User
from core.views import View
from identity.choices import ScanState
from identity.models import ScanRun
from identity.services import scanning
from identity.services.scanning import ScanRunningError
from identity.tasks import scan as work
from identity.views.reading import for_reviewers, reader


def last_scan() -> ScanRun | None:
    """Return the newest scan with who started it."""
    return ScanRun.objects.select_related("started_by").first()


@require_safe
@for_reviewers
def scan(request: HttpRequest) -> HttpResponse:
    """Show how far the scan is; once it runs no more, the page is drawn anew."""
    run = last_scan()
    if run is None or run.state != ScanState.RUNNING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "identity/_scan.html", {"scan": run})


def _acting(act: Callable[[User], None]) -> View:
    """Make a POST view of an act on the scan; a scan that runs already is no reason to complain."""

    @require_POST
    @for_reviewers
    @wraps(act)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            act(reader(request))
        except ScanRunningError as error:
            messages.info(request, f"{str(error)[0].upper()}{str(error)[1:]}.")
        return redirect("identity:queue")

    return view


@_acting
def begin_scan(user: User) -> None:
    """Begin to look through everybody."""
    _hand_over(scanning.start_scan(by=user))


@_acting
def stop_scan(user: User) -> None:
    """Stop after the present step; what was found stays."""
    if run := last_scan():
        scanning.stop_scan(run, by=user)


@_acting
def resume_scan(user: User) -> None:
    """Go on where the scan was stopped or failed."""
    if run := last_scan():
        _hand_over(scanning.resume_scan(run, by=user))


def _hand_over(run: ScanRun) -> None:
    """Have a worker do it, once this transaction stands; a broker that is away delays it."""
    transaction.on_commit(lambda: work.delay(run.pk), robust=True)
