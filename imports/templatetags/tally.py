"""Fields as the import pages write them."""

import re
from typing import Final

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from imports.forms import where
from imports.mapping import FIELDS

register = template.Library()
SEAM: Final = re.compile(r"(?<=[_\-. ])(?=[^_\-. ])")  # where the name of a file may be broken
SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")


@register.filter
def field_label(target: str) -> str:
    """Return what people call a canonical field, and where what has no place of its own goes."""
    return FIELDS[target].label + where(target) if target in FIELDS else target


@register.filter
def file_name(name: str) -> SafeString:
    """Return the name of a file that breaks between its words, never inside its suffix."""
    suffix = found[0] if (found := SUFFIX.search(name)) else ""
    parts = SEAM.split(name.removesuffix(suffix))
    end = f'<wbr><span class="nowrap">{suffix}</span>' if suffix else ""
    return mark_safe("<wbr>".join(map(escape, parts)) + end)  # noqa: S308 -- every part is escaped
