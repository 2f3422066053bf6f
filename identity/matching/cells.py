"""Packed profiles taken apart by their bytes: no object for a value, one for each different text.

A profile is a JSON array (`types.pack`): four lists of texts, seven texts, two lists. Where its
texts stand, its quotes and brackets tell; which of them are the same, their bytes do.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

type Places = NDArray[np.int64]
type Words = NDArray[np.uint64]

_QUOTE, _OPEN, _CLOSE, _COMMA = b'"[],'
_LISTS: Final = 6
_SINGLES: Final = 7
_EIGHT: Final = 8  # characters of a word; a text of no more is the word itself
_ALL: Final = np.uint64((1 << 64) - 1)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)  # 2 ** 64 by the golden ratio


class Listed(NamedTuple):
    """The texts of a list field: how many each person has, and their places one after the other."""

    sizes: Places
    cells: Places


class Cells:
    """The texts of packed people: `several` by list and `single` by field, in Person's order."""

    def __init__(self, packed: str, quotes: Places, brackets: Places, firsts: Places) -> None:
        told = packed.encode()
        self._packed = packed if packed.isascii() else told
        self._begins = quotes[::2] + 1
        self._sizes = quotes[1::2] - self._begins
        # a word may begin with the last character
        self._words = np.frombuffer(told + bytes(3 * _EIGHT - len(told) % _EIGHT), np.uint64)
        self.single = [firsts + number for number in range(_SINGLES)]
        listed = np.ones(len(self._begins), bool)
        for cells in self.single:
            listed[cells] = False
        rest = np.flatnonzero(listed)
        person, slot = np.divmod(np.searchsorted(brackets, self._begins[rest]) - 1, _LISTS + 1)
        self.several = [
            Listed(np.bincount(person[held], minlength=len(firsts)), rest[held])
            for held in (slot == number for number in range(1, _LISTS + 1))
        ]

    @classmethod
    def of(cls, packed: str) -> Self | None:
        """Return the texts of people joined by commas; None where bytes alone do not tell them."""
        told = packed.encode()
        data = np.frombuffer(told, np.uint8)
        quotes, brackets = np.flatnonzero(data == _QUOTE), np.flatnonzero(data == _OPEN)
        begins = quotes[::2]
        # before a person's first single text a list ends
        firsts = np.flatnonzero((data[begins - 1] == _COMMA) & (data[begins - 2] == _CLOSE))
        if b"\\" in told or len(brackets) != (_LISTS + 1) * len(firsts):
            return None
        return cls(packed, quotes, brackets, firsts)

    def numbered(self, cells: Places) -> tuple[Sequence[str], Places]:
        """Return the different texts of some cells in the order they come, and which each has."""
        begins, sizes = self._begins[cells], self._sizes[cells]
        traits = self._traits(begins, sizes)
        order = np.argsort(traits)
        held = traits[order]
        begun = np.append(True, held[1:] != held[:-1])[: len(held)]
        firsts = np.minimum.reduceat(order, np.flatnonzero(begun)) if len(order) else order
        turned = np.argsort(firsts)
        places = np.empty_like(turned)
        places[turned] = np.arange(len(turned))
        which = np.empty_like(order)
        which[order] = places[np.cumsum(begun) - 1]
        firsts = firsts[turned]
        if not self._same(begins, sizes, firsts[which]):
            firsts = which = np.arange(len(cells))
        return self._texts(begins[firsts], sizes[firsts]), which

    def _traits(self, begins: Places, sizes: Places) -> Words:
        """Return a number for each text: itself if it is short, one mixed of its words if not."""
        traits = self._word(begins, sizes, 0)
        number, longer = 1, np.flatnonzero(sizes > _EIGHT)
        while len(longer):
            word = self._word(begins[longer], sizes[longer], number)
            mixed = (traits[longer] ^ (traits[longer] >> np.uint64(29))) * _MIX
            traits[longer] = mixed + word
            number += 1
            longer = longer[sizes[longer] > number * _EIGHT]
        return traits

    def _word(self, begins: Places, sizes: Places, number: int) -> Words:
        """Return the next eight bytes of each text, zeros behind its end."""
        place, odd = np.divmod(begins + number * _EIGHT, _EIGHT)
        shift = (odd * _EIGHT).astype(np.uint64)
        word = self._words[place] >> shift
        word |= self._words[place + 1] << (np.uint64(64) - shift)
        spare = np.clip((number + 1) * _EIGHT - sizes, 0, _EIGHT) * _EIGHT
        told: Words = word & (_ALL >> spare.astype(np.uint64))
        return told

    def _same(self, begins: Places, sizes: Places, firsts: Places) -> bool:
        """Tell whether every text is that of its first: two that differ may be mixed to one."""
        if (sizes != sizes[firsts]).any():
            return False
        number, rest = 0, np.flatnonzero((sizes > _EIGHT) & (firsts != np.arange(len(firsts))))
        while len(rest):
            mine, other = (self._word(begins[of], sizes[of], number) for of in (rest, firsts[rest]))
            if (mine != other).any():
                return False
            number += 1
            rest = rest[sizes[rest] > number * _EIGHT]
        return True

    def _texts(self, begins: Places, sizes: Places) -> list[str]:
        packed, ends = self._packed, zip(begins.tolist(), (begins + sizes).tolist(), strict=True)
        if isinstance(packed, str):
            return [packed[begin:end] for begin, end in ends]
        return [packed[begin:end].decode() for begin, end in ends]
