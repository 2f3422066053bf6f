"""`python -m bench.identity_stewards SET[:part] [LABELS ...]`: what reviewers' decisions teach.

Of one half of the entities of a labelled set, so many pairs a reviewer would be asked about are
decided and the shipped model is corrected by them. Both models are then measured on the pairs of
the other half.
"""

import sys
from collections.abc import Iterator, Sequence
from math import log2
from typing import NamedTuple

import numpy as np

from bench.identity_sets import Labelled as Set
from bench.identity_sets import half_of, load
from identity.matching.candidates import candidate_pairs
from identity.matching.columns import columns_of
from identity.matching.correcting import check, correct, figures, guesses_of
from identity.matching.counting import count_values
from identity.matching.deciding import Thresholds, may_link
from identity.matching.features import levels_of
from identity.matching.fitting import Labelled
from identity.matching.linking import estimate_rate
from identity.matching.model import Model, default_model
from identity.matching.weighing import Scorer

DECIDED = (200, 1_000, 5_000)
BOUNDS = Thresholds()
KEPT = 0.02


class Pair(NamedTuple):
    """A likely pair and the position of its first record."""

    left: int
    labelled: Labelled


def main(name: str, counts: Sequence[int]) -> None:
    """Print what each number of decisions teaches."""
    title, _, part = name.partition(":")
    data, model = load(title, part), default_model()
    halves: dict[str, list[Pair]] = {"a": [], "b": []}
    for half, pair in likely(data, model):
        halves[half].append(pair)
    asked, others = to_review(halves["a"], model), [pair.labelled for pair in halves["b"]]
    print(f"{name}: {len(asked):,} pairs for a reviewer, {len(others):,} likely pairs of others")
    tell("shipped", others, model)
    for count in (each for each in counts if each <= len(asked)):
        decided = asked[:: len(asked) // count][:count]
        told, groups = [pair.labelled for pair in decided], [pair.left for pair in decided]
        checked = check(told, groups, model, auto_from=BOUNDS.auto_from)
        print(f"{count:,} decisions: held-out gain {checked.gain:.4f} +- {checked.error:.4f}")
        tell("corrected", others, correct(told, model))


def likely(data: Set, model: Model) -> Iterator[tuple[str, Pair]]:
    """Yield the likely pairs within either half of the entities, with the half."""
    left, right = np.array(list(candidate_pairs(data.people)), np.int32).T
    scorer = Scorer(model, count_values(data.people), columns_of(data.people))
    scored = scorer.weigh(left, right)
    rate = estimate_rate(scored.points.tolist(), len(data.people))
    prior = model.with_rate(rate).prior(len(data.people))
    for place in np.flatnonzero(scored.points + prior > log2(KEPT)).tolist():
        one, two = data.entities[left[place]], data.entities[right[place]]
        if half_of(one) == half_of(two):
            yield (
                half_of(one),
                Pair(int(left[place]), Labelled(scored.rows([place])[0], prior, one == two)),
            )


def to_review(pairs: Sequence[Pair], model: Model) -> list[Pair]:
    """Return the pairs a reviewer is asked about, the likeliest first."""
    guesses = guesses_of([pair.labelled for pair in pairs], model)
    order = np.argsort(-guesses, kind="stable").tolist()
    return [pairs[place] for place in order if asks(pairs[place].labelled, guesses[place])]


def asks(pair: Labelled, guess: float) -> bool:
    """Tell whether a reviewer is asked about a pair."""
    sure = guess >= BOUNDS.auto_from and may_link(levels_of(pair.rows))
    return guess >= BOUNDS.review_from and not sure


def tell(label: str, pairs: Sequence[Labelled], model: Model) -> None:
    """Print what a model makes of pairs."""
    guesses = guesses_of(pairs, model)
    told = figures(pairs, guesses, BOUNDS.auto_from)
    review = sum(asks(pair, guess) for pair, guess in zip(pairs, guesses, strict=True))
    f1 = 2 * told.right / (told.right + told.wrong + told.same)
    print(
        f"  {label:10} loss {told.loss:.4f}, F1 {f1:.4f}; linked without a person {told.linked:,},"
        f" {told.mislinked} wrongly, recall {(told.linked - told.mislinked) / told.same:.4f};"
        f" to review {review:,}",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1], [int(each) for each in sys.argv[2:]] or DECIDED)
