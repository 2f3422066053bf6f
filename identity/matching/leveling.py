"""Levels of many pairs at once: what plainly differs is told by the column, the rest by the pair.

The functions of `fields` and `names` say what a level is. Of most pairs a cheap look at both
texts, in C, shows that they differ; only the others are put to those functions, and equal ones to
nobody. So both ways of comparing agree by construction.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.process import cpdist

from identity.matching import fields, names
from identity.matching.columns import Numbers, Texts, scattered
from identity.matching.compare import WORD_LEVELS
from identity.matching.series import SERIES, in_series
from identity.matching.sketching import Mask, Sketch
from identity.matching.vocabulary import NICKNAMES, VARIANTS

type Levels = NDArray[np.int8]
type Reals = NDArray[np.float64]

MISSING: Final = -1
_WORDS: Final = (*WORD_LEVELS, "cross")
_TEXTS: Final = ("same", "near", "differ")
LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "given": _WORDS,
    "family": _WORDS,
    "order": ("swapped",),
    "middle": WORD_LEVELS,
    "phone": _TEXTS,
    "email": ("same", "local", "slip", "near", "differ"),
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
_LEAST_JARO: Final = (_NEAR_TEXT - 0.4) / 0.6  # without what four equal first letters add
_PREFIX: Final = 3
_JARO_BEGUN: Final = (_ALIKE - 0.2) / 0.8  # without what two equal first letters add
_LEVEL_BITS: Final = np.uint64(4)
_LEVEL: Final = np.uint64(15)
_SLOTS: Final = 16  # different pairs of a vocabulary that are remembered, as a power of 2


class Column(NamedTuple):
    """One comparison of all pairs: level, bits, and the numbers of both values in `field`."""

    level: Levels
    bits: Reals
    left: Numbers
    right: Numbers
    field: str


def nothing(count: int) -> Column:
    """Return the column of a comparison that no pair has."""
    zeros = np.zeros(count, np.int32)
    return Column(np.full(count, MISSING, np.int8), np.zeros(count), zeros, zeros, "name")


class _Field(NamedTuple):
    """How texts of a field are compared.

    `tell` says the levels of pairs; `sketch` which pairs are worth it. Others differ, or are of
    one `area` if so many first characters are the same.
    """

    levels: tuple[str, ...]
    tell: Callable[[list[str], list[str]], Levels]
    sketch: Callable[[Sketch, Numbers, Numbers], Mask] | None = None
    area: int = 0


def levels_of(field: str) -> tuple[str, ...]:
    """Return the levels of a comparison; further columns of a file are plain texts."""
    return LEVELS.get(field, _TEXTS)


class _Memo:
    """Levels of pairs of numbers told before; a later pair may take an earlier's place."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept = np.zeros(1 << _SLOTS, np.uint64)  # the pair, and its level in the last bits

    def levels(
        self, left: Numbers, right: Numbers, tell: Callable[[Numbers, Numbers], Levels]
    ) -> Levels:
        """Return the level of each pair; `tell` says it of new ones, each asked for once."""
        pairs = left.astype(np.uint64) * np.uint64(self._size) + right.astype(np.uint64)
        kept = self._kept[scattered(pairs, _SLOTS)]
        found = (kept & _LEVEL).astype(np.int8)
        new = np.flatnonzero(kept >> _LEVEL_BITS != pairs)
        if len(new):
            asked, back = np.unique(pairs[new], return_inverse=True)
            told = tell(*(part.astype(np.int32) for part in np.divmod(asked, self._size)))
            self._kept[scattered(asked, _SLOTS)] = (asked << _LEVEL_BITS) | told.astype(np.uint64)
            found[new] = told[back]
        return found


