"""Phones, e-mails, dates, addresses and places: folded, and compared level by level."""

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio

from identity.matching.names import fold
from identity.matching.series import NO_SERIES, Series
from identity.matching.vocabulary import CITIES, GENERIC_LOCALS, PLACEHOLDER_LOCALS, STREET_WORDS

type Told = tuple[str, ...]
"""What one person tells of a field."""

_DIGITS: Final = re.compile(r"[0-9]+")
_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
_SPLIT_PHONES: Final = re.compile(r"[/,;|\n]|:::|\bor\b")
_SHORTEST, _PHONE = 7, 9
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_SLASHED: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_COMPACT: Final = re.compile(r"(1[6-9]|20)\d{6}")
_NEAR_WORDS, _NEAR_STREET = 0.9, 86.0
_LONG_LOCAL = 6  # letters of a mailbox of which one may be mistyped
_MONTHS, _DAYS, _YEARS = 12, 31, range(1000, 2101)


def phones_of(raw: str) -> tuple[str, ...]:
    """Return the last nine digits of every number in a cell; filled-in numbers are left out."""
    found: dict[str, None] = {}
    for part in _SPLIT_PHONES.split(raw):
        digits = "".join(_DIGITS.findall(part)).lstrip("0")
        if len(digits) >= _SHORTEST and len(set(digits[-8:])) > 2:  # noqa: PLR2004 -- 99999999 reaches nobody
            found[digits[-_PHONE:]] = None
    return tuple(found)


def email_of(raw: str) -> str:
    """Return the folded address, empty for a filled-in one; dots and tags of Gmail go.

    Empty for info@, too: it is everybody's who works there.
    """
    local, _, domain = raw.strip().lower().rpartition("@")
    if local in PLACEHOLDER_LOCALS or local in GENERIC_LOCALS:
        return ""
    if not local:
        return _NOT_WORD.sub("", domain) and raw.strip().lower()
    local = local.split("+")[0]
    if domain in {"gmail.com", "googlemail.com"}:
        local = local.replace(".", "")
    return f"{local}@{domain}"


def date_of(raw: str, *, day_first: bool = True) -> str:
    """Return a date as YYYYMMDD, empty when it cannot be read or is in no calendar."""
    text = raw.strip()
    if found := _ISO.search(text):
        year, month, day = found.groups()
    elif found := _SLASHED.search(text):
        day, month, year = found.groups()
        if not day_first or int(month) > _MONTHS:
            day, month = month, day
    elif _COMPACT.fullmatch(text):
        return text
    else:
        return ""
    if int(year) not in _YEARS or not 0 < int(month) <= _MONTHS or not 0 < int(day) <= _DAYS:
        return ""
    return f"{year}{int(month):02}{int(day):02}"


@lru_cache(maxsize=1 << 17)
def words_of(raw: str) -> str:
    """Return a text folded to single-spaced words."""
    return _NOT_WORD.sub(" ", fold(raw)).strip()


def street_of(raw: str) -> str:
    """Return an address folded, common words short or gone."""
    words = (STREET_WORDS.get(word, word) for word in words_of(raw).split())
    return " ".join(word for word in words if word)


@lru_cache(maxsize=1 << 15)
def city_of(raw: str) -> str:
    """Return a city under its present name."""
    words = words_of(raw)
    return CITIES.get(words.replace(" ", "_"), words)


@lru_cache(maxsize=1 << 15)
def local_of(email: str) -> str:
    """Return the letters before the @, empty where they name nobody."""
    local = _NOT_WORD.sub("", email.partition("@")[0])
    return "" if local in GENERIC_LOCALS or len(local) < 4 else local  # noqa: PLR2004 -- shorter ones are many people's


def compare_phones(left: Told, right: Told, series: Series = NO_SERIES) -> tuple[str, str, str]:
    """Return (level, left value, right value) of two people's numbers."""
    if shared := set(left).intersection(right):
        number = min(shared)
        return "same", number, number
    for mine in left:
        for other in right:
            if is_slipped(mine, other) and not {mine, other} <= series:
                return "near", mine, other
    return "differ", left[0], right[0]


