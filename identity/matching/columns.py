"""People in columns: what two of them are compared by, as numbers into vocabularies.

The number 0 stands for what a person does not tell. Texts are kept once, however many share them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, count
from typing import Any, Final, NamedTuple, overload

import numpy as np
import orjson
from numpy.typing import NDArray

from identity.matching.cells import Cells
from identity.matching.types import Person

type Numbers = NDArray[np.int32]

SINGLE: Final = ("born", "street", "postal", "city", "locality", "company", "gender")
SEVERAL: Final = ("phone", "email", "id")
NAME: Final = ("given", "family")
LISTS: Final = (*NAME, *SEVERAL)
_FEW: Final = 1 << 15  # texts that are kept as a list, too: it is read several times as fast
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)  # 2 ** 64 by the golden ratio


class Vocabulary(defaultdict[str, int]):
    """Numbers texts in the order they are first met; the empty one is 0."""

    def __init__(self) -> None:
        super().__init__(count(1).__next__, {"": 0})

    def numbers(self, texts: Iterable[str], size: int) -> Numbers:
        """Return the number of each of so many texts; new ones get the next."""
        return np.fromiter(map(self.__getitem__, texts), np.int32, size)


class Texts(Sequence[str]):
    """Texts end to end, a tenth of the room of a list of them; of a few there is one beside."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = list(texts)
        self._kept = kept if len(kept) <= _FEW else None
        self.joined = "".join(kept)
        sizes = np.fromiter(map(len, kept), np.int32, len(kept))
        self.bounds = np.concatenate([np.zeros(1, np.int32), np.cumsum(sizes, dtype=np.int32)])

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return self.at(np.arange(len(self), dtype=np.int32)[place])
        return self.joined[self.bounds[place] : self.bounds[place + 1]]

    def __iter__(self) -> Iterator[str]:
        return iter(self[:] if self._kept is None else self._kept)

    def at(self, numbers: Numbers) -> list[str]:
        """Return the texts of many numbers."""
        if self._kept is not None:
            return list(map(self._kept.__getitem__, numbers.tolist()))
        ends = zip(self.bounds[numbers].tolist(), self.bounds[numbers + 1].tolist(), strict=True)
        return [self.joined[begin:end] for begin, end in ends]


