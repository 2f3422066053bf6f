"""Amounts as people of their market read them, wherever one is shown."""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

DASH: Final = " \u2013 "

_CENT: Final = Decimal("0.01")
_INDIAN: Final = ((Decimal(10_000_000), " Cr"), (Decimal(100_000), " L"))
_ELSEWHERE: Final = ((Decimal(1_000_000), "M"),)
_PARTS: Final = re.compile(r"(\D*)([\d.,]+)(.*)")  # currency, digits, unit


def format_money(amount: Decimal, currency: str, *, exact: bool = False) -> str:
    """Return the amount as people of its market read it: `₹2.45 Cr`, `₹85 L`, `AED 2.3M`.

    With `exact` every digit is shown, grouped by lakh and crore for INR: `₹2,45,00,000`.
    """
    prefix = "₹" if currency == "INR" else f"{currency} "
    sign = "-" if amount < 0 else ""
    size, unit = abs(amount), ""
    if not exact:
        size, unit = _scaled(size, currency)
    digits = format(size.quantize(_CENT, ROUND_HALF_EVEN), "f").removesuffix(".00")
    if unit and "." in digits:
        digits = digits.rstrip("0")
    return f"{sign}{prefix}{_grouped(digits, currency)}{unit}"


def money_range(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    """Return a range, a bound (`from ₹2 Cr`, `up to AED 3M`) or one amount in words."""
    if low is not None and high is not None and low != high:
        return _joined(format_money(low, currency), format_money(high, currency))
    if low is None and high is not None:
        return f"up to {format_money(high, currency)}"
    if high is None and low is not None:
        return f"from {format_money(low, currency)}"
    return format_money(low or Decimal(0), currency)


def every_digit(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    """Return the same with every digit: what the largest unit of a market may have rounded."""
    ends = [format_money(end, currency, exact=True) for end in (low, high) if end is not None]
    return DASH.join(dict.fromkeys(ends))


def is_rounded(amount: Decimal | None, currency: str) -> bool:
    """Return whether the short form of an amount leaves some of its digits out."""
    if amount is None:
        return False
    size, _ = _scaled(abs(amount), currency)
    return size != size.quantize(_CENT, ROUND_HALF_EVEN)


def _joined(low: str, high: str) -> str:
    """Join two amounts; what they share, currency and unit, is said once: `₹2 - 2.45 Cr`."""
    prefix, _, unit = _PARTS.fullmatch(high).groups()  # type: ignore[union-attr]
    return f"{low.removesuffix(unit) if unit else low}{DASH}{high.removeprefix(prefix)}"


def _scaled(size: Decimal, currency: str) -> tuple[Decimal, str]:
    """Return the size in the largest unit its market speaks of, and that unit."""
    steps = _INDIAN if currency == "INR" else _ELSEWHERE
    return next(((size / scale, unit) for scale, unit in steps if size >= scale), (size, ""))


def _grouped(digits: str, currency: str) -> str:
    """Return the digits with the separators of the currency's market."""
    whole, dot, fraction = digits.partition(".")
    if currency != "INR" or len(whole) <= 3:  # noqa: PLR2004 -- the last group has three digits
        return f"{int(whole):,}{dot}{fraction}"
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return f"{','.join(reversed(pairs))},{tail}{dot}{fraction}"
