"""The admin's sidebar: which pages a person may open, and how much waits for them."""

from functools import cache
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.cache import cache as shared
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from unfold.dataclasses import SearchResult

from approvals.selectors import waiting_count
from approvals.selectors.queue import badge
from core.models import User
from core.views import is_open
from velocity_crm.unfold import NAVIGATION, Entry

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
    count: int | None = shared.get(key)
    if count is None:
        count = waiting_count(user)
        shared.set(key, count, BADGE_SECONDS)
    return badge(count) or None


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


def navigation(request: HttpRequest) -> list[Entry]:
    """Return the sidebar's groups with the entries that open for this person, links looked up."""
    groups = ({**group, "items": _opened(group["items"], request)} for group in NAVIGATION)
    return [group for group in groups if group["items"]]


def _opened(entries: list[Entry], request: HttpRequest) -> list[Entry]:
    return [
        {**entry, "link": link}
        for entry in entries
        if (link := _address(entry["name"])) and _opens(entry, request)
    ]


def _opens(entry: Entry, request: HttpRequest) -> bool:
    """Return whether this person may open a list, by its model, or else a page."""
    if table := entry.get("table"):
        return bool(_page(table).has_view_permission(request))
    return is_open(request.user, entry["name"])


@cache
def _address(name: str) -> str:
    """Return the address of a page, an empty string while no app offers it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _page(label: str) -> Any:
    """Return the admin page of a model."""
    return admin.site._registry[apps.get_model(label)]  # noqa: SLF001 -- Django's own registry of pages
