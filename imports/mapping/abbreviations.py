"""Finding the listed names a header may abbreviate: `Próx. contacto`, `EMPL_CNT`, `Natnl`."""

import re
from collections import defaultdict
from functools import cache, partial, reduce
from typing import Final

from imports.mapping import lexicon
from imports.mapping.fields import Entity
from imports.mapping.lexicon import Readings
from imports.mapping.words import CANONICAL

_VOWELS: Final = frozenset("aeiouy")
_ENDINGS: Final = _VOWELS | set("dsg")  # `-ed`, `-es`, `-ing`
_SHORTEST: Final = 3  # consonants of an abbreviated word; two may stand for anything
_SHORTEST_START: Final = 4  # letters of a beginning; `sub` and `pre` are words of their own
_SHORTEST_BEGINNING: Final = 2
_SHORTEST_GLUED: Final = 6
_BEGUN: Final = 0.58  # below the threshold without cells that speak for it
_LONGEST_WORD: Final = 16
_SMALL_WORDS: Final = frozenset(
    {"id", "no", "on", "at", "by", "to", "is", "of", "dt", "nm", "cd", "in"}
)
_CUT: Final = re.compile(r"(?=.{9,11}$)(?:[A-Z\d]+_)+[A-Z]+|(?=.{9,11}$)(?:[a-z\d]+_)+[a-z]+")
_DROPPED: Final = 2  # letters an abbreviation saves at least


def written_out(phrase: str, entity: Entity, *, dotted: bool = False) -> list[str]:
    """List the names of as many words that the phrase abbreviates, in the lexicon's order.

    Each word is the listed one, its beginning, or its consonants in order. A full stop behind
    (`dotted`) says that a short word is an abbreviation.
    """
    ours = phrase.split()
    start = _SHORTEST if dotted else _SHORTEST_START
    if not ours or (len(ours) == 1 and len(ours[0]) < start):
        return []
    named = _by_initials(entity).get(tuple(word[0] for word in ours), ())
    short = [
        name for name in named if all(map(partial(_short_for, start=start), ours, name.split()))
    ]
    # a beginning is meant before mere consonants: `Abt.` is the `Abteilung`, not `about`
    return [name for name in short if _begins(ours, name.split())] or short


def cut_off(header: str, phrase: str, entity: Entity) -> list[str]:
    """List the names whose beginning a header is that a database cut off: `COMPANY_NAM`.

    dBase keeps ten letters of a name, and some of its readers one more or one less.
    """
    if not _CUT.fullmatch(header.strip()) or len(phrase.rsplit(maxsplit=1)[-1]) < _SHORTEST:
        return []
    named = _by_initials(entity).get(tuple(word[0] for word in phrase.split()), ())
    return [name for name in named if name.startswith(phrase) and name != phrase]


def _begins(ours: list[str], theirs: list[str]) -> bool:
    return all(map(str.startswith, theirs, ours))


def begun(phrase: str, entity: Entity) -> Readings:
    """Read a word of two to four letters as every listed word it begins; cells must choose.

    `emp` is an employee, an employer or how many are employed.
    """
    if not _SHORTEST_BEGINNING <= len(phrase) <= _SHORTEST_START or not phrase.isalpha():
        return {}
    found: Readings = {}
    for name in _by_initials(entity).get((phrase[0],), ()):
        if len(name) >= len(phrase) + _DROPPED and name.startswith(phrase):
            for target in lexicon.index(entity)[name]:
                found[target] = _BEGUN
    return found


def taken_apart(phrase: str, entity: Entity) -> str:
    """Write `altmobileno` as `alternate mobile number`; empty when its letters are no known words.

    The fewest words win; each is one of the listed names' words or of their abbreviations.
    """
    if not (phrase.isascii() and phrase.isalpha() and len(phrase) >= _SHORTEST_GLUED):
        return ""
    found = _cover(phrase, _words(entity))
    return " ".join(CANONICAL.get(word, word) for word in found) if len(found) > 1 else ""


def _cover(letters: str, words: frozenset[str]) -> list[str]:
    """Cover the letters with the fewest words, by the best cover of each beginning."""
    best: dict[int, list[str]] = {0: []}
    for end in range(1, len(letters) + 1):
        covers = [
            [*best[start], letters[start:end]]
            for start in range(max(0, end - _LONGEST_WORD), end)
            if start in best and letters[start:end] in words
        ]
        if covers:
            best[end] = min(covers, key=_clumsiness)
    return best.get(len(letters), [])


def _clumsiness(cover: list[str]) -> tuple[int, int]:
    """Order covers: few words, then long ones (`followup date` before `follow update`)."""
    return len(cover), -sum(len(word) ** 2 for word in cover)


@cache
def _words(entity: Entity) -> frozenset[str]:
    named = {word for name in lexicon.index(entity) for word in name.split()}
    known = {word for word in named | CANONICAL.keys() if word.isascii() and word.isalpha()}
    return frozenset(word for word in known if len(word) >= _SHORTEST) | _SMALL_WORDS


def agreed(readings: list[Readings]) -> Readings:
    """Keep what all readings share, with the weakest prior; nothing when they differ."""
    if not readings:
        return {}
    shared = reduce(set[str].intersection, (set(reading) for reading in readings))
    return {target: min(reading[target] for reading in readings) for target in shared}


@cache
def _by_initials(entity: Entity) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in lexicon.index(entity):
        if name and name not in lexicon.codes():
            found[tuple(word[0] for word in name.split())].append(name)
    return found


def _short_for(ours: str, theirs: str, *, start: int) -> bool:
    """Tell whether a word is another one, or short for it."""
    if ours == theirs:
        return True
    if len(ours) < _SHORTEST or len(theirs) < len(ours) + _DROPPED:
        return False
    if len(ours) >= start and theirs.startswith(ours):
        return True
    return _skeletal(ours, theirs) and _in_order(ours, theirs)


def _skeletal(ours: str, theirs: str) -> bool:
    """Tell consonants alone; `ppto` for `presupuesto` keeps the last letter, be it a vowel."""
    if not (ours.isascii() and ours.isalpha()) or _VOWELS & set(ours[1:-1]):
        return False
    return ours[-1] not in _VOWELS or ours[-1] == theirs[-1]


def _in_order(letters: str, word: str) -> bool:
    """Tell whether the letters stand in the word in order and reach its end, or an ending."""
    rest = iter(word)
    return all(letter in rest for letter in letters) and not (set(rest) - _ENDINGS)
