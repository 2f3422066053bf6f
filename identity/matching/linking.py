"""Linking a whole file of people: block, compare, score, group, decide."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched, combinations
from math import inf
from typing import Final, NamedTuple

import numpy as np

from identity.matching.agreeing import Agreement
from identity.matching.candidates import candidate_pairs
from identity.matching.clustering import SURE, Groups, cluster
from identity.matching.columns import columns_of
from identity.matching.contradicting import Contradictions
from identity.matching.counting import count_values
from identity.matching.deciding import are_kin, may_link
from identity.matching.frequencies import Frequencies
from identity.matching.generations import Generation
from identity.matching.learning import learn
from identity.matching.model import Model, probability
from identity.matching.types import Decision, Person
from identity.matching.weighing import Scorer

SHOWN: Final = 0.02
"""Probability from which a pair is written down."""

_KEPT: Final = -8.0  # bits below which a candidate is forgotten at once
_ROUNDS: Final = 8
_AT_ONCE: Final = 50_000  # pairs that are weighed together
_LEAST_RATE: Final = 0.02
_REACHED: Final = 0.25  # of the people of a file, those with a number or e-mail where kin are told
_TOGETHER: Final = 0.1  # bits of a pair that only its group speaks for


class Pair(NamedTuple):
    """Two positions of the file, the weight in bits, the probability and the decision."""

    left: int
    right: int
    weight: float
    probability: float
    decision: Decision


class Linked(NamedTuple):
    """What a file came to: the pairs worth showing, the group of each record, the model used."""

    pairs: list[Pair]
    groups: list[int]
    model: Model


class _Scored(NamedTuple):
    """Candidate pairs with their points, in flat arrays: a million pairs take 25 MB."""

    left: array[int]
    right: array[int]
    points: array[float]
    linkable: bytearray  # 1 where only the threshold keeps the pair from being linked


class _File(NamedTuple):
    """The people of a file in the order of what they say, and what tells them apart."""

    people: Sequence[Person]
    against: Contradictions


def link(
    people: Sequence[Person],
    model: Model,
    *,
    train: bool = False,
    generations: Sequence[Generation] = (),
) -> Linked:
    """Link the people of a file; `train` first fits the model to the file without labels.

    `generations` say of each which of several of one name it is, if anybody told.
    How often a person appears in the file is estimated from the scores. The order of the file is
    of no matter: ties are decided by what the records say.
    """
    if not people:
        return Linked([], [], model)
    told = generations or [Generation()] * len(people)
    order = sorted(range(len(people)), key=lambda place: (people[place], told[place]))
    ordered = [people[place] for place in order]
    against = Contradictions(ordered, [told[place] for place in order])
    linked = _link(_File(ordered, against), model, train=train)
    pairs = [
        pair._replace(left=min(ends), right=max(ends))
        for pair in linked.pairs
        for ends in ((order[pair.left], order[pair.right]),)
    ]
    return Linked(sorted(pairs), _renamed(linked.groups, order), linked.model)


def _likely(
    size: int,
    edges: Iterable[tuple[float, int, int]],
    agreement: Agreement,
    against: Contradictions,
) -> Groups:
    """Return the groups of likely one person each; father and son by name are two."""

    def between(mine: Sequence[int], other: Sequence[int]) -> float:
        return -inf if against.by_name(mine, other) else agreement.between(mine, other)

    kept = (edge for edge in edges if not against.by_name(edge[1:2], edge[2:]))
    return cluster(size, kept, between)


def _sure(
    size: int,
    edges: Sequence[tuple[float, int, int]],
    agreement: Agreement,
    against: Contradictions,
) -> Groups:
    """Return the groups that may be linked unasked: nobody in them contradicts anybody else.

    A record that would join each of two groups that contradict each other joins neither: a name
    and a number without a birthday may be the father's or the son's.
    """

    def between(mine: Sequence[int], other: Sequence[int]) -> float:
        return -inf if against.between(mine, other) else agreement.between(mine, other)

    groups = cluster(size, edges, between, SURE)
    torn = set(_torn(edges, groups, against))
    kept = [edge for edge in edges if torn.isdisjoint(edge[1:])]
    return cluster(size, kept, between, SURE) if torn else groups


def _torn(
    edges: Sequence[tuple[float, int, int]], groups: Groups, against: Contradictions
) -> Iterator[int]:
    """Yield the records that are surely of two groups that contradict each other."""
    for _, left, right in edges:
        mine, other = groups.members(left), groups.members(right)
        if groups.of(left) != groups.of(right) and against.between(mine, other):
            if not against.between([left], other):
                yield left
            if not against.between([right], mine):
                yield right


def _renamed(groups: Sequence[int], order: Sequence[int]) -> list[int]:
    """Return the group of every position of the file, named by its first position."""
    first: dict[int, int] = {}
    for place, group in enumerate(groups):
        first[group] = min(first.get(group, order[place]), order[place])
    named = [0] * len(order)
    for place, group in enumerate(groups):
        named[order[place]] = first[group]
    return named


def _link(file: _File, model: Model, *, train: bool) -> Linked:
    people, against = file
    known = count_values(people)
    pairs = list(candidate_pairs(people))
    if train or people[0].extras:
        model = learn(people, pairs, known, model, everything=train)
    scored = _score(people, pairs, known, model)
    model = model.with_rate(estimate_rate(scored.points, len(people)))
    prior = model.prior(len(people))
    agreement = Agreement(people, known, model, prior)
    groups = _likely(len(people), _edges(scored, prior, least=0.0), agreement, against)
    least = model.auto_weight
    edges = [
        edge
        for edge in _edges(scored, prior, least=least, linkable=True)
        if not against.pair(*edge[1:])
    ]
    sure = _sure(len(people), edges, agreement, against)
    found = _grouped(groups, sure, agreement, against)
    found += _apart(scored, prior, groups)
    return Linked(found, groups.names(), model)


def estimate_rate(points: Sequence[float], people: int) -> float:
    """Return the matches per person that the points of all candidate pairs speak for.

    Expectation maximisation over the prior alone; it converges within a few rounds.
    """
    rate = 0.5
    for _ in range(_ROUNDS):
        prior = Model("", rate, {}, {}).prior(people)
        matches = sum(probability(value + prior) for value in points)
        rate = max(_LEAST_RATE, matches / people)
    return rate


def _score(
    people: Sequence[Person], pairs: Sequence[tuple[int, int]], known: Frequencies, model: Model
) -> _Scored:
    scored = _Scored(array("l"), array("l"), array("d"), bytearray())
    scorer = Scorer(model, known, columns_of(people))
    floor = _KEPT - model.prior(len(people))
    reached = sum(bool(person.phones or person.emails) for person in people)
    tells_kin = reached >= _REACHED * len(people)
    for chunk in batched(pairs, _AT_ONCE):
        left, right = np.array(chunk, np.int32).T
        weighed = scorer.weigh(left, right)
        for place in np.flatnonzero(weighed.points > floor).tolist():
            levels = weighed.levels(place)
            if tells_kin and are_kin(levels):
                continue
            scored.left.append(chunk[place][0])
            scored.right.append(chunk[place][1])
            scored.points.append(weighed.points[place])
            scored.linkable.append(may_link(levels))
    return scored


def _edges(
    scored: _Scored, prior: float, *, least: float, linkable: bool = False
) -> Iterator[tuple[float, int, int]]:
    """Yield the pairs of at least this weight, only those without a blocker if `linkable`."""
    for left, right, points, free in zip(*scored, strict=True):
        if points + prior >= least and (free or not linkable):
            yield points + prior, left, right


def _grouped(
    groups: Groups, sure: Groups, agreement: Agreement, against: Contradictions
) -> list[Pair]:
    """Return every pair of each group: being in it is evidence of its own.

    What only the group says of a pair is decided by the answers about its other pairs.
    """
    found = []
    for members in groups.several():
        for left, right in combinations(sorted(members), 2):
            own = agreement.of(left, right)
            decision: Decision = "review" if own >= _TOGETHER else "no"
            if sure.of(left) == sure.of(right):
                decision = "review" if against.other_day(left, right) else "auto"
            weight = max(own, _TOGETHER)
            found.append(Pair(left, right, weight, probability(weight), decision))
    return found


def _apart(scored: _Scored, prior: float, groups: Groups) -> list[Pair]:
    """Return the pairs of different groups that a person might still want to see.

    Of the likely pairs between two groups the likeliest is to be asked about: its answer holds for
    the others.
    """
    found = []
    asked: set[frozenset[int]] = set()
    ordered = sorted(zip(scored.left, scored.right, scored.points, strict=True), key=_likeliest)
    for left, right, points in ordered:
        weight = min(points + prior, -_TOGETHER)
        chance = probability(weight)
        ends = frozenset((groups.of(left), groups.of(right)))
        if chance >= SHOWN and len(ends) > 1:
            decision: Decision = "review" if points + prior > 0 and ends not in asked else "no"
            asked.add(ends)
            found.append(Pair(left, right, weight, chance, decision))
    return found


def _likeliest(pair: tuple[int, int, float]) -> tuple[float, int, int]:
    left, right, points = pair
    return -points, left, right
