"""Numbers of rows as the import pages write them."""

from django import template

from imports.mapping import FIELDS

register = template.Library()


@register.filter
def thousands(number: int | None) -> str:
    """Return a count with its thousands apart: `12,345`; 0 for none."""
    return f"{int(number or 0):,}"


@register.filter
def field_label(target: str) -> str:
    """Return what people call a canonical field."""
    return FIELDS[target].label if target in FIELDS else target
