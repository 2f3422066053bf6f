"""Template tags of the dossier: words for values, days of the timeline, the line of a score."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.template.defaultfilters import date as format_date
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from client360.filters.trail import way as way_of
from client360.selectors.causes import in_words
from client360.selectors.reach import ADDRESS, without_repeats
from core.selectors.spelling import spelled as spelled_out
from imports.mapping import FIELDS

register = template.Library()
register.filter(without_repeats)

SHOWN_VERSIONS, SHOWN_CHANGES = 4, 6
WIDTH, HEIGHT, EDGE = 320, 64, 6
ICONS = {"visit": "pin", "move": "deal", "done": "check", "import": "upload", "merge": "tree"}
FILE_KINDS = {
    "application/pdf": "PDF", "image/png": "PNG image", "image/jpeg": "JPEG image",
    "image/gif": "GIF image", "application/zip": "Office document or ZIP",
    "application/x-ole-storage": "Office document", "audio/ogg": "Sound", "audio/mpeg": "Sound",
    "text/plain": "Text",
}  # fmt: skip
TALKS = {"call": "phone", "email": "mail", "meeting": "people", "site_visit": "pin", "web": "eye"}
STREAMS = (
    ("", "All"),
    ("talk", "Conversations"),
    ("visit", "Visits"),
    ("deal", "Deals"),
    ("task", "Tasks"),
    ("record", "Record"),
)


@register.filter
def listed(value: Any) -> str:
    """Return a value for reading: lists joined, times short, emptiness named."""
    if value is None or value in ("", []):
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,.2f}".removesuffix(".00")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, datetime):
        return format_date(timezone.localtime(value), "j M Y, H:i")
    return format_date(value, "j M Y") if isinstance(value, date) else str(value)


@register.filter
def cause(text: str) -> str:
    """Return why something was written in words, without the codes of machines."""
    return in_words(text)


@register.filter
def spelled(value: Any, field: str) -> Any:
    """Return what a field holds in words where it holds a code: `IN` gives India."""
    return spelled_out(field, value)


@register.filter
def place(address: dict[str, Any]) -> str:
    """Return a postal address as one line, its country by name."""
    parts = (spelled_out(part, address[part]) for part in ADDRESS)
    return ", ".join(part for part in parts if part)


@register.simple_tag(takes_context=True)
def way(context: template.Context, row: Any) -> str:
    """Return the query that opens a row of a page as one of its list: `?list=…`.

    Which of how many it is goes along where the page is the whole list.
    """
    page, asked = context["page"], context["asked"]
    alone = not page.next and not page.previous
    standing = (context["forloop"]["counter"], len(page.rows)) if alone else None
    return f"?{way_of(asked, row, standing)}"


@register.filter
def targets(rule: str) -> str:
    """Return what people call the fields of a rule: `contact.unit_config` gives Configuration."""
    names = rule.split(" + ")
    return " + ".join(FIELDS[name].label if name in FIELDS else name for name in names)


@register.filter
def field_name(name: str, subject: Any) -> str:
    """Return what people call a field of a record, as its history does."""
    try:
        field = subject._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
    except FieldDoesNotExist:
        return name.replace("_", " ").capitalize()
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


@register.filter
def digits(number: str) -> str:
    """Return the digits of a number, as links to WhatsApp want them."""
    return "".join(sign for sign in number if sign.isdigit())


@register.filter
def file_kind(mime: str) -> str:
    """Return what people call a kind of file: `application/pdf` gives PDF."""
    return FILE_KINDS.get(mime, "File")


@register.filter
def duration(seconds: float) -> str:
    """Return minutes and seconds: 75 gives `1:15`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


@register.filter
def ahead(moment: datetime) -> bool:
    """Return whether a moment is still to come."""
    return moment > timezone.now()


@register.filter
def narrowed(entries: list[dict[str, Any]], field: str) -> list[dict[str, Any]]:
    """Return the versions that changed a field, or all when none is named."""
    if not field:
        return entries
    return [e for e in entries if any(change["field"] == field for change in e["changes"])]


@register.filter
def latest(entries: list[Any], whole: object) -> list[Any]:
    """Return all versions, or the few a dossier shows."""
    return entries if whole else entries[:SHOWN_VERSIONS]


@register.filter
def latest_changes(changes: list[Any], whole: object) -> list[Any]:
    """Return all changes of a version, or the few a dossier shows."""
    return changes if whole else changes[:SHOWN_CHANGES]


@register.filter
def by_day(events: list[dict[str, Any]] | None) -> list[tuple[date, list[dict[str, Any]]]]:
    """Return the events of each day of the reader's calendar, as they come; none for None."""
    days = groupby(events or (), key=lambda event: timezone.localdate(event["at"]))
    return [(day, list(group)) for day, group in days]


@register.filter
def any_from_file(events: list[dict[str, Any]] | None) -> bool:
    """Return whether a row of a file made one of these; there may be none."""
    return any(event.get("from_file") for event in events or ())


@register.filter
def event_icon(event: dict[str, Any]) -> str:
    """Return the symbol of an event."""
    if event["what"] == "interaction":
        return TALKS.get(event["kind"], "chat")
    return ICONS.get(event["what"], "history")


@register.simple_tag
def streams() -> tuple[tuple[str, str], ...]:
    """Return the kinds of the timeline and their names."""
    return STREAMS


@register.simple_tag
def admin_change(row: Any) -> str:
    """Return the address of a row's form in the administration, empty without one."""
    meta = row._meta  # noqa: SLF001 -- Django's documented name
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""


@register.simple_tag
def score_line(snapshots: Sequence[dict[str, Any]]) -> SafeString:
    """Draw how a score moved: an SVG line with a title on every point, 0 at the bottom."""
    first, last = snapshots[0]["as_of"], snapshots[-1]["as_of"]
    span = (last - first).total_seconds() or 1
    points = []
    for shot in snapshots:
        across = EDGE + (shot["as_of"] - first).total_seconds() / span * (WIDTH - 2 * EDGE)
        down = EDGE + (100 - shot["value"]) / 100 * (HEIGHT - 2 * EDGE)
        said = f"{shot['value']:.0f} on {format_date(timezone.localtime(shot['as_of']), 'j M Y')}"
        points.append((f"{across:.1f}", f"{down:.1f}", said))
    return format_html(
        '<svg class="score-line" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<polyline points="{}"/>{}</svg>',
        WIDTH,
        HEIGHT,
        f"Score from {points[0][2]} to {points[-1][2]}",
        " ".join(f"{x},{y}" for x, y, _ in points),
        format_html_join("", '<circle cx="{}" cy="{}" r="2.5"><title>{}</title></circle>', points),
    )
