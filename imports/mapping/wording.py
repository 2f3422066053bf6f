"""What the words of a cell make it: a person, a calling, an address, a step of a deal."""

import re
from collections.abc import Iterator
from typing import Final

from imports.mapping import gazetteer, gazetteer_trade
from imports.mapping.folding import fold
from imports.mapping.gazetteer_people import GIVEN_NAMES, JOB_WORDS

_WORDS: Final = re.compile(r"[^\W\d_]+")
_LISTS: Final = (
    ("boolean", gazetteer.BOOLEANS),
    ("honorific", gazetteer.HONORIFICS),
    ("gender", gazetteer.GENDERS),
    ("currency", gazetteer.CURRENCIES),
    ("language", gazetteer.LANGUAGES),
    ("purpose", gazetteer.PURPOSES),
    ("property", gazetteer.PROPERTIES),
    ("score", gazetteer.SCORES),
    ("status", gazetteer.STATUSES),
    ("country", gazetteer.COUNTRIES | gazetteer.PEOPLES),
    ("people", gazetteer.PEOPLES),
    ("place", gazetteer.PLACES | gazetteer_trade.TOWNS | gazetteer_trade.STATES),
    ("state", gazetteer_trade.STATES),
    ("source", gazetteer_trade.SOURCES),
    ("stage", gazetteer_trade.STAGES),
    ("direction", gazetteer_trade.DIRECTIONS),
    ("industry", gazetteer_trade.INDUSTRIES),
)
_ORDINALS: Final = frozenset({"st", "rd"})  # of a day: `1st May`, `3rd May`
_LONGEST_NAME: Final = 5  # words, with titles
_LONGEST_TITLE: Final = 6


def listed_looks(text: str) -> set[str]:
    """Tell in which lists of values a cell stands; the text is in lower case."""
    bare = text.strip(" .")
    return {look for look, listed in _LISTS if text in listed or bare in listed}


def is_no_address(text: str) -> bool:
    """Tell that no word of a street stands in a cell: `Villa 3, Street 51` is no date."""
    words = {word.casefold() for word in _WORDS.findall(text)}
    return (words & gazetteer_trade.STREET_WORDS) <= _ORDINALS


def word_looks(text: str, *, digits: bool) -> Iterator[str]:
    """Tell what single words make of a cell: a company, an address, a calling, a person."""
    words = _WORDS.findall(text)
    if digits:
        if not gazetteer_trade.STREET_WORDS.isdisjoint(words):
            yield "address"
        if not gazetteer.ORG_WORDS.isdisjoint(words[1:]):
            yield "org"
        return
    if not gazetteer.ORG_WORDS.isdisjoint(words[1:]):
        yield "org"
    elif 0 < len(words) <= _LONGEST_TITLE:
        yield from _of_people(words if text.isascii() else _WORDS.findall(fold(text)))


def _of_people(words: list[str]) -> Iterator[str]:
    """Tell a calling from the name of somebody; of one word only a given name is sure."""
    if not JOB_WORDS.isdisjoint(words):
        yield "job"
        return
    called = [word for word in words if word not in gazetteer.HONORIFICS or len(word) == 1]
    if (
        called
        and len(words) <= _LONGEST_NAME
        and not GIVEN_NAMES.isdisjoint(called[:1] + called[-1:])
    ):
        yield "human" if len(called) > 1 else "given"
