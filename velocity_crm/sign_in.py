"""Signing in: password, lock-out, second factor, and sessions that end.

The page is Django's with our template; what follows a right password is allauth's, whose stages
ask for the second factor. Everybody outside a local installation has to have one.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from allauth.account.utils import perform_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.timezone import now

from core.models import User
from velocity_crm.middleware import Handler
from velocity_crm.problems import problem

# where somebody without a second factor may still go
OPEN_WITHOUT = ("/sign-in/", "/login/", "/logout/", "/static/")
NOTED_EVERY = 60.0  # seconds between two notes of a session's use: a write each
SINCE, USED, CONFIRMED = "signed_in_at", "used_at", "second_factor"


class SignIn(LoginView):
    """The log-in page."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Go on to the second factor, or in where there is none to ask for."""
        # kept through the second factor: the session's data stays when its key changes
        self.request.session[SINCE] = self.request.session[USED] = now().timestamp()
        response: HttpResponse = perform_login(
            self.request,
            form.get_user(),
            email_verification="none",
            redirect_url=self.get_success_url(),
        )
        return response


class SecondFactor(DefaultMFAAdapter):
    """What a second factor may do here."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether it may be given up: an administrator takes it off who lost it."""
        return not settings.SECOND_FACTOR or authenticator.type != Authenticator.Type.TOTP


def sessions(get_response: Handler) -> Handler:
    """Return middleware that ends idle and old sessions and asks for the second factor."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return _no_log_in_as_part(request, get_response(request))
        if _over(request):
            logout(request)
            return _ask_again(request)
        if settings.SECOND_FACTOR and not _has_second_factor(request, request.user):
            return _ask_to_enrol(request)
        return get_response(request)

    return handle


def _over(request: HttpRequest) -> bool:
    """Return whether the session ended; notes its use about once a minute."""
    moment = now().timestamp()
    since, used = (request.session.get(name, moment) for name in (SINCE, USED))
    if (
        moment - used > settings.SESSION_IDLE_SECONDS
        or moment - since > settings.SESSION_COOKIE_AGE
    ):
        return True
    if moment - used > NOTED_EVERY:
        request.session[USED] = moment
    return False


def _has_second_factor(request: HttpRequest, user: User) -> bool:
    if request.path_info.startswith(OPEN_WITHOUT) or request.session.get(CONFIRMED):
        return True
    if not is_mfa_enabled(user):
        return False
    request.session[CONFIRMED] = True
    return True


def _ask_again(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return problem(401, "not_authenticated", "The session has ended; log in again.")
    return _no_log_in_as_part(request, redirect_to_login(request.get_full_path()))


def _no_log_in_as_part(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return 401 where a part of a page would be the log-in page; the script says so there.

    A browser follows a redirect before htmx hears of it, so that the page would be drawn into a
    card, over what somebody was writing.
    """
    leads_to = urlsplit(response.headers.get("Location", "")).path
    if not leads_to or not request.headers.get("HX-Request"):
        return response
    if leads_to not in (resolve_url(settings.LOGIN_URL), reverse("admin:login")):
        return response
    return HttpResponse("Your session has ended. Log in again.", status=HTTPStatus.UNAUTHORIZED)


def _ask_to_enrol(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return problem(403, "second_factor_needed", "Set up a second factor first.")
    return redirect("mfa_activate_totp")
