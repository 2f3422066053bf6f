"""Areas of homes and plots: square feet, metres and yards, with the basis they are measured on."""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from imports.cleaning.decimals import NUMBER, parse_decimal
from imports.cleaning.result import Issue
from imports.cleaning.text import ascii_marks, clean_text, fold

AreaUnit = Literal["sqft", "sqm", "sqyd"]
AreaBasis = Literal["carpet", "built_up", "super_built_up", "plot", "bua_uae"]

SQFT_PER: Final[dict[AreaUnit, Decimal]] = {
    "sqft": Decimal(1),
    "sqm": Decimal("10.7639104"),
    "sqyd": Decimal(9),
}
# the exact ones of the units we do not keep; a bigha or marla differs from district to district
_SQFT_PER_LAND_UNIT: Final = {
    "acre": Decimal(43560),
    "hectare": Decimal("107639.104"),
    "guntha": Decimal(1089),
    "cent": Decimal("435.6"),
}
_CENT: Final = Decimal("0.01")
_MOST_SQFT: Final = Decimal(10) ** 8  # numeric(10, 2)
_LONGEST: Final = 120
_SQUARE: Final = r"\bsq(?:uare)?[\s.]*"
_UNITS: Final[tuple[tuple[AreaUnit, re.Pattern[str]], ...]] = (
    (
        "sqft",
        re.compile(rf"{_SQUARE}f(?:t|eet|oot)?\b\.?|\bs\.?ft\b\.?|\bft\s?2|\bsf\b|वर्ग फुट|قدم مربع"),
    ),
    (
        "sqm",
        re.compile(rf"{_SQUARE}m(?:et(?:re|er)s?|trs?|ts?)?\b\.?|\bm\s?2|\bqm\b|वर्ग मीटर|متر مربع"),
    ),
    (
        "sqyd",
        re.compile(rf"{_SQUARE}y(?:ar)?ds?\b\.?|\byd\s?2|\bgaj\b|\bguz\b|वर्ग गज|गज"),
    ),
)
_BASES: Final[tuple[tuple[AreaBasis, re.Pattern[str]], ...]] = (
    (
        "super_built_up",
        re.compile(r"\bsuper(?:\s*-?\s*(?:built(?:\s*-?\s*up)?|area))?\b|\bsbua?\b|\bsale?able\b"),
    ),
    ("carpet", re.compile(r"\b(?:rera\s+)?carpet\b")),
    ("plot", re.compile(r"\b(?:plot|land)\b")),
    ("built_up", re.compile(r"\bbuilt\s*-?\s*up\b|\bbua\b|\bcovered\b")),
)
_LAND_UNIT: Final = re.compile(
    r"\b(acre|hectare|guntha|cent|bigha|marla|kanal|ground|katha|biswa|ankanam|dunum)s?\b"
)
_GLUED: Final = re.compile(r"(?<=[0-9])(?=[^\W\d_])")
_SIZES: Final = re.compile(rf"(?P<low>{NUMBER})(?:\s*(?:-|to)\s*(?P<high>{NUMBER}))?")
_SIDES: Final = re.compile(r"([0-9]{1,4})\s*(?:'|ft)?\s*(?:x|\*|by)\s*([0-9]{1,4})\s*(?:'|ft)?")
_FILLER: Final = re.compile(r"\b(?:area|size|approx|about|total|rera|of)\b|[:()~,]+(?![0-9])|\.$")


class Area(NamedTuple):
    """An area in square feet, and as it was entered.

    `sqft` equals `sqft_max` unless the cell holds a range. All numbers are None when nothing could
    be read; an area whose unit is unknown has its entered `value` but no `sqft`.
    """

    sqft: Decimal | None
    sqft_max: Decimal | None
    value: Decimal | None
    unit: AreaUnit | None
    basis: AreaBasis | None
    issues: tuple[Issue, ...] = ()


@lru_cache(maxsize=16384)
def clean_area(
    raw: str, *, unit_hint: AreaUnit | None = None, basis_hint: AreaBasis | None = None
) -> Area:
    """Return the area of one cell. Never raises.

    The hints come from the column's header or batch and count when the cell says nothing.
    """
    shown = clean_text(raw)
    if not shown:
        return Area(None, None, None, None, None)
    text = _GLUED.sub(" ", fold(ascii_marks(shown)))
    basis = area_basis_in(text) or basis_hint
    unit = area_unit_in(text)
    sides = _SIDES.fullmatch(_without_words(text))
    if sides:
        product = int(sides[1]) * int(sides[2])
        return _refused("dimensions", "These are the sides of a plot", basis, f"{product} sqft")
    land = _LAND_UNIT.search(text)
    if land and unit is None:
        return _refused(
            "unit_unsupported", f"Areas are not kept in {land[1]}", basis, _in_sqft(text, land)
        )
    sizes = _SIZES.fullmatch(_without_words(text)) if len(text) <= _LONGEST else None
    if sizes is None:
        return _refused("unreadable_area", "This is not an area", basis)
    return _measured(sizes["low"], sizes["high"], unit or unit_hint, basis)


def area_unit_in(text: str) -> AreaUnit | None:
    """Return the unit named in a header or a cell, None for none or for two of them."""
    folded = _GLUED.sub(" ", fold(text))
    units = [unit for unit, pattern in _UNITS if pattern.search(folded)]
    return units[0] if len(units) == 1 else None


def area_basis_in(text: str) -> AreaBasis | None:
    """Return the basis named in a header or a cell; super built-up wins over built-up."""
    folded = fold(text)
    return next((basis for basis, pattern in _BASES if pattern.search(folded)), None)


def _without_words(text: str) -> str:
    """Return the text without units, bases and filler."""
    for _, pattern in (*_BASES, *_UNITS):
        text = pattern.sub(" ", text)
    return " ".join(_FILLER.sub(" ", text).split())


def _measured(low: str, high: str | None, unit: AreaUnit | None, basis: AreaBasis | None) -> Area:
    """Return the area of one or two written numbers."""
    value, most = parse_decimal(low), parse_decimal(high or low)
    if value is None or most is None or value > most:
        return _refused("ambiguous_number", "This number can be read in two ways", basis)
    if unit is None:
        issue = Issue("unit_unknown", "Is this in square feet, metres or yards?", f"{value} sqft")
        return Area(None, None, value, None, basis, (issue,))
    least, largest = _to_sqft(value, unit), _to_sqft(most, unit)
    if not 0 < least <= largest < _MOST_SQFT:
        return _refused("implausible_area", "No home or plot has this size", basis)
    return Area(least, largest, value, unit, basis)


def _to_sqft(value: Decimal, unit: AreaUnit) -> Decimal:
    """Return the value in square feet, to the hundredth."""
    return (value * SQFT_PER[unit]).quantize(_CENT, ROUND_HALF_EVEN)


def _in_sqft(text: str, land: re.Match[str]) -> str | None:
    """Return the square feet of a land area whose unit is exact."""
    number = parse_decimal(text[: land.start()].strip(), scaled=True)
    factor = _SQFT_PER_LAND_UNIT.get(land[1])
    return None if number is None or factor is None else f"{(number * factor).normalize():f} sqft"


def _refused(
    code: str, message: str, basis: AreaBasis | None, suggestion: str | None = None
) -> Area:
    """Return no area, with the reason."""
    return Area(None, None, None, None, basis, (Issue(code, message, suggestion),))
