"""Learning the model from labelled pairs: m and u by counting, the rest by logistic regression."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import exp, log, sqrt
from random import Random
from typing import Final, NamedTuple

from identity.matching.compare import Row
from identity.matching.features import RISING, levels_of, meetings
from identity.matching.model import Level, Model

_SMOOTH: Final = 2.0  # pseudo pairs per level
_SLOPE: Final = 0.7  # where the slope of rarity starts
_SCALE: Final = 8.0  # bits of rarity that weigh as one feature


type Numbers = dict[tuple[str, str], int]
"""The number of every feature, in the order they were met."""


class Labelled(NamedTuple):
    """A compared pair of which it is known whether it is one person; `prior` in bits."""

    rows: list[Row]
    prior: float
    same: bool
    times: float = 1.0


class Example(NamedTuple):
    """A pair as a regression reads it: its features, what the model says in nats, and the truth."""

    features: tuple[int, ...]
    values: tuple[float, ...]
    base: float
    same: float
    times: float


def fit(
    pairs: Sequence[Labelled], model: Model, *, rounds: int = 12, decay: float = 2.0, seed: int = 1
) -> Model:
    """Return the model with its learned parts fitted to the pairs.

    `decay` is the strength (in pairs) with which every learned number is drawn to nothing.
    Logistic regression by adaptive gradients (Duchi et al. 2011), pure Python: 100,000 pairs
    take about a minute.
    """
    numbers: Numbers = {}
    examples = [example_of(pair, model, numbers) for pair in pairs]
    learned = _descend(examples, len(numbers), rounds=rounds, decay=decay, seed=seed)
    return taught(model, numbers, learned)


def taught(model: Model, numbers: Numbers, learned: Sequence[float]) -> Model:
    """Return the model with what was learned, in nats, added to its parts."""
    found = {key: float(learned[number]) / log(2) for key, number in numbers.items()}
    levels = {
        (comparison, level): values._replace(
            slope=values.slope + found.get((f"{comparison}={level}", "bits"), 0.0) / _SCALE,
            learned=values.learned + found.get((f"{comparison}={level}", ""), 0.0),
        )
        for (comparison, level), values in model.levels.items()
    }
    added = {name: value for (name, kind), value in found.items() if kind == "meets"}
    interactions = {
        name: model.interactions.get(name, 0.0) + added.get(name, 0.0)
        for name in {*model.interactions, *added}
    }
    return replace(model, levels=levels, interactions=interactions)


def count_levels(
    pairs: Iterable[Labelled], blind: Iterable[list[Row]]
) -> dict[tuple[str, str], Level]:
    """Return the levels with m counted over matching pairs and u over pairs taken blindly."""
    same = _shares((pair.rows, pair.times) for pair in pairs if pair.same)
    other = _shares((rows, 1.0) for rows in blind)
    levels = {}
    for key in {*same, *other}:
        m, usual = same.get(key, (0.0005, 0.0))
        u, chance = other.get(key, (2.0 ** -max(usual, 1.0), 0.0))
        slope = _SLOPE if key[1] in RISING else 0.0
        levels[key] = Level(m, max(u, 1e-7), usual or chance, slope)
    return levels


def _shares(pairs: Iterable[tuple[list[Row], float]]) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the share of each level among the pairs that tell it, and its mean bits."""
    counts: defaultdict[str, float] = defaultdict(float)
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for rows, count in pairs:
        for row in rows:
            counts[row.comparison] += count
            entry = found[row.comparison, row.level]
            entry[0] += count
            entry[1] += count * row.bits
    return {
        key: ((number + _SMOOTH / 10) / (counts[key[0]] + _SMOOTH), bits / number)
        for key, (number, bits) in found.items()
    }


def example_of(pair: Labelled, model: Model, numbers: Numbers) -> Example:
    """Return a pair as an example; features not met before are added to `numbers`."""
    features: list[int] = []
    values: list[float] = []
    for row in pair.rows:
        level = model.levels.get((row.comparison, row.level))
        if level is None:
            continue
        name = f"{row.comparison}={row.level}"
        features.append(numbers.setdefault((name, ""), len(numbers)))
        values.append(1.0)
        if row.level in RISING:
            features.append(numbers.setdefault((name, "bits"), len(numbers)))
            values.append((row.bits - level.usual) / _SCALE)
    for meeting in meetings(levels_of(pair.rows)):
        features.append(numbers.setdefault((meeting, "meets"), len(numbers)))
        values.append(1.0)
    base = (pair.prior + model.points(pair.rows)) * log(2)
    return Example(tuple(features), tuple(values), base, float(pair.same), pair.times)


def _descend(
    examples: list[Example], size: int, *, rounds: int, decay: float, seed: int
) -> list[float]:
    weights = [0.0] * size
    squares = [1e-3] * size
    total = sum(example.times for example in examples)
    shrink = decay / max(total, 1.0)
    order = Random(seed)  # noqa: S311 -- the order of examples, no secret
    step = 0.3
    for number in range(rounds):
        order.shuffle(examples)
        rate = step / (1 + 0.3 * number)
        for features, values, base, same, count in examples:
            activation = base
            for feature, value in zip(features, values, strict=True):
                activation += weights[feature] * value
            guess = 1 / (1 + exp(-max(min(activation, 35.0), -35.0)))
            error = (guess - same) * count
            if -1e-4 < error < 1e-4:  # noqa: PLR2004 -- nothing to learn
                continue
            for feature, value in zip(features, values, strict=True):
                slope = error * value + shrink * count * weights[feature]
                squares[feature] += slope * slope
                weights[feature] -= rate * slope / sqrt(squares[feature])
    return weights
