"""Unit configurations: `3BHK`, `2.5 BHK`, `4BR + maid`, `Studio`, `2BHK/3BHK`, `Penthouse`."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from imports.cleaning.result import Issue
from imports.cleaning.text import ascii_marks, clean_text, fold

_MOST_BEDROOMS: Final = 20
_LONGEST: Final = 120
_ROOMS: Final = (
    r"(?:\s*-?\s*(?:b\.?h\.?k|bedrooms?|beds?|brs?|bds?|bhks|chambres?|habitaciones|zimmer)\b\.?)"
)
_COUNT: Final = r"([0-9]{1,2}(?:\.[05])?)"
_BEDROOMS: Final = re.compile(
    rf"(?<![0-9.]){_COUNT}(?:{_ROOMS}|\b)(?:\s*(?:-|/|,|&|to|or|and)\s*{_COUNT}{_ROOMS}?)?"
)
_WORDS: Final = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
}
_NUMBER_WORD: Final = re.compile(rf"\b({'|'.join(_WORDS)})\b")
_KINDS: Final = (
    ("studio", re.compile(r"\bstudios?\b|\b1?\s?rk\b")),
    ("penthouse", re.compile(r"\bpent\s?house\b|\bph\b")),
    ("townhouse", re.compile(r"\btown\s?house\b|\brow\s?house\b|\bth\b")),
    ("villa", re.compile(r"\bvillas?\b|\bbungalows?\b|\bkothi\b")),
    ("farmhouse", re.compile(r"\bfarm\s?house\b")),
    ("builder_floor", re.compile(r"\b(?:builder|independent)\s?floor\b")),
    ("apartment", re.compile(r"\b(?:apartments?|flats?|apt)\b")),
    ("plot", re.compile(r"\bplots?\b|\bland\b")),
    ("office", re.compile(r"\boffices?\b")),
    ("shop", re.compile(r"\bshops?\b|\bretail\b|\bshowroom\b")),
    ("warehouse", re.compile(r"\bwarehouse\b|\bgodown\b")),
)
_EXTRAS: Final = (
    ("duplex", re.compile(r"\bduplex\b")),
    ("triplex", re.compile(r"\btriplex\b")),
    ("maid", re.compile(r"\bmaid'?s?(?:\s?room)?\b|\bm\b(?!\.)")),
    ("servant_quarter", re.compile(r"\bsq\b|\bsr\b|\bservant'?s?(?:\s?(?:quarter|room)s?)?\b")),
    ("study", re.compile(r"\bstudy(?:\s?room)?\b|\bs\b(?!\.)")),
    ("store", re.compile(r"\bstore(?:\s?room)?\b|\bstorage\b")),
    ("pooja", re.compile(r"\bpoo?ja(?:\s?room)?\b|\bpuja\b")),
    ("driver", re.compile(r"\bdriver'?s?(?:\s?room)?\b")),
    ("terrace", re.compile(r"\bterrace\b")),
    ("garden", re.compile(r"\bgarden\b|\blawn\b")),
    ("pool", re.compile(r"\bpool\b")),
    ("hall", re.compile(r"\bhall\b")),
    ("parking", re.compile(r"\bparking\b")),
)
_BATHROOMS: Final = re.compile(
    r"[0-9]{1,2}\s*(?:t|toilets?|ba|baths?|bathrooms?|balcony|balconies)\b"
)
_GLUE: Final = re.compile(
    r"[\s+&/,.()|-]+|\b(?:with|and|or|room|unit|configuration|config|house)\b"
)


class Configuration(NamedTuple):
    """What kind of unit, with how many bedrooms (a studio has 0) and which rooms besides.

    `bedrooms` equals `bedrooms_max` unless the cell names two sizes; both are None for a plot or
    an office, and when nothing could be read.
    """

    bedrooms: Decimal | None
    bedrooms_max: Decimal | None
    kind: str | None
    extras: tuple[str, ...]
    issues: tuple[Issue, ...] = ()


@lru_cache(maxsize=16384)
def clean_configuration(raw: str) -> Configuration:
    """Return the configuration of one cell; a bare number counts bedrooms. Never raises."""
    shown = clean_text(raw)
    if not shown:
        return Configuration(None, None, None, ())
    text = fold(ascii_marks(shown)).replace("_", " ")
    if len(text) > _LONGEST:
        return _refused("unreadable_configuration")
    text = _NUMBER_WORD.sub(lambda found: _WORDS[found[1]], text)
    kinds, text = _take(_BATHROOMS.sub(" ", text), _KINDS)
    low, high, text = _take_bedrooms(text)
    extras, rest = _take(text, _EXTRAS)
    if _GLUE.sub("", rest) or (low is None and not kinds):
        return _refused("unreadable_configuration")
    if low is not None and high is not None and not 0 <= low <= high <= _MOST_BEDROOMS:
        return _refused("implausible_bedrooms")
    if len(kinds) > 1:
        return Configuration(low, high, None, extras, (_issue("several_kinds"),))
    kind = kinds[0] if kinds else None
    if kind == "studio" and low is None:
        low = high = Decimal(0)
    return Configuration(low, high, kind, extras)


def _take(text: str, known: tuple[tuple[str, re.Pattern[str]], ...]) -> tuple[tuple[str, ...], str]:
    """Return the words found in the text and the text without them."""
    found = []
    for word, pattern in known:
        text, count = pattern.subn(" ", text)
        if count:
            found.append(word)
    return tuple(found), text


def _take_bedrooms(text: str) -> tuple[Decimal | None, Decimal | None, str]:
    """Return the least and the greatest number of bedrooms and the text without them."""
    counts: list[Decimal] = []

    def note(found: re.Match[str]) -> str:
        counts.extend(Decimal(count) for count in found.groups() if count)
        return " "

    rest = _BEDROOMS.sub(note, text)
    return (min(counts), max(counts), rest) if counts else (None, None, rest)


_MESSAGES: Final = {
    "unreadable_configuration": "This is not the configuration of a unit",
    "implausible_bedrooms": "No home has this many bedrooms",
    "several_kinds": "The cell names more than one kind of unit",
}


def _issue(code: str) -> Issue:
    """Return the issue of a code."""
    return Issue(code, _MESSAGES[code])


def _refused(code: str) -> Configuration:
    """Return no configuration, with the reason."""
    return Configuration(None, None, None, (), (_issue(code),))