def is_slipped(mine: str, other: str) -> bool:
    """Tell whether two numbers are a slip apart.

    A digit too many or too few moves the last nine, so one of both is read without its first.
    """
    if OSA.distance(mine, other, score_cutoff=1) <= 1:
        return True
    return len(mine) == len(other) == _PHONE and (
        OSA.distance(mine[1:], other, score_cutoff=1) <= 1
        or OSA.distance(mine, other[1:], score_cutoff=1) <= 1
    )


def compare_emails(left: Told, right: Told, series: Series = NO_SERIES) -> tuple[str, str, str]:
    """Return (level, left value, right value) of two people's addresses."""
    if shared := set(left).intersection(right):
        address = min(shared)
        return "same", address, address
    for mine in left:
        for other in right:
            level = compare_addresses(mine, other)
            if level != "differ" and not (level == "near" and {mine, other} <= series):
                return level, mine, other
    return "differ", left[0], right[0]


def compare_addresses(mine: str, other: str) -> str:
    """Return the level of two different addresses.

    `asha.rao7@` and `asha.rao9@` may be two people of one name, and are no `slip`; the same
    letters at two providers are `local`, at one of them mistyped a `slip`.
    """
    local, twin = local_of(mine), local_of(other)
    if local and local == twin:
        domains = mine.rpartition("@")[2], other.rpartition("@")[2]
        return "slip" if OSA.distance(*domains, score_cutoff=1) <= 1 else "local"
    slips = OSA.distance(mine, other, score_cutoff=2)
    if slips > 2:  # noqa: PLR2004 -- two slips of the pen
        return "differ"
    is_slip = slips == 1 and min(len(local), len(twin)) >= _LONG_LOCAL
    return "slip" if is_slip and _DIGITS.findall(mine) == _DIGITS.findall(other) else "near"


def compare_dates(left: str, right: str) -> str:
    """Return the level of two dates of birth."""
    if left == right:
        return "same"
    parts = sum(left[a:b] == right[a:b] for a, b in ((0, 4), (4, 6), (6, 8)))
    if parts == 2 or OSA.distance(left, right) == 1 or left[:4] + left[6:] + left[4:6] == right:  # noqa: PLR2004 -- two of three parts
        return "near"
    if left[:4] == right[:4] or OSA.distance(left, right) <= 2:  # noqa: PLR2004 -- two slips
        return "year"
    return "differ"


@lru_cache(maxsize=1 << 14)
def parts_of_street(street: str) -> tuple[frozenset[str], str]:
    """Return the numbers of a folded address, and the address without them."""
    return frozenset(_DIGITS.findall(street)), _DIGITS.sub("", street)


@lru_cache(maxsize=1 << 14)
def compare_streets(left: str, right: str) -> str:
    """Return the level of two addresses."""
    if left == right:
        return "same"
    (mine, here), (other, there) = parts_of_street(left), parts_of_street(right)
    words = token_sort_ratio(here, there)
    if words >= _NEAR_STREET:
        return "near" if mine == other or (mine & other) else "street"
    if mine and mine == other and token_sort_ratio(left, right) >= 70:  # noqa: PLR2004 -- the number weighs in
        return "near"
    return "differ"


@lru_cache(maxsize=1 << 17)
def compare_codes(left: str, right: str) -> str:
    """Return the level of two postal codes."""
    if left == right:
        return "same"
    if OSA.distance(left, right, score_cutoff=1) <= 1:
        return "near"
    return "area" if left[:3] == right[:3] else "differ"


@lru_cache(maxsize=1 << 17)
def compare_texts(left: str, right: str) -> str:
    """Return the level of two short texts."""
    if left == right:
        return "same"
    return "near" if JaroWinkler.similarity(left, right) >= _NEAR_WORDS else "differ"


def compare_ids(left: Told, right: Told, series: Series = NO_SERIES) -> tuple[str, str, str]:
    """Return (level, left value, right value) of two people's official numbers."""
    for number in left:
        if number in right:
            return "same", number, number
    near = OSA.distance(left[0], right[0], score_cutoff=1) <= 1
    near = near and not {left[0], right[0]} <= series
    return ("near" if near else "differ"), left[0], right[0]
