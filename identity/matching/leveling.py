"""Levels of many pairs at once: what plainly differs is told by the column, the rest by the pair.

The functions of `fields` and `names` say what a level is. Of most pairs a cheap look at both
texts, in C, shows that they differ; only the others are put to those functions, and equal ones to
nobody. So both ways of comparing agree by construction.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.process import cpdist

from identity.matching import fields, names
from identity.matching.columns import Numbers
from identity.matching.compare import WORD_LEVELS
from identity.matching.vocabulary import NICKNAMES, VARIANTS

type Mask = NDArray[np.bool_]
type Levels = NDArray[np.int8]

MISSING: Final = -1
_WORDS: Final = (*WORD_LEVELS, "cross")
_TEXTS: Final = ("same", "near", "differ")
LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "given": _WORDS,
    "family": _WORDS,
    "order": ("swapped",),
    "middle": WORD_LEVELS,
    "phone": _TEXTS,
    "email": ("same", "local", "near", "differ"),
    "id": _TEXTS,
    "born": ("same", "near", "year", "differ"),
    "street": ("same", "near", "street", "differ"),
    "postal": ("same", "near", "area", "differ"),
    "city": _TEXTS,
    "locality": _TEXTS,
    "company": _TEXTS,
    "gender": _TEXTS,
}
"""The levels of every comparison under their numbers, in the order of a pair's rows."""

_ALIKE: Final = 0.83  # a little below what `names` asks of loose likeness
_NEAR_TEXT, _NEAR_STREET = 0.9, 86.0
_PREFIX: Final = 3
_FEW: Final = 64  # pairs that are not worth a look for doubles


class _Field(NamedTuple):
    """How texts of a field are compared: the level of two, and which pairs may not just differ."""

    levels: tuple[str, ...]
    compare: Callable[[str, str], str]
    look: Callable[[list[str], list[str]], Mask] | None = None


def levels_of(field: str) -> tuple[str, ...]:
    """Return the levels of a comparison; further columns of a file are plain texts."""
    return LEVELS.get(field, _TEXTS)


def compare_column(field: str, texts: Sequence[str], left: Numbers, right: Numbers) -> Levels:
    """Return the level of each pair of numbers into the texts, MISSING where one is 0."""
    how = _FIELDS.get(field, _PLAIN)
    last = len(how.levels) - 1
    numbers = {level: number for number, level in enumerate(how.levels)}

    def level(one: Numbers, two: Numbers) -> Levels:
        mine, other = _texts_of(texts, one), _texts_of(texts, two)
        found = [last] * len(mine)
        may = (
            range(len(mine)) if how.look is None else np.flatnonzero(how.look(mine, other)).tolist()
        )
        for place in may:
            found[place] = numbers[how.compare(mine[place], other[place])]
        return np.array(found, np.int8)

    return _by_pairs(level, texts, left, right)


class Words:
    """The words of names, and what tells that two of them may be one though letters differ."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._codes = _numbered(map(names.code_of, texts))
        self._starts = _numbered(text[:_PREFIX] for text in texts)
        self._letters = _numbered(text[:1] for text in texts)
        self._initials = np.array([len(text) == 1 for text in texts])
        self._nicknames = np.array([VARIANTS.get(text, text) in NICKNAMES for text in texts])

    def compare(self, left: Numbers, right: Numbers) -> Levels:
        """Return how the words of each pair stand, as `names.compare_words` says."""
        return _by_pairs(self._levels, self._texts, left, right)

    def _levels(self, left: Numbers, right: Numbers) -> Levels:
        mine, other = _texts_of(self._texts, left), _texts_of(self._texts, right)
        alike = _likeness(JaroWinkler.similarity, mine, other, _ALIKE) | _slips(mine, other, 1)
        for trait in (self._codes, self._starts):
            alike |= trait[left] == trait[right]
        short = self._initials[left] | self._initials[right]
        alike |= short & (self._letters[left] == self._letters[right])
        alike |= self._nicknames[left] & self._nicknames[right]
        found = np.full(len(mine), names.DIFFER, np.int8)
        for place in np.flatnonzero(alike).tolist():
            found[place] = names.compare_words(mine[place], other[place])
        return found


def _numbered(traits: Iterable[str]) -> Numbers:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(trait, len(numbers)) for trait in traits], np.int32)


def _texts_of(texts: Sequence[str], numbers: Numbers) -> list[str]:
    return [texts[number] for number in numbers.tolist()]


def _by_pairs(
    level: Callable[[Numbers, Numbers], Levels],
    texts: Sequence[str],
    left: Numbers,
    right: Numbers,
) -> Levels:
    """Return levels of pairs of numbers, each distinct pair of texts looked at once."""
    found = np.where((left > 0) & (right > 0), 0, MISSING).astype(np.int8)
    apart = np.flatnonzero((found == 0) & (left != right))
    one, two = left[apart], right[apart]
    if len(apart) > _FEW:
        both, back = np.unique(one.astype(np.int64) * len(texts) + two, return_inverse=True)
        found[apart] = level(both // len(texts), both % len(texts))[back]
    elif len(apart):
        found[apart] = level(one, two)
    return found


def _likeness(scorer: Any, mine: list[str], other: list[str], least: float) -> Mask:
    told: Mask = cpdist(mine, other, scorer=scorer, score_cutoff=least, dtype=np.float64) >= least
    return told


def _slips(mine: list[str], other: list[str], most: int) -> Mask:
    told: Mask = cpdist(mine, other, scorer=OSA.distance, score_cutoff=most, dtype=np.int32) <= most
    return told


def _near_numbers(mine: list[str], other: list[str]) -> Mask:
    return _slips(mine, other, 1)


def _near_mails(mine: list[str], other: list[str]) -> Mask:
    boxes = [
        fields.local_of(one) == fields.local_of(two) for one, two in zip(mine, other, strict=True)
    ]
    return np.asarray(boxes, bool) | _slips(mine, other, 2)


def _near_texts(mine: list[str], other: list[str]) -> Mask:
    return _likeness(JaroWinkler.similarity, mine, other, _NEAR_TEXT)


def _near_streets(mine: list[str], other: list[str]) -> Mask:
    told = {text: fields.parts_of_street(text) for text in {*mine, *other}}
    digits = [
        bool(told[one][0]) and told[one][0] == told[two][0]
        for one, two in zip(mine, other, strict=True)
    ]
    words = [told[one][1] for one in mine], [told[two][1] for two in other]
    return np.asarray(digits, bool) | _likeness(token_sort_ratio, *words, _NEAR_STREET)


def _phone(mine: str, other: str) -> str:
    return fields.compare_phones((mine,), (other,))[0]


def _email(mine: str, other: str) -> str:
    return fields.compare_emails((mine,), (other,))[0]


def _official(mine: str, other: str) -> str:
    return fields.compare_ids((mine,), (other,))[0]


_PLAIN: Final = _Field(_TEXTS, fields.compare_texts, _near_texts)
_FIELDS: Final = {
    "phone": _Field(LEVELS["phone"], _phone, _near_numbers),
    "email": _Field(LEVELS["email"], _email, _near_mails),
    "id": _Field(LEVELS["id"], _official, _near_numbers),
    "born": _Field(LEVELS["born"], fields.compare_dates),
    "street": _Field(LEVELS["street"], fields.compare_streets, _near_streets),
    "postal": _Field(LEVELS["postal"], fields.compare_codes),
}
