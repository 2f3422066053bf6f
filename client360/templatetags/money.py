"""Amounts as people of their market read them."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from imports.cleaning.money import format_money

register = template.Library()
DASH = " \u2013 "


@register.simple_tag
def money(amount: Decimal | None, currency: str) -> SafeString | str:
    """Draw an amount in the largest unit of its market; every digit is its title."""
    if amount is None or not currency:
        return ""
    return format_html(
        '<span class="number nowrap" title="{}">{}</span>',
        format_money(amount, currency, exact=True),
        format_money(amount, currency),
    )


@register.simple_tag
def budget(low: Decimal | None, high: Decimal | None, currency: str) -> SafeString | str:
    """Draw a range, a bound (`from ₹2 Cr`, `up to AED 3M`) or one amount."""
    if not currency:
        return ""
    exact = [format_money(x, currency, exact=True) for x in (low, high) if x is not None]
    return format_html(
        '<span class="number nowrap" title="{}">{}</span>',
        DASH.join(dict.fromkeys(exact)),
        _words(low, high, currency),
    )


def _words(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    if low is not None and high is not None and low != high:
        return DASH.join(format_money(amount, currency) for amount in (low, high))
    if low is None and high is not None:
        return f"up to {format_money(high, currency)}"
    if high is None and low is not None:
        return f"from {format_money(low, currency)}"
    return format_money(low or Decimal(0), currency)


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """Return one value of a mapping, or None."""
    return mapping.get(key) if mapping else None
