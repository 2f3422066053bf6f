"""Money as people type it into sheets and forms: lakh and crore, ranges, bounds, currencies.

Amounts are `Decimal` in whole currency units. What can be read in two ways stays unresolved and
carries an issue; nothing is guessed.
"""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from imports.cleaning.decimals import NUMBER, parse_decimal
from imports.cleaning.result import Issue
from imports.cleaning.text import ascii_marks, clean_text, fold

CURRENCIES: Final = frozenset({"INR", "AED", "USD", "GBP", "EUR", "SGD"})
CRORE: Final = Decimal(10_000_000)
LAKH: Final = Decimal(100_000)
MILLION: Final = Decimal(1_000_000)

_MAX_AMOUNT: Final = Decimal(10) ** 14  # numeric(16, 2)
_LEAST_PLAIN: Final = 1000
_MAX_LENGTH: Final = 100
_CENT: Final = Decimal("0.01")
_CURRENCY_WORDS: Final = {
    "INR": r"₹|\binr\b|\brs\b\.?|\brupees?\b|रुपये|रुपए|रु(?!\w)\.?|/-",
    "AED": r"\baed\b|\bdhs?\b\.?|\bdirhams?\b|د\.?إ\.?|درهم",
    "SGD": r"s\$|\bsgd\b",
    "USD": r"us\$|(?<!\w)\$|\busd\b|\bdollars?\b",
    "GBP": r"£|\bgbp\b|\bpounds?\b",
    "EUR": r"€|\beur\b|\beuros?\b",
    "OTHER": r"\b(?:sar|qar|omr|kwd|bhd|pkr|lkr|npr|bdt|cad|aud|chf|jpy|cny|hkd|thb|myr)\b|[¥₩₽₺]",
}
# letters may be glued to digits (`AED2M`, `5000000Rs`), which \b does not see as an edge
_CURRENCY: Final = re.compile(
    "|".join(f"(?P<{code}>{fold(words)})" for code, words in _CURRENCY_WORDS.items())
)
_GLUED: Final = re.compile(r"(?<=[0-9])(?=[^\W\d_])|(?<=[^\W\d_])(?=[0-9])")
_UNITS: Final = {
    Decimal(1000): "k thousand thousands hazar hazaar हजार हज़ार الف ألف آلاف الاف",
    LAKH: "l lk lakh lakhs lac lacs lakhs/- लाख",
    MILLION: "m mn mm mio mil mill million millions مليون ملايين",
    CRORE: "cr crs crore crores करोड करोड़",
    Decimal(1_000_000_000): "b bn billion billions arab अरब مليار",
}
_SCALE: Final = {fold(word): scale for scale, words in _UNITS.items() for word in words.split()}
_INDIAN_SCALES: Final = frozenset({LAKH, CRORE})
_UNIT: Final = "|".join(sorted(map(re.escape, _SCALE), key=len, reverse=True))
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
_RATE: Final = re.compile(
    r"(?:\bper\b|/|\bp)\s*(?:sq|sf|m2|month|mth|year|yr|annum|week|day|night|gaj|psf)|\b(?:psf|p\.?m|p\.?a)\b"
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
    """One read amount and the largest unit written with it (None when there was none)."""

    value: Decimal
    scale: Decimal | None


class _Unresolved(Exception):  # noqa: N818 -- an outcome of reading, caught in this module only
    """Carries the issue out of the nested reading steps."""

    def __init__(self, code: str, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.issue = Issue(code, message, suggestion)


@lru_cache(maxsize=8192)
def clean_money(raw: str, *, currency_hint: str | None = None) -> MoneyRange:
    """Return the amount, range or bound of one cell in whole currency units.

    `currency_hint` is the currency of the column or the batch, used when the cell names none;
    lakh and crore alone mean INR. Never raises.
    """
    shown = clean_text(raw)
    if not shown:
        return MoneyRange(None, None, None)
    text = fold(ascii_marks(shown)).replace("_", " ").strip()
    try:
        return _read(text, currency_hint)
    except _Unresolved as unresolved:
        return MoneyRange(None, None, None, (unresolved.issue,))


def _read(text: str, currency_hint: str | None) -> MoneyRange:
    """Read folded text; raises _Unresolved with the issue to report."""
    _refuse_hopeless(text)
    currency, text = _take_currency(text)
    text, hedged = _HEDGE.subn("", _HARMLESS.sub("", text).strip())
    low, high, scales = _read_bounds(text.strip())
    if currency is None:
        currency = currency_hint or ("INR" if scales & _INDIAN_SCALES else None)
    issues = []
    if currency is None:
        issues.append(Issue("currency_unknown", "The amount names no currency"))
    if hedged:
        issues.append(Issue("approximate", "The amount is marked as approximate"))
    return MoneyRange(low, high, currency, tuple(issues))


def _refuse_hopeless(text: str) -> None:
    """Stop at texts that hold digits but no amount one may store."""
    if len(text) > _MAX_LENGTH or not any(character in "0123456789" for character in text):
        raise _Unresolved("unreadable", "No amount in this text")
    if _SCIENTIFIC.fullmatch(text):
        exact = format(Decimal(text.replace(",", ".")), "f")
        raise _Unresolved("unrecoverable", "A spreadsheet rounded this number", exact)
    if _RATE.search(text):
        raise _Unresolved("rate_not_total", "This is a price per area or per period, not a total")


def _take_currency(text: str) -> tuple[str | None, str]:
    """Return the currency named in the text, if any, and the text without it."""
    spaced = _GLUED.sub(" ", text)
    named = {str(match.lastgroup) for match in _CURRENCY.finditer(spaced)}
    if len(named) > 1:
        raise _Unresolved("several_currencies", "The cell names more than one currency")
    if named == {"OTHER"}:
        raise _Unresolved("currency_unsupported", "Amounts in this currency are not kept")
    return next(iter(named), None), " ".join(_CURRENCY.sub(" ", spaced).split())


def _read_bounds(text: str) -> tuple[Decimal | None, Decimal | None, frozenset[Decimal]]:
    """Return lowest, highest and the units used."""
    both = _RANGE.fullmatch(text) or _BETWEEN.fullmatch(text)
    if both is not None:
        low, high = _share_unit(_read_sum(both["low"]), _read_sum(both["high"]))
        _check_range(low, high)
        return low.value, high.value, _scales(low, high)
    least, is_least = _AT_LEAST.subn("", text)
    most, is_most = _AT_MOST.subn("", text)
    if is_least and is_most:
        raise _Unresolved("unreadable", "The cell is a minimum and a maximum at once")
    amount = _read_plain(least if is_least else most)
    scales = _scales(amount)
    if is_least:
        return amount.value, None, scales
    return (None if is_most else amount.value), amount.value, scales


def _read_plain(text: str) -> _Amount:
    """Read a single amount, refusing small bare numbers that miss their unit."""
    amount = _read_sum(text.strip())
    if amount.scale is None and 0 < amount.value < _LEAST_PLAIN:
        raise _Unresolved(
            "unit_missing", "Is this in thousands, lakh, crore or millions?", str(amount.value)
        )
    return amount


def _read_sum(text: str) -> _Amount:
    """Read `1 crore 25 lakh` or a plain amount."""
    if _SUM.fullmatch(text) is None:
        raise _Unresolved("unreadable", "This text is not an amount")
    amounts = [_read_term(match[1], match[2]) for match in _ONE_TERM.finditer(text)]
    scales = [amount.scale or Decimal(1) for amount in amounts]
    if scales != sorted(set(scales), reverse=True):
        raise _Unresolved("ambiguous_number", "The parts of this amount do not add up")
    value = sum((amount.value for amount in amounts), Decimal(0)).quantize(_CENT, ROUND_HALF_EVEN)
    if value >= _MAX_AMOUNT:
        raise _Unresolved("too_large", "The amount is too large to be money")
    return _Amount(_trimmed(value), amounts[0].scale)


def _read_term(written: str, unit: str | None) -> _Amount:
    """Read one number with its unit."""
    scale = _SCALE[unit] if unit else None
    number = parse_decimal(written, scaled=scale is not None)
    if number is None:
        raise _Unresolved(
            "ambiguous_number", "The separators of this number can be read in two ways"
        )
    return _Amount(number * (scale or 1), scale)


def _share_unit(low: _Amount, high: _Amount) -> tuple[_Amount, _Amount]:
    """Give a bare lower number the unit of the upper one: `55-60 Lacs`."""
    if low.scale is None and high.scale is not None and low.value < _LEAST_PLAIN:
        return _Amount(_trimmed(low.value * high.scale), high.scale), high
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


def _trimmed(value: Decimal) -> Decimal:
    """Return the value without decimals that are zero."""
    whole = value.to_integral_value()
    return whole if whole == value else value


def format_money(amount: Decimal, currency: str, *, exact: bool = False) -> str:
    """Return the amount as people of its market read it: `₹2.45 Cr`, `₹85 L`, `AED 2.3M`.

    With `exact` every digit is shown, grouped by lakh and crore for INR: `₹2,45,00,000`.
    """
    prefix = "₹" if currency == "INR" else f"{currency} "
    sign = "-" if amount < 0 else ""
    size, unit = abs(amount), ""
    if not exact:
        size, unit = _scaled(size, currency)
    digits = format(_trimmed(size.quantize(_CENT, ROUND_HALF_EVEN)), "f")
    if unit and "." in digits:
        digits = digits.rstrip("0")
    return f"{sign}{prefix}{_grouped(digits, currency)}{unit}"


def _scaled(size: Decimal, currency: str) -> tuple[Decimal, str]:
    """Return the size in the largest unit its market speaks of, and that unit."""
    steps = [(CRORE, " Cr"), (LAKH, " L")] if currency == "INR" else [(MILLION, "M")]
    return next(((size / scale, unit) for scale, unit in steps if size >= scale), (size, ""))


def _grouped(digits: str, currency: str) -> str:
    """Return the digits with the separators of the currency's market."""
    whole, dot, fraction = digits.partition(".")
    if currency != "INR" or len(whole) <= 3:  # noqa: PLR2004 -- the last group has three digits
        return f"{int(whole):,}{dot}{fraction}"
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return f"{','.join(reversed(pairs))},{tail}{dot}{fraction}"
