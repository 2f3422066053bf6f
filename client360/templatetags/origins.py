"""Draws a value with the note on where it came from."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag(takes_context=True)
def value(  # noqa: PLR0913, PLR0917 -- the parts of a template tag; all but the key are optional
    context: template.Context,
    content: SafeString,
    key: str,
    href: str = "",
    by: str | None = None,
    at: Any = None,
    slot: str = "",
) -> SafeString:
    """Draw a value a reader can point at or tab to, and learn who or what put it there.

    `key` names it as `imports.selectors.explain` does: `budget_min`, `point:12`. `by` and `at`
    say who typed it and when, for a value no source explains. `slot` tells two places apart.
    """
    origin = (context.get("origins") or {}).get(key)
    if origin is None and at is not None:
        origin = {"typed_by": by, "at": at, "is_row": True}
    if origin is None:
        return format_html('<a href="{}">{}</a>', href, content) if href else content
    return render_to_string(
        "client360/_value.html",
        {
            "content": content,
            "href": href,
            "origin": origin,
            "key": key,
            "id": note_id(slot + key),
            "here": context.get("here", ""),
        },
    )


@register.filter
def note_id(key: str) -> str:
    """Return the id of the note on a value."""
    return f"origin-{key}".replace(":", "-")


@register.filter
def has_history(key: str) -> bool:
    """Return whether a key names a field of the record itself, which has a history page."""
    return ":" not in key
