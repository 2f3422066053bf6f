"""Amounts as people of their market read them."""

import re
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from imports.cleaning.money import format_money

register = template.Library()
PARTS = re.compile(r"(\D*)([\d.,]+)(.*)")  # currency, digits, unit
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
        ends_in_words(low, high, currency),
    )


def ends_in_words(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    """Return a range of amounts, a bound or one amount in words."""
    if low is not None and high is not None and low != high:
        return _range(format_money(low, currency), format_money(high, currency))
    if low is None and high is not None:
        return f"up to {format_money(high, currency)}"
    if high is None and low is not None:
        return f"from {format_money(low, currency)}"
    return format_money(low or Decimal(0), currency)


def _range(low: str, high: str) -> str:
    """Join two amounts; what they share, currency and unit, is said once: `₹2 - 2.45 Cr`."""
    prefix, _, unit = PARTS.fullmatch(high).groups()  # type: ignore[union-attr]
    return f"{low.removesuffix(unit) if unit else low}{DASH}{high.removeprefix(prefix)}"
