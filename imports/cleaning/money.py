"""Money as people type it into sheets and forms: lakh and crore, ranges, bounds, currencies.

Amounts are `Decimal` in whole currency units. What can be read in two ways stays unresolved and
carries an issue; nothing is guessed.
"""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from imports.cleaning.decimals import NUMBER, parse_decimal
from imports.cleaning.money_header import NOTHING, Stated
from imports.cleaning.money_words import (
    CRORE,
    CURRENCY,
    GLUED,
    LAKH,
    OTHER,
    RATE,
    SCALE,
    THOUSAND,
    UNIT_NAMES,
)
from imports.cleaning.result import Issue
from imports.cleaning.text import ascii_marks, clean_text, fold

CURRENCIES: Final = frozenset({"INR", "AED", "USD", "GBP", "EUR", "SGD"})

_MAX_AMOUNT: Final = Decimal(10) ** 14 - 1  # numeric(16, 2), whatever is rounded
_LEAST_PLAIN: Final = 1000
_LEAST_WHOLE: Final = 100_000  # a bare number that reads like a whole amount under any header
_MOST_LIKELY: Final = Decimal(10) ** 9  # 100 crore: what a header's unit seldom means to say
_MAX_LENGTH: Final = 100
_CENT: Final = Decimal("0.01")
_INDIAN_SCALES: Final = frozenset({LAKH, CRORE})
_UNIT: Final = "|".join(sorted(map(re.escape, SCALE), key=len, reverse=True))
_WITH_UNIT: Final = rf"{NUMBER}\s*(?:{_UNIT})(?!\w)\.?"
_ONE_TERM: Final = re.compile(rf"({NUMBER})(?:\s*({_UNIT})(?!\w)\.?)?")
# every part but the last carries a unit, which keeps the match linear
_AMOUNT: Final = rf"(?:{_WITH_UNIT}\s*(?:and\s+|,\s*)?)*(?:{_WITH_UNIT}|{NUMBER})"
_SUM: Final = re.compile(_AMOUNT)
_RANGE: Final = re.compile(
    rf"(?:from\s+)?(?P<low>{_AMOUNT})\s*(?:-|to\b|से|الى)\s*(?P<high>{_AMOUNT})"
)
_BETWEEN: Final = re.compile(rf"between\s+(?P<low>{_AMOUNT})\s*(?:-|and\b)\s*(?P<high>{_AMOUNT})")
_LEAST_BEFORE: Final = (
    "above|over|more than|min|minimum|at least|starting|starting from|starts at|from|اكثر من"
)
_LEAST_AFTER: Final = "and above|& above|or more|or above|plus|onwards|upwards|से अधिक|से ऊपर|से ज्यादा"
_MOST_BEFORE: Final = (
    "under|below|up ?to|less than|max|maximum|at most|within|not more than|اقل من|حتى"
)
_MOST_AFTER: Final = "and below|& below|or less|max|से कम|तक"
_AT_LEAST: Final = re.compile(
    rf"^(?:>=?|(?:{fold(_LEAST_BEFORE)})(?!\w)[.:]?)\s*|\s*(?:\+|{fold(_LEAST_AFTER)})$"
)
_AT_MOST: Final = re.compile(
    rf"^(?:<=?|(?:{fold(_MOST_BEFORE)})(?!\w)[.:]?)\s*|\s*(?:{fold(_MOST_AFTER)})$"
)
_HEDGE: Final = re.compile(
    r"^(?:approx(?:imately|\.)?|around|about|circa|ca\.|~|roughly|nearly)\s*|\s*(?:approx\.?|\(approx\))$"
)
_HARMLESS: Final = re.compile(r"\b(?:budget|only|negotiable|nego|all in(?:clusive)?)\b[:.]?")
_SCIENTIFIC: Final = re.compile(r"[0-9](?:[.,][0-9]+)?e\+?[0-9]{1,2}")


class MoneyRange(NamedTuple):
    """An amount (`min` equals `max`), a range, or a bound (the other side None).

    All three fields are None when nothing could be read; `issues` then says why.
    """

    min: Decimal | None
    max: Decimal | None
    currency: str | None
    issues: tuple[Issue, ...] = ()


