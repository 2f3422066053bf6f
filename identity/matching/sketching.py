"""Texts in a few bits each: which two of them cannot be alike, told without reading them.

What a sketch says is a necessary condition: two texts it tells apart are apart, the others may be.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from identity.matching.columns import Numbers, Texts

type Mask = NDArray[np.bool_]
type Bits = NDArray[np.uint64]
type Bytes = NDArray[np.uint8]
type Reals = NDArray[np.float64]
type Bounds = NDArray[np.int32]

_TAIL: Final = 8  # characters of which the places are known
_CHUNK: Final = 1 << 15
_LETTERS: Final = 26
_SYMBOLS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_OTHER: Final = len(_SYMBOLS)
_CODES: Final = np.array(
    [_SYMBOLS.find(chr(code)) if chr(code) in _SYMBOLS else _OTHER for code in range(256)]
)
_IN_WORDS: Final = np.uint64(((1 << 64) - 1) ^ (((1 << 10) - 1) << _LETTERS))
_DIGITS: Final = np.uint64(((1 << 10) - 1) << _LETTERS)
_YEAR: Final = np.uint64((1 << 32) - 1)  # the first four of eight characters
_AFTER_YEAR: Final = np.uint64(32)
_PLACE, _HALF = np.uint64(8), np.uint64(32)
_FIRST_HALF: Final = np.uint64((1 << 32) - 1)
_AT: Final = ord("@")
_NEIGHBOURS: Final = 2  # characters that differ where two changed places
_ROUNDED: Final = 1e-6
_LOW: Final = np.uint64(0x0101010101010101)


class Sketch:
    """Length, last characters and kinds of characters of every text.

    Of the kinds there is a bit for each letter and digit that occurs and one for each letter that
    occurs twice, so a character more or less changes one bit and another one two.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._sizes = np.diff(texts.bounds)
        self._kinds = self._chunks(lambda told, bounds: _kinds(_CODES[told], bounds))

    @cached_property
    def _tails(self) -> Bits:
        return self._chunks(_tails)

    @cached_property
    def _boxes(self) -> Bits:
        return self._chunks(_boxes)

    def _chunks(self, look: Callable[[Bytes, Bounds], Bits]) -> Bits:
        found = [np.zeros(0, np.uint64)]
        for start in range(0, len(self._sizes), _CHUNK):
            bounds = self._texts.bounds[start : start + _CHUNK + 1]
            # what is not ASCII falls together as one character: texts only come nearer by it
            told = self._texts.joined[bounds[0] : bounds[-1]].encode("ascii", "replace")
            found.append(look(np.frombuffer(told, np.uint8), bounds - bounds[0]))
        return np.concatenate(found)

    def a_slip_apart(self, left: Numbers, right: Numbers) -> Mask:
        """Tell who may be one insertion, deletion, change or exchange of neighbours apart."""
        gap = self._sizes[left] - self._sizes[right]
        even = (gap == 0) & (_differing(self._tails[left] ^ self._tails[right]) <= _NEIGHBOURS)
        told: Mask = even | ((np.abs(gap) == 1) & (self._changed(left, right) <= 1))
        return told

    def a_digit_apart(self, left: Numbers, right: Numbers) -> Mask:
        """Tell which numbers may be a slip apart, or one more or less within their last nine.

        Of such a digit everything behind stands as it did, everything before a place further.
        """
        mine, other = self._tails[left], self._tails[right]
        told: Mask = self.a_slip_apart(left, right) | ((mine ^ other) >> _HALF == 0)
        told |= ((mine ^ (other >> _PLACE)) & _FIRST_HALF) == 0
        told |= ((other ^ (mine >> _PLACE)) & _FIRST_HALF) == 0
        return told

    def slips_apart(self, left: Numbers, right: Numbers, most: int) -> Mask:
        """Tell who may be so many slips apart."""
        gap = np.abs(self._sizes[left] - self._sizes[right])
        told: Mask = (gap <= most) & (self._changed(left, right) <= 2 * most)
        return told

    def words_alike(self, left: Numbers, right: Numbers, most: float) -> Mask:
        """Tell whose letters may differ by no more than this share of both lengths."""
        changed = np.bitwise_count((self._kinds[left] ^ self._kinds[right]) & _IN_WORDS)
        told: Mask = changed <= most * (self._sizes[left] + self._sizes[right]) + _ROUNDED
        return told

    def jaro_alike(self, left: Numbers, right: Numbers, least: float | Reals) -> Mask:
        """Tell whose likeness after Jaro may reach a least one, by the letters both may have."""
        mine, other = self._sizes[left], self._sizes[right]
        common = (mine + other - self._changed(left, right)) / 2
        told: Mask = (common / mine + common / other + 1) / 3 >= least - _ROUNDED
        return told

    def same_digits(self, left: Numbers, right: Numbers) -> Mask:
        """Tell who may have the same numbers, at least one."""
        mine, other = self._kinds[left] & _DIGITS, self._kinds[right] & _DIGITS
        told: Mask = (mine == other) & (mine > 0)
        return told

    def same_boxes(self, left: Numbers, right: Numbers) -> Mask:
        """Tell which e-mails may have the same letters before the @."""
        told: Mask = self._boxes[left] == self._boxes[right]
        return told

    def near_dates(self, left: Numbers, right: Numbers) -> Mask:
        """Tell which dates YYYYMMDD may share two of three parts, or be a slip apart."""
        apart = self._tails[left] ^ self._tails[right]
        year, after = (apart & _YEAR) == 0, (apart >> _AFTER_YEAR) == 0
        odd = (self._sizes[left] != _TAIL) | (self._sizes[right] != _TAIL)
        told: Mask = year | after | odd | (_differing(apart) <= _NEIGHBOURS)
        return told

    def _changed(self, left: Numbers, right: Numbers) -> NDArray[np.uint8]:
        """Return how many kinds of characters only one of both has."""
        return np.bitwise_count(self._kinds[left] ^ self._kinds[right])


