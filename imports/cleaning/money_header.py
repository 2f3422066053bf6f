"""What a header says of the amounts below it: `Budget (Lakh)`, `Price in Cr`, `Amount (AED '000)`.

A cell that states a unit or currency of its own counts more than its header.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from imports.cleaning.money_words import CURRENCY, GLUED, RATE, SCALE, THOUSAND, UNIT_NAMES
from imports.cleaning.text import ascii_marks, clean_text, fold

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_IN_THOUSANDS: Final = re.compile(r"\b(?:in\s+1[,.]?000(?:\s*'?\s*s)?|1[,.]?000\s*'?\s*s)\b")
_TOKEN: Final = re.compile(r"[()\[\]{}/|,;:+&<>-]|[^\s()\[\]{}/|,;:+&<>-]+")
_ZEROS: Final = "000"
# letters and short words that mean something else as well: a unit only in their place
_UNSURE: Final = frozenset({"k", "l", "m", "b", "lk", "mm", "cr", "crs"})
_INDIAN: Final = frozenset({"k", "l", "lk", "cr", "crs"})  # `(L/Cr)`, while `Price/m` is a rate
_BEFORE: Final = frozenset({"(", "[", "{", "in", "$"})  # every currency has become a dollar sign
_BESIDE: Final = frozenset({"/", "|", ","})
_IN_ARABIC: Final = "بال"  # `in` and the article, written with the word


class Stated(NamedTuple):
    """What a header says of its amounts: the unit, the currency; `several` units say none.

    `rate` says that the amounts are prices per area or period.
    """

    scale: Decimal | None = None
    currency: str | None = None
    several: bool = False
    rate: bool = False

    def __str__(self) -> str:
        """Return how a number without a unit or currency is read, empty where nothing is said."""
        unit = UNIT_NAMES[self.scale] if self.scale else ""
        said = " ".join(filter(None, (self.currency, unit)))
        return f"read in {said}, as its header says" if said else ""


NOTHING: Final = Stated()


@lru_cache(maxsize=1024)
def stated_in(header: str) -> Stated:
    """Return what a header says of the amounts below it. Never raises."""
    text = fold(ascii_marks(_CAMEL.sub(" ", clean_text(header)))).replace("_", " ")
    text = _IN_THOUSANDS.sub("in thousands", text)
    spaced = GLUED.sub(" ", text)
    currencies = {str(match.lastgroup) for match in CURRENCY.finditer(spaced)}
    scales = set(_scales(_TOKEN.findall(CURRENCY.sub(" $ ", spaced))))
    return Stated(
        scale=scales.pop() if len(scales) == 1 else None,
        currency=next(iter(currencies)) if len(currencies) == 1 else None,
        several=len(scales) > 1,
        rate=RATE.search(text) is not None,
    )


def _scales(tokens: list[str]) -> Iterator[Decimal]:
    """Yield the units a header names; `50 lakh` in it is an example and names none."""
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else ""
        word = token.strip("'`.").removeprefix(_IN_ARABIC)
        if before[:1].isdigit():
            continue
        if word == _ZEROS and before != ",":
            yield THOUSAND
        elif word in SCALE and _is_meant(word, before, is_last=at == len(tokens) - 1):
            yield SCALE[word]


def _is_meant(word: str, before: str, *, is_last: bool) -> bool:
    """Tell the M of `Price (M)`, `AED M` and `Budget M` from that of `M & A` or `Price/m`."""
    if word == "arab":
        return False  # a people, too; in its own letters it is a billion
    if word not in _UNSURE or before in _BEFORE:
        return True
    if before in _BESIDE:
        return word in _INDIAN
    return is_last and word != "b" and before not in {"", "per"}  # the second of two prices
