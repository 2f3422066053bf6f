"""Template tags of the page frame: navigation, icons, initials, relative times."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.defaultfilters import date as format_date
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from client360.selectors.views import views_of
from contacts.selectors import grouped_number
from core.models import User
from core.selectors.people import zone_of
from core.views import is_open

register = template.Library()

LOW, HIGH = 40, 65  # the bands of the default score
TONES = {
    "lead": "blue", "prospect": "blue", "active": "accent", "customer": "gold",
    "dormant": "amber", "granted": "accent", "denied": "red", "withdrawn": "red",
    "expired": "amber", "open": "blue", "won": "accent", "lost": "", "scheduled": "blue",
    "confirmed": "blue", "done": "accent", "no_show": "red", "pending": "amber",
    "applied": "accent", "failed": "red", "pending_approval": "amber", "invalid": "red",
    "bounced": "red", "quarantined": "amber", "negotiating": "gold", "visited": "accent",
    "shortlisted": "accent", "rejected": "red", "submitted": "amber", "cancelled": "red",
    "disputed": "red", "draft": "", "clean": "accent", "infected": "red",
}  # fmt: skip
MINUTE, HOUR, DAY = 60, 3600, 86_400
DAYS_SHOWN = 28


@dataclass(frozen=True, slots=True)
class Target:
    """One entry of the navigation; `url_name` may belong to an app that has no pages yet."""

    label: str
    icon: str
    url_name: str
    prefix: str
    staff_only: bool = False


WORK = (
    Target("Home", "home", "client360:home", ""),
    Target("Clients", "people", "client360:contacts", "/contacts/"),
    Target("Accounts", "building", "client360:accounts", "/accounts/"),
    Target("Deals", "deal", "client360:deals", "/deals/"),
    Target("Tasks", "check", "client360:tasks", "/tasks/"),
    Target("Review", "inbox", "approvals:queue", "/review/"),
    Target("Duplicates", "link", "identity:queue", "/duplicates/"),
    Target("Imports", "upload", "imports:list", "/imports/"),
)
HOUSE = (
    Target("Administration", "gear", "admin:index", "/admin/", staff_only=True),
    Target("API", "book", "api-docs", "/api/"),
)


@register.inclusion_tag("client360/_navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    """Draw the navigation: the pages that open for this person, the current one marked."""
    path = str(context.get("request_path", ""))
    user = context.get("user") or AnonymousUser()
    return {
        "work": _entries(WORK, path, user),
        "house": _entries(HOUSE, path, user),
        **_pins(context, user),
        "stream": context.get("stream"),  # review pages know what waits; others ask for it
    }


@register.simple_tag
@cache  # a page has sixty, of a dozen names
def icon(name: str) -> SafeString:
    """Draw one symbol of static/img/icons.svg, invisible to screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def mark() -> SafeString:
    """Draw the mark of the house."""
    return format_html('<img src="{}" alt="" width="28" height="28">', static("img/mark.svg"))


@register.filter
def initials(name: Any) -> str:
    """Return the first letters of the first and the last word: `Meera Rao` gives `MR`."""
    words = str(name).split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


@register.filter
def opens(user: Any, name: str) -> bool:
    """Return whether a page opens for this person: `{% if user|opens:"approvals:policies" %}`."""
    return is_open(user, name)


@register.simple_tag
def link_to(name: str, *arguments: Any) -> str:
    """Return the address of a named page, or an empty string while no app offers it."""
    return _url(name, *arguments)


@register.filter
def wraps(address: Any) -> SafeString:
    """Return an e-mail address that may go on in a second line, from its @ on."""
    return mark_safe(conditional_escape(address).replace("@", "<wbr>@"))  # noqa: S308 -- escaped


@register.filter
def first_word(name: Any) -> str:
    """Return the first word: how a person is greeted."""
    return (str(name).split() or [""])[0]


@register.filter
def tone(word: str) -> str:
    """Return the colour of a badge for a lifecycle, a state or a status."""
    return TONES.get(word, "")


@register.filter
def phone(number: str | None) -> str:
    """Return a number in groups: `+91 98200 12345`; anything else as it is."""
    return grouped_number(number) if number else ""


@register.filter
def band(score: float) -> str:
    """Return `low`, `medium` or `high` for a score of 0 to 100."""
    return "low" if score < LOW else "high" if score >= HIGH else "medium"


@register.filter
def zone(user: Any) -> ZoneInfo:
    """Return the time zone of a person, UTC for one without or with an unknown one."""
    return zone_of(user)


@register.filter
def since(moment: datetime | None) -> SafeString | str:
    """Return a <time> that reads `5 min ago` or `in 3 days`; the full time is its title."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(),
        format_date(local, "j M Y, H:i"),
        _distance(moment),
    )


def _distance(moment: datetime) -> str:
    seconds = (timezone.now() - moment).total_seconds()
    size = abs(seconds)
    if size < MINUTE:
        return "just now" if seconds >= 0 else "in a moment"
    if size >= DAYS_SHOWN * DAY:
        return format_date(timezone.localtime(moment), "j M Y")
    if size < HOUR:
        text = f"{size // MINUTE:.0f} min"
    elif size < DAY:
        text = f"{size // HOUR:.0f} h"
    else:
        days = int(size // DAY)
        text = f"{days} day{'s' if days > 1 else ''}"
    return f"{text} ago" if seconds >= 0 else f"in {text}"


def _pins(context: template.Context, user: Any) -> dict[str, Any]:
    """Return the views this person pinned, and the uid of the one that is open."""
    if not user.is_authenticated:
        return {}
    request = context.get("request")
    pins = [view for view in views_of(user) if view.pinned and view.owner_id == user.pk]
    return {"pins": pins, "open": request.GET.get("view") if request else ""}


def _entries(
    targets: tuple[Target, ...], path: str, user: User | AnonymousUser
) -> list[dict[str, Any]]:
    entries = []
    for target in targets:
        if is_open(user, target.url_name) and (user.is_staff or not target.staff_only):
            url = reverse(target.url_name)
            current = path.startswith(target.prefix) if target.prefix else path == url
            entries.append({"target": target, "url": url, "current": current})
    return entries


def _url(name: str, *arguments: Any) -> str:
    """Return the address of a named page, or an empty string while no app offers it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
