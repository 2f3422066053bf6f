"""Amounts as people of their market read them."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.selectors.money import every_digit, format_money, money_range

register = template.Library()


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
    return format_html(
        '<span class="number nowrap" title="{}">{}</span>',
        every_digit(low, high, currency),
        money_range(low, high, currency),
    )
