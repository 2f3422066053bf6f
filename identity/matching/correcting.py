"""Correcting the shipped model by what reviewers decided: few decisions move it little.

Penalised logistic regression (Hoerl and Kennard 1970, le Cessie and van Houwelingen 1992) of the
decisions on the features of each pair, with the weight of the model as offset: what is learned is
only the difference, and every part of it is pulled to nothing. There is no constant: how many of
the pairs a reviewer sees are one person says nothing of how many are among all.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from identity.matching.deciding import may_link
from identity.matching.features import levels_of
from identity.matching.fitting import Example, Labelled, Numbers, example_of, taught
from identity.matching.model import Model, probability

PULL: Final = 10.0
"""Strength of the pull to the shipped model: the precision of a normal prior, in nats ** -2."""

FOLDS: Final = 5

_ROUNDS: Final = 30
_CLOSE: Final = 1e-8
_LEAST: Final = 1e-12  # a probability no logarithm fails at
_LIKELY: Final = 0.5

type Reals = NDArray[np.float64]


class Figures(NamedTuple):
    """What a model says of decided pairs, beside what people said.

    `loss` is the mean logarithmic loss in nats, by the weights of the pairs. Of `same` pairs that
    are one person it takes `right` for one (probability 0.5), and `wrong` others; `linked` are
    the pairs from `auto_from` that no guard stops, `mislinked` those of them people told apart.
    """

    pairs: int
    same: int
    loss: float
    right: int
    wrong: int
    linked: int
    mislinked: int

    @property
    def precision(self) -> float:
        """Which share of the pairs taken for one person are."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Which share of the pairs that are one person is taken for one."""
        return self.right / max(self.same, 1)


class Checked(NamedTuple):
    """A model before and after its correction, on pairs the correction had not seen.

    `gain` is what the loss fell by, `error` the standard error of that.
    """

    before: Figures
    after: Figures
    gain: float
    error: float

    @property
    def is_better(self) -> bool:
        """Whether the correction helps by more than chance would."""
        return self.gain > self.error


def correct(pairs: Sequence[Labelled], model: Model, *, pull: float = PULL) -> Model:
    """Return the model with its learned parts corrected by decided pairs.

    Newton's method to the one optimum there is: order and chance play no part.
    """
    numbers: Numbers = {}
    examples = [example_of(pair, model, numbers) for pair in pairs]
    base, same, times = np.array([(e.base, e.same, e.times) for e in examples]).T
    table = _table(examples, len(numbers))
    return taught(model, numbers, _Regression(table, base, same, times, pull).solve().tolist())


def check(
    pairs: Sequence[Labelled], groups: Sequence[int], model: Model, *, auto_from: float
) -> Checked:
    """Return what correcting the model comes to, each pair judged by a model that knows it not.

    `groups` says which pairs hang together (a household): they stand in the same of five folds.
    """
    fold = np.unique(groups, return_inverse=True)[1] % FOLDS
    before = guesses_of(pairs, model)
    after = before.copy()
    for number in range(FOLDS):
        held = np.flatnonzero(fold == number).tolist()
        others = [pairs[place] for place in np.flatnonzero(fold != number).tolist()]
        if held and others:
            after[held] = guesses_of([pairs[place] for place in held], correct(others, model))
    times = np.array([pair.times for pair in pairs])
    gains = times * (_losses(pairs, before) - _losses(pairs, after)) / times.mean()
    return Checked(
        figures(pairs, before, auto_from),
        figures(pairs, after, auto_from),
        float(gains.mean()),
        float(gains.std() / sqrt(len(pairs))),
    )


def guesses_of(pairs: Sequence[Labelled], model: Model) -> Reals:
    """Return the probability a model gives each pair."""
    return np.array([probability(pair.prior + model.points(pair.rows)) for pair in pairs])


def figures(pairs: Sequence[Labelled], guesses: Reals, auto_from: float) -> Figures:
    """Return what probabilities of decided pairs come to."""
    same = np.array([pair.same for pair in pairs])
    times = np.array([pair.times for pair in pairs])
    free = np.array([may_link(levels_of(pair.rows)) for pair in pairs])
    taken, linked = guesses >= _LIKELY, free & (guesses >= auto_from)
    return Figures(
        pairs=len(pairs),
        same=int(same.sum()),
        loss=float(_losses(pairs, guesses) @ times / times.sum()),
        right=int((taken & same).sum()),
        wrong=int((taken & ~same).sum()),
        linked=int(linked.sum()),
        mislinked=int((linked & ~same).sum()),
    )


def _losses(pairs: Sequence[Labelled], guesses: Reals) -> Reals:
    same = np.array([pair.same for pair in pairs])
    losses: Reals = -np.log(np.maximum(np.where(same, guesses, 1 - guesses), _LEAST))
    return losses


def _table(examples: Sequence[Example], size: int) -> Reals:
    table = np.zeros((len(examples), size))
    for row, each in enumerate(examples):
        table[row, list(each.features)] = each.values
    return table


class _Regression(NamedTuple):
    table: Reals
    base: Reals
    same: Reals
    times: Reals
    pull: float

    def solve(self) -> Reals:
        learned = np.zeros(self.table.shape[1])
        loss = self._loss(learned)
        for _ in range(_ROUNDS):
            step = self._step(learned)
            share = 1.0
            while (less := self._loss(learned - share * step)) > loss and share > _CLOSE:
                share /= 2
            if loss - less < _CLOSE:
                break
            learned, loss = learned - share * step, less
        return learned

    def _step(self, learned: Reals) -> Reals:
        weight = np.clip(self.base + self.table @ learned, -35.0, 35.0)
        guess = 1 / (1 + np.exp(-weight))
        slope = self.table.T @ (self.times * (guess - self.same)) + self.pull * learned
        bend = self.table.T @ (self.table * (self.times * guess * (1 - guess))[:, None])
        step: Reals = np.linalg.solve(bend + self.pull * np.eye(len(learned)), slope)
        return step

    def _loss(self, learned: Reals) -> float:
        weight = self.base + self.table @ learned
        away = np.logaddexp(0, np.where(self.same > 0, -weight, weight))
        return float(self.times @ away + self.pull / 2 * learned @ learned)
