# ruff: noqa: RUF001 -- letters of other alphabets are meant
"""Reading the words of a header: spelling, separators, numbers and the kind of address or phone."""

import hashlib
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

from imports.mapping.folding import fold
from imports.mapping.words import CANONICAL, COMPOUNDS, SUBJECTS

_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DIGIT_EDGE: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_CUSTOM_FIELD: Final = re.compile(
    r"^(mx|cf|udf|custom|hs|properties|fields|attributes|new)[_.]|__c$", re.IGNORECASE
)
_GLUED_NUMBER: Final = re.compile(r"(?<=[a-z]{4})nr\b")
_COMPANY_TAIL: Final = re.compile(r"(?<=[a-z]{3}) co$")
_NUMBER_SIGN: Final = re.compile(r"#|№|\bn[°º]\.?|\bno\.", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"(?<=[a-z])['’]s\b", re.IGNORECASE)
_NOT_WORD: Final = re.compile(r"[^\w\u0900-\u0dff\u0e00-\u0e7f]+|_+")
_TABLE: Final = re.compile(r"([A-Za-z]{1,8}\d?)[_.](?=\w{2})")
_FEWEST: Final = 4  # columns that may share the name of a table
_SHARE: Final = 0.6
_SEGMENT: Final = re.compile(r"\s*(?:[/|()\[\]{}:;–—?\n]|\s-\s|,\s)\s*")


def header_fingerprint(header: list[str]) -> str:
    """Hash the header row for saved profiles: order counts, letter case and spaces do not.

    Returns 32 hexadecimal digits.
    """
    cells = ("".join(unicodedata.normalize("NFKC", cell).casefold().split()) for cell in header)
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:32]


def without_table(header: list[str]) -> list[str]:
    """Take off what most columns of a table begin with: `KD_NAME`, `KD_ORT` are `NAME`, `ORT`.

    A word that says whose columns they are (`cust_`, `deal.`) stays, for it is read.
    """
    found = Counter(begun[1] for text in header if (begun := _TABLE.match(text)))
    prefix, count = found.most_common(1)[0] if found else ("", 0)
    word = prefix.casefold()
    if count < _FEWEST or count < _SHARE * len(header) or word in SUBJECTS or word in CANONICAL:
        return header
    return [text.removeprefix(prefix)[1:] if _begins(text, prefix) else text for text in header]


def _begins(text: str, prefix: str) -> bool:
    return text.startswith((f"{prefix}_", f"{prefix}.")) and len(text) > len(prefix) + 1


@lru_cache(maxsize=16384)
def normalise(text: str) -> str:
    """Spell a header one way: lower case, no accents, words split, abbreviations written out.

    `E-mail 1 - Value` becomes `email 1 value`, `mx_City` becomes `city`.
    """
    text = _INVISIBLE.sub("", text).strip()
    text = _CUSTOM_FIELD.sub("", text)
    text = _NUMBER_SIGN.sub(" number ", _POSSESSIVE.sub("", text))
    text = fold(_CAMEL.sub(" ", unicodedata.normalize("NFKC", text))).replace("%", " percent ")
    text = " ".join(_NOT_WORD.sub(" ", _DIGIT_EDGE.sub(" ", text)).split())
    text = _COMPANY_TAIL.sub(" company", _GLUED_NUMBER.sub("nummer", text))
    text = COMPOUNDS.sub(lambda found: found[0].replace(" ", ""), text)
    return " ".join(_canonical(word) for word in text.split() if word != "and")


def _canonical(token: str) -> str:
    """Write an abbreviation out and fold English plurals and the Arabic article."""
    if token in CANONICAL:
        return CANONICAL[token]
    if len(token) > 4 and token.startswith("ال"):  # noqa: PLR2004 -- article and a root of three
        return token[2:]
    return _singular(token)


def _singular(token: str) -> str:
    """Fold the plural of a word in Latin letters; lexicon and header are folded alike."""
    if len(token) < 4 or not token.isascii():  # noqa: PLR2004 -- shorter words are not plurals
        return token
    if token.endswith("ies"):
        return f"{token[:-3]}y"
    if token.endswith(("sses", "xes", "ches", "shes")):
        return token[:-2]
    folds = token.endswith("s") and not token.endswith(("ss", "us", "is"))
    return CANONICAL.get(token[:-1], token[:-1]) if folds else token


@lru_cache(maxsize=4096)
def segments(text: str) -> tuple[str, ...]:
    """Split a header at slashes, brackets, colons and dashes; each part is normalised."""
    parts = (normalise(part) for part in _SEGMENT.split(text))
    return tuple(part for part in parts if part)