def _differing(apart: Bits) -> NDArray[np.uint8]:
    """Return how many bytes of each are not zero."""
    for shift in (4, 2, 1):
        apart = apart | (apart >> np.uint64(shift))
    return np.bitwise_count(apart & _LOW)


def _tails(told: Bytes, bounds: Bounds) -> Bits:
    """Return the last characters of each text as one number, zero bytes before shorter ones."""
    places = bounds[1:, None] + np.arange(-_TAIL, 0)
    tails = np.zeros(places.shape, np.uint8)
    inside = places >= bounds[:-1, None]
    tails[inside] = told[places[inside]]
    return tails.view(np.uint64).ravel()


def _boxes(told: Bytes, bounds: Bounds) -> Bits:
    """Return the kinds of characters before the first @ of each text."""
    signs = np.append(np.flatnonzero(told == _AT), len(told))
    at = signs[np.searchsorted(signs, bounds[:-1])]
    inside = np.arange(len(told)) < np.repeat(at, np.diff(bounds))
    return _kinds(np.where(inside, _CODES[told], _OTHER), bounds)


def _kinds(codes: NDArray[np.int64], bounds: Bounds) -> Bits:
    """Return the kinds of characters of each text, a bit each."""
    count = len(bounds) - 1
    places = np.repeat(np.arange(count), np.diff(bounds)) * (_OTHER + 1) + codes
    held = np.bincount(places, minlength=count * (_OTHER + 1)).reshape(count, _OTHER + 1)
    bits = np.zeros((count, 64), bool)
    bits[:, :_OTHER] = held[:, :_OTHER] > 0
    bits[:, _OTHER : _OTHER + _LETTERS] = held[:, :_LETTERS] > 1
    return np.packbits(bits, axis=1, bitorder="little").view(np.uint64).ravel()
