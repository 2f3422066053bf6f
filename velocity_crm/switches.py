"""Switched-off parts of the product, turned away before their pages are asked.

Maintenance mode lets those who run the house, the log-in and the probes through. A surface that is
not rolled out to a person is not found. Work behind a kill switch cannot be started, while what is
known of it can still be read.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.choices import Switch
from core.selectors.people import runs_the_house
from core.selectors.switches import is_on, is_open
from velocity_crm.middleware import Handler
from velocity_crm.problems import problem

RETRY_AFTER = 120  # seconds
READING = ("GET", "HEAD", "OPTIONS")
NEVER = ("/login/", "/logout/", "/sign-in/", "/health/", "/metrics", "/static/")
# the beginning of an address and the surface it belongs to; the first that fits counts
SURFACES = (
    ("/admin/", Switch.SCHEMA),
    ("/api/v1/imports", Switch.REVIEW),
    ("/api/v1/proposals", Switch.REVIEW),
    ("/imports/", Switch.REVIEW),
    ("/review/", Switch.REVIEW),
    ("/", Switch.READ),
)
# the beginning of an address under which writing starts what a kill switch stops
STARTS = (("/imports/", Switch.IMPORTS), ("/api/v1/imports", Switch.IMPORTS))
CLOSED = "Maintenance: the work goes on in a few minutes."
STOPPED = "{} are switched off for now. Nothing is lost; try again later."


def switches(get_response: Handler) -> Handler:
    """Return the middleware; it stands behind the one that knows the person."""

    def handle(request: HttpRequest) -> HttpResponse:
        refusal = None if request.path_info.startswith(NEVER) else _refusal(request)
        return refusal or get_response(request)

    return handle


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if not is_on(Switch.OPEN) and not _runs_this(request):
        return unavailable(request, CLOSED)
    if not _reaches(request):
        return _absent(request)
    if request.method not in READING:
        for start, switch in STARTS:
            if request.path_info.startswith(start) and not is_on(switch):
                return unavailable(request, STOPPED.format(switch.label))
    return None


def _reaches(request: HttpRequest) -> bool:
    """Return whether the surface is open to this person; strangers are sent to log in first."""
    surface = next(each for start, each in SURFACES if request.path_info.startswith(start))
    if is_open(surface):
        return True
    if request.user.is_authenticated:
        return is_open(surface, request.user)
    return not _is_api(request)


def unavailable(request: HttpRequest, words: str) -> HttpResponse:
    """Return 503 with Retry-After: a page for people, a problem for programs."""
    response: HttpResponse
    if _is_api(request):
        response = problem(503, "switched_off", words)
    else:
        response = render(request, "503.html", {"words": words}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _absent(request: HttpRequest) -> HttpResponse:
    if _is_api(request):
        return problem(404, "not_found", "This part is not switched on for you.")
    return render(request, "404.html", status=404)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _runs_this(request: HttpRequest) -> bool:
    return request.user.is_authenticated and runs_the_house(request.user)
