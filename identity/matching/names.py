"""Personal names: taken apart, folded, and compared word by word.

Pure and total: any text is a name, and nothing raises.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from core.scripts import to_latin
from identity.matching.vocabulary import (
    GIVEN_NAMES,
    HONORIFICS,
    NICKNAMES,
    PARTICLES,
    STYLES,
    VARIANTS,
)

_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
_RELATION: Final = re.compile(r"\b(?:[sdwc]\s?/\s?o|nee|alias|aka)\b.*$", re.DOTALL)
_OF: Final = re.compile(r"\bof\b.*$", re.DOTALL)
_BRACKETS: Final = re.compile(r"\(([^()]*+)\)|\"([^\"]*)\"")
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch|sh", "s"), (r"chh?|tch", "C"), (r"ph", "f"), (r"ck|kh|q", "k"), (r"th", "t"),
        (r"dh", "d"), (r"bh", "b"), (r"gh", "g"), (r"jh|zh|z", "j"), (r"c(?=[eiy])", "s"),
        (r"c", "k"), (r"x", "ks"), (r"w", "v"), (r"ee|ea|ie|ei|y", "i"), (r"oo|ou|au|ow", "u"),
        (r"aa|ae", "a"), (r"(?<=.)h", ""), (r"(.)\1+", r"\1"), (r"(?<=..)[ae]$", ""),
    )
)  # fmt: skip
_VOWELS: Final = re.compile(r"(?<=.)[aeiou]")
_CACHE: Final = 1 << 18
SEXES: Final = dict.fromkeys(("mr", "shri", "shree", "sir", "lord", "herr", "sardar"), "m") | (
    dict.fromkeys(("mrs", "ms", "miss", "mme", "smt", "shrimati", "sushri", "dame", "frau"), "f")
)
"""Titles that tell whether somebody is a man or a woman."""

_SHORT: Final = 3
_SHORTENED: Final = 2
_TYPO, _LOOSE = 0.92, 0.84

EXACT, SOUND, NICK, TYPO, LOOSE, INITIAL, DIFFER = range(7)
"""How two words of a name stand to each other, from the same to different."""


class Parts(NamedTuple):
    """The folded words of a name."""

    given: tuple[str, ...]
    family: tuple[str, ...]


@lru_cache(maxsize=_CACHE)
def fold(text: str) -> str:
    """Return a text in lower-case Latin letters without accents."""
    if not text.isascii():
        text = to_latin(text)
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return text.lower()


def split_name(full: str) -> Parts:
    """Return the words of a full name; `Rathore, Surjeet` and titles behind a comma are known."""
    text = _RELATION.sub("", _BRACKETS.sub(" ", fold(full)).replace("'", ""))
    head, comma, tail = text.partition(",")
    if comma:
        after = words_of(tail)
        if after and words_of(head) and not STYLES.intersection(tail.replace(".", " ").split()):
            return Parts(after, words_of(head)[-2:])
        text = head
    words = words_of(_OF.sub("", text) or text)
    return Parts(words[:-1], words[-1:]) if len(words) > 1 else Parts(words, ())


def split_parts(given: str, middle: str, family: str) -> Parts:
    """Return the words of a name that came in columns."""
    first = words_of(fold(given).replace("'", "")) + words_of(fold(middle).replace("'", ""))
    return Parts(first, words_of(fold(family).replace("'", "")))


@lru_cache(maxsize=_CACHE)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a folded name without titles, particles joined to what they lead."""
    words = [word for word in _NOT_WORD.split(text) if word]
    plain = [word for word in words if word not in HONORIFICS and word not in STYLES]
    joined: list[str] = []
    lead = ""
    for word in plain or words[-1:]:
        if word in {"abdul", "abd"}:
            lead = "abdul"
        elif word in PARTICLES and len(plain) > 1:
            lead = lead if lead == "abdul" else ("" if word in {"al", "el", "bin", "ibn"} else word)
        else:
            joined.append(lead + word)
            lead = ""
    if lead:
        joined.append(lead)
    return tuple(joined)


@lru_cache(maxsize=_CACHE)
def sound_of(word: str) -> str:
    """Return how a word sounds: spellings and transliterations of one name fall together."""
    text = VARIANTS.get(word, word)
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text or word


@lru_cache(maxsize=_CACHE)
def code_of(word: str) -> str:
    """Return the consonants of a word's sound, a coarser key than the sound."""
    return _VOWELS.sub("", sound_of(word))[:6]


@lru_cache(maxsize=_CACHE)
def compare_words(left: str, right: str) -> int:
    """Return how two words of names stand to each other, EXACT to DIFFER."""
    if left == right:
        return EXACT
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if len(short) == 1:
        return INITIAL if long[0] == short else DIFFER
    if sound_of(left) == sound_of(right):
        told = SOUND
    elif _is_nickname(left, right) or (len(short) >= _SHORT and long.startswith(short)):
        told = NICK
    else:
        told = _compare_letters(left, right)
    if _are_two_names(short, long):
        return LOOSE if told in {SOUND, NICK} else DIFFER
    return told


def _are_two_names(short: str, long: str) -> bool:
    """Tell whether both are names of their own: Varun and Arun, Manish and Manisha.

    Raj may be short for Rajesh.
    """
    if short not in GIVEN_NAMES or long not in GIVEN_NAMES:
        return False
    if VARIANTS.get(short, short) == VARIANTS.get(long, long) or _is_nickname(short, long):
        return False
    return len(long) - len(short) < _SHORTENED or not long.startswith(short)


def _compare_letters(left: str, right: str) -> int:
    if min(len(left), len(right)) > _SHORT and OSA.distance(left, right, score_cutoff=1) <= 1:
        return TYPO
    likeness = JaroWinkler.similarity(left, right, score_cutoff=_LOOSE)
    if likeness >= _TYPO:
        return TYPO
    return LOOSE if likeness >= _LOOSE or code_of(left) == code_of(right) else DIFFER


def _is_nickname(left: str, right: str) -> bool:
    mine = NICKNAMES.get(VARIANTS.get(left, left))
    other = NICKNAMES.get(VARIANTS.get(right, right))
    return mine is not None and other is not None and not mine.isdisjoint(other)
