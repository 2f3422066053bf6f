"""What is answered when no view could: a page for people, a problem for programs."""

import sys
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from core.selectors.answering import AWAY, BROKEN, COMES_BACK_IN, is_away
from ops.views import ready
from velocity_crm.problems import problem

STATES: Final = frozenset({"/health/", "/metrics"})


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a request whose error nobody caught; Django calls this while it handles the error.

    A database that is away is 503 with Retry-After: who asks again later is answered. Then
    nobody's session can be read either, so the state of the house is told as a probe hears it.
    """
    away = is_away(sys.exception())
    if away and request.path_info in STATES:
        return ready(request)
    response = _said(request, away=away)
    if away:
        response["Retry-After"] = str(COMES_BACK_IN)
    return response


def _said(request: HttpRequest, *, away: bool) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return problem(503, "unavailable", AWAY) if away else problem(500, "server_error", BROKEN)
    if away:  # without the request: what pages say of their reader is asked of the database
        return HttpResponse(render_to_string("away.html", {"words": AWAY}), status=503)
    return server_error(request)
