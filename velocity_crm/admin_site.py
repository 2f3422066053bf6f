"""The admin site: unfold's, for operators, by the reader's clock, under a policy it can obey."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from zoneinfo import ZoneInfo

from csp.decorators import csp_update
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from unfold.sites import UnfoldAdminSite

from client360.templatetags.shell import zone

# unfold's Alpine.js evaluates expressions and sets styles; our own pages do without
LOOSER = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}
ORDER = (
    "contacts",
    "accounts",
    "opportunities",
    "activities",
    "inventory",
    "evidence",
    "oracle_bridge",
    "approvals",
    "imports",
    "identity",
    "core",
    "ops",
)


class VelocityAdminSite(UnfoldAdminSite):
    """The operators' site."""

    site_title = "Velocity CRM"
    site_header = "Velocity CRM"
    index_title = "Operations"

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether a login may come in: people of the staff, no machines."""
        return super().has_permission(request) and not request.user.is_service  # type: ignore[union-attr]  # nobody anonymous comes so far

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:  # noqa: FBT001, FBT002 -- Django's signature
        """Return a view of the admin: in the reader's time zone, with the looser policy."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def in_zone(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            clock: ZoneInfo = zone(request.user)
            with timezone.override(clock):
                response: HttpResponse = inner(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
            return response

        return csp_update(LOOSER)(in_zone)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the apps in the order of the work.

        Every page is given them and few show them, so they are not looked up before somebody does.
        """
        places = {name: place for place, name in enumerate(ORDER)}
        apps = super().get_app_list

        def ordered() -> list[Any]:
            found = apps(request, app_label)
            return sorted(found, key=lambda app: places.get(app["app_label"], len(ORDER)))

        return cast("list[Any]", SimpleLazyObject(ordered))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002 -- Django's signature
        """Send people to the one login page; those who are logged in but no operators go home."""
        home = reverse("admin:index", current_app=self.name)
        if request.user.is_authenticated:
            return HttpResponse(status=302, headers={"Location": resolve_url("/")})
        return redirect_to_login(request.GET.get("next", home))
