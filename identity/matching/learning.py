"""Learning from a file without labels: expectation maximisation over its own candidate pairs.

The shipped levels are the prior: a level moves as far as the file's own pairs outweigh
`_TRUST` pseudo pairs, so a small file changes little. Columns the model has never seen start
with a guess and are always learned.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Final

from identity.matching.compare import Row, compare_people
from identity.matching.features import RISING
from identity.matching.frequencies import Frequencies
from identity.matching.model import Level, Model, probability
from identity.matching.types import Person

SAMPLE: Final = 120_000
"""Candidate pairs, and a tenth as many blind ones, that a file is learned from."""

_TRUST: Final = 3_000.0
_ROUNDS: Final = 3
_EXTRA_LEVELS: Final = {"same": 0.6, "near": 0.15, "differ": 0.25}
_EXTRA_BOUND: Final = (1 / 64, 64.0)  # how far a column nobody vouches for may move a pair
_EXTRA_TRUST: Final = 20.0
_EXTRA_SLOPE: Final = 0.5
_SEED: Final = 20_261_121

_Key = tuple[str, str]


def learn(
    people: Sequence[Person],
    pairs: Sequence[tuple[int, int]],
    known: Frequencies,
    model: Model,
    *,
    everything: bool,
) -> Model:
    """Return the model with the further columns of the file in it, fitted to its pairs.

    `everything` fits the shipped levels as well.
    """
    dice = Random(_SEED)  # noqa: S311 -- a repeatable sample, no secret
    chosen = pairs if len(pairs) <= SAMPLE else dice.sample(pairs, SAMPLE)
    rows = [compare_people(people[left], people[right], known) for left, right in chosen]
    blind = [
        compare_people(dice.choice(people), dice.choice(people), known)
        for _ in range(min(SAMPLE // 10, len(people) * 4))
    ]
    share = len(pairs) / max(len(chosen), 1)
    others = _shares((found, 1.0) for found in blind)
    model = _with_extras(model, rows, others)
    for _ in range(_ROUNDS):
        prior = model.prior(known.total)
        weights = [probability(prior + model.points(found)) for found in rows]
        rate = max(sum(weights) * share / max(len(people), 1), 0.02)
        matches = _shares(zip(rows, weights, strict=True))
        model = _moved(model.with_rate(rate), matches, everything=everything)
    return model


def _shares(pairs: object) -> dict[_Key, tuple[float, float, float]]:
    """Return by level its weight, the weight of its comparison, and its mean bits."""
    totals: defaultdict[str, float] = defaultdict(float)
    counts: defaultdict[_Key, float] = defaultdict(float)
    bits: defaultdict[_Key, float] = defaultdict(float)
    for rows, weight in pairs:  # type: ignore[attr-defined]
        for row in rows:
            key = (row.comparison, row.level)
            totals[row.comparison] += weight
            counts[key] += weight
            bits[key] += weight * row.bits
    return {
        key: (count, totals[key[0]], bits[key] / count if count else 0.0)
        for key, count in counts.items()
    }


def _with_extras(
    model: Model, rows: Sequence[list[Row]], others: dict[_Key, tuple[float, float, float]]
) -> Model:
    """Return the model with a guess for the levels of columns it does not know."""
    unknown = {row.comparison for found in rows for row in found if row.comparison[:5] == "extra"}
    levels = dict(model.levels)
    for comparison in unknown:
        for level, m in _EXTRA_LEVELS.items():
            count, total, usual = others.get((comparison, level), (0.0, 0.0, 0.0))
            u = (count + 1) / (total + 3)
            slope = _EXTRA_SLOPE if level == "same" else 0.0
            levels[comparison, level] = _bounded(Level(m, u, usual, slope))
    return replace(model, levels=levels)


def _moved(
    model: Model, matches: dict[_Key, tuple[float, float, float]], *, everything: bool
) -> Model:
    """Return the model with m drawn to what the likely matches of the file show."""
    levels = dict(model.levels)
    for key, (count, total, _) in matches.items():
        known = levels.get(key)
        if known is None or not (everything or key[0][:5] == "extra"):
            continue
        is_extra = key[0][:5] == "extra"
        trust = _EXTRA_TRUST if is_extra else _TRUST
        moved = known._replace(m=(count + trust * known.m) / (total + trust))
        levels[key] = _bounded(moved) if is_extra else moved
    return replace(model, levels=levels)


def _bounded(level: Level) -> Level:
    low, high = _EXTRA_BOUND
    return level._replace(m=min(max(level.m, level.u * low), level.u * high, 1.0))


__all__ = ["RISING", "SAMPLE", "learn"]
