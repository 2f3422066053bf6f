"""Fields as the import pages write them."""

from django import template

from imports.forms import where
from imports.mapping import FIELDS

register = template.Library()


@register.filter
def field_label(target: str) -> str:
    """Return what people call a canonical field, and where what has no place of its own goes."""
    return FIELDS[target].label + where(target) if target in FIELDS else target
