"""Health: alive (nothing is asked), ready (database, migrations), everything it depends on."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from core.selectors.people import runs_the_house
from core.views import opens_for
from ops.choices import Health
from ops.selectors import Finding, activity, dependencies, examine, overall, readiness
from ops.views.access import observers_only


def alive(_request: HttpRequest) -> HttpResponse:
    """Say that this process takes requests; nothing else is asked."""
    return HttpResponse("alive\n", content_type="text/plain")


def ready(_request: HttpRequest) -> HttpResponse:
    """Say whether requests may be sent here: 503 without the database or a migration."""
    return _answer(examine(readiness()))


@observers_only
def health(_request: HttpRequest) -> HttpResponse:
    """Say how everything is: 503 when something fails, 200 when something is only degraded."""
    return _answer(examine(dependencies()))


@opens_for(runs_the_house)
def status(request: HttpRequest) -> HttpResponse:
    """Show the same to people, in the admin; always 200, for a page is read by a person."""
    findings = examine(dependencies())
    context = {
        **admin.site.each_context(request),
        "title": "System status",
        "findings": findings,
        "overall": overall(findings),
        "release": settings.VERSION,
        "at": timezone.now(),
    }
    return render(request, "ops/status.html", context)


@opens_for(runs_the_house)
def acts(request: HttpRequest) -> HttpResponse:
    """Show who signed in, what was exported and who was given which rights."""
    context = {**admin.site.each_context(request), "title": "Activity", "kinds": activity()}
    return render(request, "ops/activity.html", context)


def _answer(findings: Sequence[Finding]) -> JsonResponse:
    state = overall(findings)
    body = {
        "status": state,
        "release": settings.VERSION,
        "checks": {each.name: {"state": each.state, "words": each.words} for each in findings},
    }
    response = JsonResponse(body, status=503 if state == Health.UNHEALTHY else 200)
    response["Cache-Control"] = "no-store"
    return response
