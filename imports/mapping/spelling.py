"""Writing a misspelled header right: `Folow up date`, `Soruce`, `Commnets`."""

from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from imports.mapping import lexicon
from imports.mapping.fields import ENTITIES
from imports.mapping.headers import normalise
from imports.mapping.words import (
    CANONICAL,
    CHANGERS,
    FILLERS,
    OPPOSITES,
    OTHERS,
    SUBJECTS,
    TWINS,
    TYPE_WORDS,
)

_SHORTEST: Final = 5  # letters of a word in which a slip shows
_LONG: Final = 8  # letters of a word in which one letter for another is a slip, not another word
_LONGER: Final = 12  # letters of a word that may be misspelled twice


def spelled(phrase: str) -> str:
    """Write every word of a phrase that nobody knows as the one word it misspells.

    Empty where nothing is to be mended, or where a word may be several or none.
    """
    words = [word if _is_word(word) else _meant(word) for word in phrase.split()]
    if not all(words):
        return ""
    mended = normalise(" ".join(words))
    return "" if mended == phrase else mended


def _is_word(word: str) -> bool:
    return len(word) < _SHORTEST or not (word.isascii() and word.isalpha()) or word in _words()


def _meant(word: str) -> str:
    """Find the one known word a slip of the pen away; it begins with the same letter."""
    most = 2 if len(word) >= _LONGER else 1
    near = [other for other in _by_initial().get(word[0], ()) if _is_slip(word, other, most)]
    meant = {CANONICAL.get(other, other) for other in near}
    return meant.pop() if len(meant) == 1 else ""


def _is_slip(word: str, other: str, most: int) -> bool:
    """Tell a slip: a letter lost, doubled or out of turn; in long words also a wrong one.

    `notes` and `votes`, `price` and `prize` differ by a letter too, and are words themselves.
    """
    if len(other) < _SHORTEST or OSA.distance(word, other, score_cutoff=most) > most:
        return False
    return len(word) != len(other) or len(word) >= _LONG or sorted(word) == sorted(other)


@cache
def _words() -> frozenset[str]:
    """List the words of all names, in tables of any kind, and those with a sense of their own."""
    named = {word for kind in ENTITIES for name in lexicon.index(kind) for word in name.split()}
    ours = CHANGERS | FILLERS | OPPOSITES | OTHERS | TWINS
    return frozenset(named | ours | SUBJECTS.keys() | TYPE_WORDS.keys() | CANONICAL.keys())


@cache
def _by_initial() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(_words()):
        if word.isascii() and word.isalpha() and len(word) >= _SHORTEST:
            found.setdefault(word[0], []).append(word)
    return found