class Lists:
    """A list of numbers for each person: person n has those from `starts[n]` to `starts[n + 1]`."""

    def __init__(self, starts: Numbers, flat: Numbers) -> None:
        self.starts = starts
        self.flat = flat
        self._sizes = np.diff(starts)

    @cached_property
    def firsts(self) -> Numbers:
        """The first number of each person, 0 where there is none."""
        return self._at(self.starts[:-1])

    @cached_property
    def lasts(self) -> Numbers:
        """The last number of each person, 0 where there is none."""
        return self._at(self.starts[1:] - 1)

    def sizes(self, people: Numbers) -> Numbers:
        """Return how many numbers each of these people has."""
        return self._sizes[people]

    def first(self, people: Numbers) -> Numbers:
        """Return the first number of each, 0 where there is none."""
        return self.firsts[people]

    def last(self, people: Numbers) -> Numbers:
        """Return the last number of each, 0 where there is none."""
        return self.lasts[people]

    def of(self, person: int) -> list[int]:
        """Return the numbers of one person."""
        found: list[int] = self.flat[self.starts[person] : self.starts[person + 1]].tolist()
        return found

    def spread(self, people: Numbers) -> tuple[NDArray[np.int64], Numbers]:
        """Return all numbers of these people, and the place in `people` each comes from."""
        sizes = self.sizes(people)
        places = np.repeat(np.arange(len(people)), sizes)
        ends = np.cumsum(sizes)
        within = np.arange(len(places)) - np.repeat(ends - sizes, sizes)
        return places, self.flat[np.repeat(self.starts[people], sizes) + within]

    def across(self, left: Numbers, right: Numbers) -> tuple[NDArray[np.int64], Numbers, Numbers]:
        """Return every number on the left beside every one on the right, and the pair they are of.

        Those of a pair stand together, the last number on the right changing fastest.
        """
        wide = self.sizes(right)
        sizes = self.sizes(left) * wide
        pairs = np.repeat(np.arange(len(left)), sizes)
        within = np.arange(len(pairs)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        mine, other = np.divmod(within, wide[pairs])
        mine, other = mine + self.starts[left][pairs], other + self.starts[right][pairs]
        return pairs, self.flat[mine], self.flat[other]

    def _at(self, places: Numbers) -> Numbers:
        if not len(self.flat):
            return np.zeros(len(places), np.int32)
        told = self.flat[np.minimum(places, len(self.flat) - 1)]
        return np.where(self._sizes > 0, told, 0).astype(np.int32)


class Columns(NamedTuple):
    """People by field: `single` and `several` hold numbers into `texts` of the same field.

    Given and family names share the texts of `name`; further columns of a file are `extra0` ...
    """

    given: Lists
    family: Lists
    single: dict[str, Numbers]
    several: dict[str, Lists]
    texts: dict[str, Texts]

    def words(self, lists: Lists, person: int) -> tuple[str, ...]:
        """Return the words of a part of a person's name."""
        return tuple(map(self.texts["name"].__getitem__, lists.of(person)))

    def name(self, person: int) -> str:
        """Return a person's name as one text."""
        return " ".join(self.words(self.given, person) + self.words(self.family, person))


class Reader:
    """Reads people into columns, chunk by chunk."""

    def __init__(self) -> None:
        self._words: dict[str, Vocabulary] = {"name": Vocabulary()}
        self._parts: dict[str, list[Numbers]] = {}
        self._sizes: dict[str, list[Numbers]] = {}

    def add(self, people: Iterable[Person | Sequence[Any]]) -> None:
        """Read further people; a list as packed will do."""
        fields = list(zip(*people, strict=True)) or [()] * len(Person._fields)
        given, family, phones, emails, *single, ids, extras = fields
        for field, lists in (("given", given), ("family", family)):
            self._add_lists(field, lists, self._words["name"])
        for field, lists in zip(SEVERAL, (phones, emails, ids), strict=True):
            self._add_lists(field, lists, self._words.setdefault(field, Vocabulary()))
        for field, texts in zip(SINGLE, single, strict=True):
            self._add_texts(field, texts)
        for number in range(len(extras[0]) if extras else 0):
            self._add_texts(f"extra{number}", [each[number] for each in extras])

    def add_packed(self, packed: str) -> None:
        """Read further people as their profiles keep them, joined by commas."""
        cells = Cells.of(packed)
        if cells is None or len(cells.several[-1].cells):
            self.add(unpack_all([packed]))
            return
        *lists, ids, _ = cells.several
        words = self._words["name"]
        for field, (sizes, places) in zip(LISTS, (*lists, ids), strict=True):
            vocabulary = words if field in NAME else self._words.setdefault(field, Vocabulary())
            self._sizes.setdefault(field, []).append(sizes.astype(np.int32))
            self._take(field, vocabulary, *cells.numbered(places))
        for field, places in zip(SINGLE, cells.single, strict=True):
            vocabulary = self._words.setdefault(field, Vocabulary())
            self._take(field, vocabulary, *cells.numbered(places))

    def _take(
        self, field: str, vocabulary: Vocabulary, texts: Sequence[str], which: NDArray[np.int64]
    ) -> None:
        numbers = vocabulary.numbers(texts, len(texts))
        self._parts.setdefault(field, []).append(numbers[which])

    def columns(self) -> Columns:
        """Return everybody read; reading ends with it."""
        if not self._parts:
            self.add(())
        joined = {field: np.concatenate(parts) for field, parts in self._parts.items()}
        starts = {
            field: np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int32)
            for field, sizes in self._sizes.items()
        }
        lists = {field: Lists(starts[field], joined[field]) for field in starts}
        return Columns(
            lists.pop("given"),
            lists.pop("family"),
            {field: numbers for field, numbers in joined.items() if field not in starts},
            lists,
            {field: Texts(self._words.pop(field)) for field in list(self._words)},
        )

    def _add_lists(
        self, field: str, lists: Sequence[Sequence[str]], vocabulary: Vocabulary
    ) -> None:
        sizes = np.fromiter(map(len, lists), np.int32, len(lists))
        self._sizes.setdefault(field, []).append(sizes)
        numbers = vocabulary.numbers(chain.from_iterable(lists), int(sizes.sum()))
        self._parts.setdefault(field, []).append(numbers)

    def _add_texts(self, field: str, texts: Sequence[str]) -> None:
        vocabulary = self._words.setdefault(field, Vocabulary())
        self._parts.setdefault(field, []).append(vocabulary.numbers(texts, len(texts)))


def distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the different ones of some numbers, ascending; `np.unique` takes forty times as long.

    It hashes since numpy 2.3, and ours differ in most of their bits.
    """
    held = np.sort(numbers)
    return held[np.append(True, held[1:] != held[:-1])] if len(held) else held


def scattered(numbers: NDArray[Any], bits: int) -> NDArray[np.int64]:
    """Return numbers of so many bits for numbers, spread evenly: Fibonacci hashing, Knuth 6.4."""
    spread = (numbers.astype(np.uint64) * _SPREAD) >> np.uint64(64 - bits)
    return spread.view(np.int64)


def columns_of(people: Iterable[Person | Sequence[Any]]) -> Columns:
    """Return people in columns."""
    reader = Reader()
    reader.add(people)
    return reader.columns()


def columns_of_packed(packed: str) -> Columns:
    """Return people that stand as profiles keep them, joined by commas, in columns."""
    reader = Reader()
    reader.add_packed(packed)
    return reader.columns()


def unpack_all(packed: Iterable[str]) -> list[list[Any]]:
    """Return what the profiles keep of many people, as lists in the order of Person's fields."""
    people: list[list[Any]] = orjson.loads(f"[{','.join(packed)}]")
    return people
