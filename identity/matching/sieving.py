"""Which pairs may reach a weight at all: the most their levels can come to, before all are known.

Nine of ten pairs that share a key are far from being one person. What is cheap to tell of them is
enough to see it: no arrangement of the rest would lift them. The bound adds up the best line of
every comparison over the levels still open, and the best of the interactions.
"""

from functools import cache
from math import inf, prod
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from identity.matching.columns import distinct
from identity.matching.features import MEETING
from identity.matching.frequencies import Frequencies
from identity.matching.leveling import LEVELS, levels_of
from identity.matching.model import Model

type Reals = NDArray[np.float64]
type States = NDArray[np.int8]

_FEWEST: Final = 40.0  # bits below those of a rare value; nobody counts a value so often
_OPEN: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "given": (("loose", "cross"), ("differ", "cross")),
    "family": (("loose", "cross"), ("differ", "cross")),
    "middle": (LEVELS["middle"],),
    "phone": (LEVELS["phone"],),
    "email": (LEVELS["email"],),
    "id": (LEVELS["id"],),
    "born": (("near", "year", "differ"), ("year", "differ")),
    "street": (("near", "street", "differ"),),
}
"""States beyond a level: one of several, as yet unknown."""


class Known(NamedTuple):
    """What is known of one comparison of all pairs: a state, and the bits or None for any.

    A state is the number of a level, MISSING, or that of an open one from `first_open` on.
    """

    state: States
    bits: Reals | None


def first_open(comparison: str) -> int:
    """Return the number of a comparison's first open state."""
    return len(levels_of(comparison))


class Sieve:
    """The bounds that a model gives."""

    def __init__(self, model: Model, known: Frequencies) -> None:
        self._model = model
        self._rare = known.rare
        self._lines: dict[str, Reals] = {}
        self._met = np.full(prod(len(_states_of(each)) for each in MEETING), np.nan)

    def bounds(self, told: dict[str, Known], count: int) -> Reals:
        """Return the most points, without the prior, that each pair may have."""
        total = np.zeros(count)
        for comparison, known in told.items():
            total += self._most(comparison, known)
        return total + self._meetings(told, count)

    def _most(self, comparison: str, known: Known) -> Reals:
        lines = self._lines_of(comparison)
        if known.bits is None:
            ends = (self._rare, self._rare - _FEWEST)
            best: Reals = np.max([lines[0] + lines[1] * end for end in ends], axis=(0, 1))
            told: Reals = best[known.state]
            return told
        base, slope = lines
        most: Reals = np.max(
            [base[n][known.state] + slope[n][known.state] * known.bits for n in range(len(base))],
            axis=0,
        )
        return most

    def _lines_of(self, comparison: str) -> Reals:
        """Return base and slope of every state, as many of each as the most open one has."""
        if comparison not in self._lines:
            levels = levels_of(comparison)
            line = dict(zip(levels, self._model.lines_of(comparison, levels), strict=False))
            states = _states_of(comparison)
            most = max(map(len, states))
            held = np.zeros((2, most, len(states)))
            for number, state in enumerate(states):
                told = [line[level] for level in state] or [(0.0, 0.0)]
                told += [(-inf, 0.0)] * (most - len(told))
                held[:, :, number] = np.array(told).T
            self._lines[comparison] = held
        return self._lines[comparison]

    def _meetings(self, told: dict[str, Known], count: int) -> Reals:
        """Return the most the interactions may add; a combination of states is looked up once."""
        combined = np.zeros(count, np.int64)
        for comparison in MEETING:
            size = len(_states_of(comparison))
            combined = combined * size + told[comparison].state % size
        most: Reals = self._met[combined]
        new = distinct(combined[np.isnan(most)])
        if len(new):
            self._met[new] = [self._best_meeting(one) for one in new.tolist()]
            most = self._met[combined]
        return most

    def _best_meeting(self, combined: int) -> float:
        choices: list[tuple[str | None, ...]] = []
        for comparison in reversed(MEETING):
            states = _states_of(comparison)
            combined, state = divmod(combined, len(states))
            choices.append(states[state] or (None,))
        return self._model.most_met(tuple(reversed(choices)))


@cache
def _states_of(comparison: str) -> tuple[tuple[str, ...], ...]:
    """Return the levels each state may turn out to be; the last, MISSING, has none."""
    exact = ((level,) for level in levels_of(comparison))
    return (*exact, *_OPEN.get(comparison, ()), ())
