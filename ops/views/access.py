"""Who may look at the state of the installation: a scraper with the token, those who run it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from core.admin.access import is_operator, person, runs_the_house

type View = Callable[[HttpRequest], HttpResponse]


def observers_only(view: View) -> View:
    """Return the view for those with `Authorization: Bearer METRICS_TOKEN` and administrators."""

    def guarded(request: HttpRequest) -> HttpResponse:
        if _has_token(request) or _runs_this(request):
            return view(request)
        answer = HttpResponse("Not yours to read.\n", status=401, content_type="text/plain")
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    return guarded


def _has_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = settings.METRICS_TOKEN
    return bool(expected) and scheme == "Bearer" and constant_time_compare(token, expected)


def _runs_this(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated or not is_operator(user):
        return False
    return runs_the_house(person(request))
