"""Middleware of the house: probes first, the reader's clock, request ids, no shared caching."""

import re
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from client360.templatetags.shell import zone
from ops.views import alive, ready

Handler = Callable[[HttpRequest], HttpResponse]
REST = "/api/"
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def probes(get_response: Handler) -> Handler:
    """Return middleware that answers /healthz and /readyz before hosts, sessions and TLS matter.

    A probe comes to the container's own address over plain HTTP, which the rest would refuse.
    """
    answers = {"/healthz": alive, "/readyz": ready}

    def handle(request: HttpRequest) -> HttpResponse:
        _keep_safe_ids(request)
        return answers.get(request.path_info, get_response)(request)

    return handle


def _keep_safe_ids(request: HttpRequest) -> None:
    """Drop ids of another shape than 1 to 64 of `A-Za-z0-9._-`, before anything logs them.

    A caller's correlation id stands for the request id the proxy did not give.
    """
    for name in ("HTTP_X_REQUEST_ID", "HTTP_X_CORRELATION_ID"):
        if not _SAFE_ID.fullmatch(request.META.get(name, "")):
            request.META.pop(name, None)
    if correlation := request.META.get("HTTP_X_CORRELATION_ID"):
        request.META.setdefault("HTTP_X_REQUEST_ID", correlation)


def request_id(get_response: Handler) -> Handler:
    """Return middleware that echoes the request id as X-Request-ID.

    django-structlog binds the id (the caller's own, or a new one); an id of another shape than
    1 to 64 of `A-Za-z0-9._-` is not echoed.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        bound = str(structlog.contextvars.get_contextvars().get("request_id", ""))
        if _SAFE_ID.fullmatch(bound):
            response["X-Request-ID"] = bound
        return response

    return handle


def private_pages(get_response: Handler) -> Handler:
    """Return middleware that forbids shared caches to keep a page, and devices to a page."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response

    return handle


def clock(get_response: Handler) -> Handler:
    """Return middleware that answers people in their own time zone, parts of a page too.

    What a page says is read by its reader, and what they type into it is meant so. REST speaks
    UTC to everybody: a machine has no zone.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(REST) or not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(zone(request.user)):
            return get_response(request)

    return handle
