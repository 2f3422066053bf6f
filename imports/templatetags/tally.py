"""Fields as the import pages write them."""

from django import template

from imports.mapping import FIELDS

register = template.Library()


@register.filter
def field_label(target: str) -> str:
    """Return what people call a canonical field."""
    return FIELDS[target].label if target in FIELDS else target
