"""Numbers of rows as the import pages write them."""

from django import template

from imports.mapping import FIELDS

register = template.Library()


@register.filter
def thousands(number: int | None) -> str:
    """Return a count with its thousands apart: `12,345`; 0 for none."""
    return f"{int(number or 0):,}"


@register.filter
def percent(share: float) -> int:
    """Return a share of 0 to 1 in whole percents."""
    return round(share * 100)


@register.filter
def field_label(target: str) -> str:
    """Return what people call a canonical field."""
    return FIELDS[target].label if target in FIELDS else target


@register.filter
def words(code: str) -> str:
    """Return an issue's code as words: `bad_phone` reads `bad phone`."""
    return code.replace("_", " ")