class Values:
    """Texts of one field, compared by their numbers."""

    def __init__(self, field: str, texts: Texts) -> None:
        self._field = field
        self._how = _FIELDS.get(field, _PLAIN)
        self._near = self._how.levels.index("near")
        self._texts = texts
        self._memo = _Memo(len(texts))

    @cached_property
    def _areas(self) -> Numbers:
        return _numbered(text[: self._how.area] for text in self._texts)

    @cached_property
    def _sketch(self) -> Sketch:
        return Sketch(self._texts)

    @cached_property
    def series(self) -> Mask:
        """Which of the texts stand in series."""
        return in_series(self._field, self._texts)

    def compare(self, left: Numbers, right: Numbers) -> Levels:
        """Return the level of each pair of numbers into the texts, MISSING where one is 0."""
        found = np.where((left > 0) & (right > 0), 0, MISSING).astype(np.int8)
        apart = np.flatnonzero((found == 0) & (left != right))
        found[apart] = len(self._how.levels) - 1
        if self._how.area:
            found[apart] -= self._areas[left[apart]] == self._areas[right[apart]]
        if self._how.sketch is not None and len(apart):
            apart = apart[self._how.sketch(self._sketch, left[apart], right[apart])]
        if len(apart):
            found[apart] = self._memo.levels(left[apart], right[apart], self._levels)
        if self._field not in SERIES:
            return found
        near = np.flatnonzero(found == self._near)
        counted = near[self.series[left[near]] & self.series[right[near]]]
        found[counted] = len(self._how.levels) - 1
        return found

    def may_be_near(self, left: Numbers, right: Numbers) -> Mask:
        """Tell which different texts a sketch does not hold apart; what it does may be `year`."""
        told = Sketch.near_dates if self._how.sketch is None else self._how.sketch
        return told(self._sketch, left, right)

    def _levels(self, left: Numbers, right: Numbers) -> Levels:
        return self._how.tell(self._texts.at(left), self._texts.at(right))


