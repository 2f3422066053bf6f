"""What the admin's sidebar asks: which lists a person may open, and how much waits for them."""

from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from unfold.dataclasses import SearchResult

from approvals.selectors import waiting_count
from core.models import User
from core.views import is_open

BADGE_SECONDS = 10
FOUND = 8
SEARCHED = {
    "contacts.Contact": "person",
    "accounts.Account": "domain",
    "opportunities.Opportunity": "handshake",
}


def waiting(request: HttpRequest) -> str | None:
    """Return how many proposals wait for this person; counted at most every ten seconds."""
    user = cast("User", request.user)
    key = f"waiting:{user.pk}"
    count: int | None = cache.get(key)
    if count is None:
        count = waiting_count(user)
        cache.set(key, count, BADGE_SECONDS)
    return str(count) if count else None


def palette(request: HttpRequest, term: str) -> list[SearchResult]:
    """Return the first records of each kind that match, of those this person sees."""
    return [
        SearchResult(
            title=str(row),
            description=str(page.opts.verbose_name).capitalize(),
            link=reverse(
                f"admin:{page.opts.app_label}_{page.opts.model_name}_change", args=[row.pk]
            ),
            icon=icon,
        )
        for page, icon in ((_page(label), icon) for label, icon in SEARCHED.items())
        for row in page.get_search_results(request, page.get_queryset(request), term)[0][:FOUND]
    ]


def environment(_request: HttpRequest) -> list[str] | None:
    """Return the label beside the search: solo mode, demo, local, or none in production."""
    if settings.SOLO_MODE:
        return ["Solo mode", "danger"]
    if settings.DEMO:
        return ["Demo data", "warning"]
    return ["Local", "info"] if settings.LOCAL else None


def may_open(label: str, request: HttpRequest) -> bool:
    """Return whether this person may open the list of a model."""
    return bool(_page(label).has_view_permission(request))


def opens(name: str, request: HttpRequest) -> bool:
    """Return whether an app offers this page and it opens for this person."""
    return is_open(request.user, name)


def address(name: str) -> str:
    """Return the address of a page, an empty string while no app offers it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _page(label: str) -> Any:
    """Return the admin page of a model."""
    return admin.site._registry[apps.get_model(label)]  # noqa: SLF001 -- Django's own registry of pages