class _Amount(NamedTuple):
    """One read amount, exact, and the largest unit written with it (None when there was none)."""

    value: Decimal
    scale: Decimal | None


class _Unresolved(Exception):  # noqa: N818 -- an outcome of reading, caught in this module only
    """Carries the issue out of the nested reading steps."""

    def __init__(self, code: str, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.issue = Issue(code, message, suggestion)


@lru_cache(maxsize=8192)
def clean_money(
    raw: str, *, currency_hint: str | None = None, stated: Stated = NOTHING
) -> MoneyRange:
    """Return the amount, range or bound of one cell in whole currency units.

    `stated` is what the header says, and `currency_hint` the currency of the row or the batch;
    either counts where the cell itself says nothing, the header first. Lakh and crore alone mean
    INR. Never raises.
    """
    shown = clean_text(raw)
    if not shown:
        return MoneyRange(None, None, None)
    text = fold(ascii_marks(shown)).replace("_", " ").strip()
    try:
        return _read(text, currency_hint, stated)
    except _Unresolved as unresolved:
        return MoneyRange(None, None, None, (unresolved.issue,))


def _read(text: str, currency_hint: str | None, stated: Stated) -> MoneyRange:
    """Read folded text; raises _Unresolved with the issue to report."""
    _refuse_hopeless(text, stated)
    named, text = _take_currency(text)
    currency = named or stated.currency or currency_hint
    if currency == OTHER:
        raise _Unresolved("currency_unsupported", "Amounts in this currency are not kept")
    text, hedged = _HEDGE.subn("", _HARMLESS.sub("", text).strip())
    low, high, scales = _read_bounds(text.strip(), stated)
    if currency is None and scales & _INDIAN_SCALES:
        currency = "INR"
    issues = []
    if currency is None:
        issues.append(Issue("currency_unknown", "The amount names no currency"))
    if hedged:
        issues.append(Issue("approximate", "The amount is marked as approximate"))
    return MoneyRange(low, high, currency, tuple(issues))


def _refuse_hopeless(text: str, stated: Stated) -> None:
    """Stop at texts that hold digits but no amount one may store."""
    if len(text) > _MAX_LENGTH or not any(character in "0123456789" for character in text):
        raise _Unresolved("unreadable", "No amount in this text")
    if _SCIENTIFIC.fullmatch(text):
        exact = format(Decimal(text.replace(",", ".")), "f")
        raise _Unresolved("unrecoverable", "A spreadsheet rounded this number", exact)
    if stated.rate or RATE.search(text):
        raise _Unresolved("rate_not_total", "This is a price per area or per period, not a total")


def _take_currency(text: str) -> tuple[str | None, str]:
    """Return the currency named in the text, if any, and the text without it."""
    spaced = GLUED.sub(" ", text)
    named = {str(match.lastgroup) for match in CURRENCY.finditer(spaced)}
    if len(named) > 1:
        raise _Unresolved("several_currencies", "The cell names more than one currency")
    return next(iter(named), None), " ".join(CURRENCY.sub(" ", spaced).split())


def _read_bounds(
    text: str, stated: Stated
) -> tuple[Decimal | None, Decimal | None, frozenset[Decimal]]:
    """Return lowest, highest and the units used."""
    both = _RANGE.fullmatch(text) or _BETWEEN.fullmatch(text)
    if both is not None:
        ends = _read_sum(both["low"], stated), _read_sum(both["high"], stated)
        low, high = _share_unit(*ends, stated)
        low, high = _in_stated(low, stated), _in_stated(high, stated)
        _check_range(low, high)
        return _kept(low), _kept(high), _scales(low, high)
    least, is_least = _AT_LEAST.subn("", text)
    most, is_most = _AT_MOST.subn("", text)
    if is_least and is_most:
        raise _Unresolved("unreadable", "The cell is a minimum and a maximum at once")
    amount = _read_plain(least if is_least else most, stated)
    value, scales = _kept(amount), _scales(amount)
    if is_least:
        return value, None, scales
    return (None if is_most else value), value, scales


def _read_plain(text: str, stated: Stated) -> _Amount:
    """Read a single amount, refusing small bare numbers that miss their unit."""
    amount = _in_stated(_read_sum(text.strip(), stated), stated)
    if amount.scale is None and 0 < amount.value < _LEAST_PLAIN:
        raise _Unresolved(
            "unit_missing", "Is this in thousands, lakh, crore or millions?", _plain(amount.value)
        )
    return amount


def _read_sum(text: str, stated: Stated) -> _Amount:
    """Read `1 crore 25 lakh` or a plain amount."""
    if _SUM.fullmatch(text) is None:
        raise _Unresolved("unreadable", "This text is not an amount")
    amounts = [_read_term(match[1], match[2], stated) for match in _ONE_TERM.finditer(text)]
    scales = [amount.scale or Decimal(1) for amount in amounts]
    halves = stated.scale and len(amounts) > 1 and amounts[-1].scale is None
    if halves or scales != sorted(set(scales), reverse=True):
        raise _Unresolved("ambiguous_number", "The parts of this amount do not add up")
    return _Amount(sum((amount.value for amount in amounts), Decimal(0)), amounts[0].scale)


def _read_term(written: str, unit: str | None, stated: Stated) -> _Amount:
    """Read one number with its unit."""
    scale = SCALE[unit] if unit else None
    # `1.250` under `AED '000` may as well be one thousand two hundred and fifty thousands
    scaled = scale is not None or (stated.scale or 0) > THOUSAND
    number = parse_decimal(written, scaled=scaled)
    if number is None:
        raise _Unresolved(
            "ambiguous_number", "The separators of this number can be read in two ways"
        )
    return _Amount(number * (scale or 1), scale)


def _in_stated(amount: _Amount, stated: Stated) -> _Amount:
    """Give a bare number the unit of its header, unless it may be a whole amount as it is."""
    if amount.scale is not None or not amount.value:
        return amount
    if stated.several:
        raise _Unresolved("unit_missing", "The header names several units", _plain(amount.value))
    if stated.scale is None:
        return amount
    scaled = amount.value * stated.scale
    unit = UNIT_NAMES[stated.scale]
    if amount.value >= _LEAST_WHOLE:
        whole = f"{_plain(amount.value / stated.scale)} {unit}"
        raise _Unresolved("unit_doubtful", f"The header says {unit}: is this {whole}?", whole)
    if scaled > _MOST_LIKELY:
        said = f"{_plain(amount.value)} {unit}"
        raise _Unresolved("unit_doubtful", f"Is this {said}, as the header says?", said)
    return _Amount(scaled, stated.scale)


def _kept(amount: _Amount) -> Decimal:
    """Return the value as it is kept, to the hundredth."""
    if amount.value >= _MAX_AMOUNT:
        raise _Unresolved("too_large", "The amount is too large to be money")
    return _trimmed(amount.value.quantize(_CENT, ROUND_HALF_EVEN))


def _share_unit(low: _Amount, high: _Amount, stated: Stated) -> tuple[_Amount, _Amount]:
    """Give a bare lower number the unit of the upper one: `55-60 Lacs`.

    Where that is too much, as of `85 - 1.2 Cr` below a header of lakh, the header counts.
    """
    if low.scale is None and high.scale is not None and low.value < _LEAST_PLAIN:
        shared = _Amount(low.value * high.scale, high.scale)
        if shared.value <= high.value or stated.scale is None:
            return shared, high
    return low, high


def _check_range(low: _Amount, high: _Amount) -> None:
    """Refuse ranges that only a reader's imagination makes sense of."""
    if low.value > high.value:
        raise _Unresolved("ambiguous_range", "The lower end is above the upper end")
    if high.scale is None and (low.scale is not None or high.value < _LEAST_PLAIN):
        raise _Unresolved("unit_missing", "The upper end misses its unit")


def _scales(*amounts: _Amount) -> frozenset[Decimal]:
    """Return the units that were written."""
    return frozenset(amount.scale for amount in amounts if amount.scale is not None)


def _plain(value: Decimal) -> str:
    """Return a number as one writes it, without zeros behind its decimals."""
    return format(value.normalize(), "f")


def _trimmed(value: Decimal) -> Decimal:
    """Return the value without decimals that are zero."""
    whole = value.to_integral_value()
    return whole if whole == value else value