class Words:
    """The words of names, and what tells that two of them may be one though letters differ."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._memo = _Memo(len(texts))
        self._sketch = Sketch(texts)
        self._codes = _numbered(map(names.code_of, texts))
        self._starts = _numbered(text[:_PREFIX] for text in texts)
        self._letters = _numbered(text[:1] for text in texts)
        self._initials = np.array([len(text) == 1 for text in texts])
        self._nicknames = np.array([VARIANTS.get(text, text) in NICKNAMES for text in texts])

    def compare(self, left: Numbers, right: Numbers) -> Levels:
        """Return how the words of each pair stand, as `names.compare_words` says."""
        found = np.where((left > 0) & (right > 0), 0, MISSING).astype(np.int8)
        apart = np.flatnonzero((found == 0) & (left != right))
        if len(apart):
            found[apart] = names.DIFFER
            apart = apart[self._may_be_alike(left[apart], right[apart])]
        if len(apart):
            found[apart] = self._memo.levels(left[apart], right[apart], self._levels)
        return found

    def _may_be_alike(self, left: Numbers, right: Numbers) -> Mask:
        begun = self._letters[left] == self._letters[right]
        alike = self._sketch.jaro_alike(left, right, np.where(begun, _JARO_BEGUN, _ALIKE))
        return alike | self._sketch.slips_apart(left, right, 1) | self._akin(left, right)

    def _levels(self, left: Numbers, right: Numbers) -> Levels:
        mine, other = self._texts.at(left), self._texts.at(right)
        alike = _likeness(JaroWinkler.similarity, mine, other, _ALIKE) | _slips(mine, other, 1)
        found = np.full(len(mine), names.DIFFER, np.int8)
        for place in np.flatnonzero(alike | self._akin(left, right)).tolist():
            found[place] = names.compare_words(mine[place], other[place])
        return found

    def _akin(self, left: Numbers, right: Numbers) -> Mask:
        """Tell who may be one name though the letters do not say so."""
        told: Mask = (self._codes[left] == self._codes[right]) | (
            self._starts[left] == self._starts[right]
        )
        short = self._initials[left] | self._initials[right]
        told |= short & (self._letters[left] == self._letters[right])
        told |= self._nicknames[left] & self._nicknames[right]
        return told


def _numbered(traits: Iterable[str]) -> Numbers:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(trait, len(numbers)) for trait in traits], np.int32)


def _likeness(scorer: Any, mine: list[str], other: list[str], least: float) -> Mask:
    told: Mask = cpdist(mine, other, scorer=scorer, score_cutoff=least, dtype=np.float64) >= least
    return told


def _slips(mine: list[str], other: list[str], most: int) -> Mask:
    told: Mask = cpdist(mine, other, scorer=OSA.distance, score_cutoff=most, dtype=np.int32) <= most
    return told


def _one_by_one(
    levels: tuple[str, ...],
    compare: Callable[[str, str], str],
    mine: list[str],
    other: list[str],
    may: Mask | None = None,
) -> Levels:
    """Return the levels `compare` says of pairs, of those alone that may not just differ."""
    numbers = {level: number for number, level in enumerate(levels)}
    found = np.full(len(mine), len(levels) - 1, np.int8)
    for place in range(len(mine)) if may is None else np.flatnonzero(may).tolist():
        found[place] = numbers[compare(mine[place], other[place])]
    return found


def _tell_texts(mine: list[str], other: list[str]) -> Levels:
    near = _likeness(JaroWinkler.similarity, mine, other, _NEAR_TEXT)
    return np.where(near, 1, 2).astype(np.int8)


def _tell_phones(mine: list[str], other: list[str]) -> Levels:
    slipped = map(fields.is_slipped, mine, other)
    return np.where(np.fromiter(slipped, bool, len(mine)), 1, 2).astype(np.int8)


def _tell_numbers(mine: list[str], other: list[str]) -> Levels:
    return np.where(_slips(mine, other, 1), 1, 2).astype(np.int8)


def _tell_mails(mine: list[str], other: list[str]) -> Levels:
    boxes = zip(map(fields.local_of, mine), map(fields.local_of, other), strict=True)
    same = np.array([one != "" and one == two for one, two in boxes], bool)
    may = same | _slips(mine, other, 2)
    return _one_by_one(LEVELS["email"], fields.compare_addresses, mine, other, may)


def _tell_dates(mine: list[str], other: list[str]) -> Levels:
    halves = [
        one[:4] == two[:4] or one[4:8] == two[4:8] for one, two in zip(mine, other, strict=True)
    ]
    may = np.asarray(halves, bool) | _slips(mine, other, 2)
    return _one_by_one(LEVELS["born"], fields.compare_dates, mine, other, may)


def _tell_streets(mine: list[str], other: list[str]) -> Levels:
    told = {text: fields.parts_of_street(text) for text in {*mine, *other}}
    digits = [
        bool(told[one][0]) and told[one][0] == told[two][0]
        for one, two in zip(mine, other, strict=True)
    ]
    words = [told[one][1] for one in mine], [told[two][1] for two in other]
    may = np.asarray(digits, bool) | _likeness(token_sort_ratio, *words, _NEAR_STREET)
    return _one_by_one(LEVELS["street"], fields.compare_streets, mine, other, may)


def _tell_codes(mine: list[str], other: list[str]) -> Levels:
    return _one_by_one(LEVELS["postal"], fields.compare_codes, mine, other)


def _mails(sketch: Sketch, left: Numbers, right: Numbers) -> Mask:
    return sketch.slips_apart(left, right, 2) | sketch.same_boxes(left, right)


def _streets(sketch: Sketch, left: Numbers, right: Numbers) -> Mask:
    near = sketch.words_alike(left, right, 1 - _NEAR_STREET / 100)
    return near | sketch.same_digits(left, right)


def _texts(sketch: Sketch, left: Numbers, right: Numbers) -> Mask:
    return sketch.jaro_alike(left, right, _LEAST_JARO)


_PLAIN: Final = _Field(_TEXTS, _tell_texts, _texts)
_FIELDS: Final = {
    "phone": _Field(LEVELS["phone"], _tell_phones, Sketch.a_digit_apart),
    "email": _Field(LEVELS["email"], _tell_mails, _mails),
    "id": _Field(LEVELS["id"], _tell_numbers, Sketch.a_slip_apart),
    "born": _Field(LEVELS["born"], _tell_dates),
    "street": _Field(LEVELS["street"], _tell_streets, _streets),
    "postal": _Field(LEVELS["postal"], _tell_codes, Sketch.a_slip_apart, area=3),
}
