"""From those who share rare keys to the few they may be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from math import inf, log2
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from identity.matching.columns import Columns, Numbers, columns_of_packed, unpack_all
from identity.matching.compare import Row, compare_people
from identity.matching.counting import count_among
from identity.matching.deciding import Thresholds, blockers, decide
from identity.matching.frequencies import Frequencies
from identity.matching.model import Model, probability
from identity.matching.sieving import Sieve
from identity.matching.types import Decision, Evidence, Person, Score, as_person
from identity.matching.weighing import Scorer

_FEW: Final = 200  # pairs that are sooner weighed than sieved
_FEWEST: Final = 40  # pairs that are sooner weighed one by one than by columns
_HIGHEST: Final = 0.99999  # what the score column holds
_SLACK: Final = 0.001  # bits by which pairs are let through to be asked for their probability


class Candidate(NamedTuple):
    """A contact that may be the person asked for."""

    contact_id: int
    score: Score
    decision: Decision


type _Seen = tuple[int, int, int]
"""The place of who is asked about, a contact that may be the same, and the number of the pair."""


class Rows(NamedTuple):
    """Pairs as the review queue keeps them: the lower contact first; `features` is JSON."""

    left: list[int]
    right: list[int]
    score: list[float]
    features: list[str]


def rows_of(found: Iterable[tuple[int, Candidate]]) -> Rows:
    """Return pairs (lower contact id, candidate) as rows."""
    rows = Rows([], [], [], [])
    for contact_id, candidate in found:
        rows.left.append(contact_id)
        rows.right.append(candidate.contact_id)
        rows.score.append(min(round(candidate.score.probability, 5), _HIGHEST))
        rows.features.append(orjson.dumps(features_of(candidate)).decode())
    return rows


def features_of(candidate: Candidate) -> dict[str, Any]:
    """Return what a candidate row keeps: weight, short key, decision, blockers, evidence rows."""
    score = candidate.score
    return {
        "weight": round(score.weight, 4),
        "key": score.key,
        "decision": candidate.decision,
        "blockers": blockers(score.evidence),
        "evidence": [_told(row) for row in score.evidence],
    }


def _told(row: Evidence) -> Any:
    """Return a row as JSON takes it; those that name no value come again and again."""
    return _bare(row) if row.left == row.right == "" else _cells(row)


@lru_cache(maxsize=4_096)
def _bare(row: Evidence) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(_cells(row)))


def _cells(row: Evidence) -> dict[str, Any]:
    comparison, level, m, u, weight, tf, calibration, left, right = row
    return {
        "comparison": comparison,
        "level": level,
        "m": m,
        "u": u,
        "weight": weight,
        "tf": tf,
        "calibration": calibration,
        "left": left,
        "right": right,
        "points": round(weight + tf + calibration, 4),
    }


@dataclass(frozen=True)
class Judge:
    """What holds for every person of a search: the model, its population, what is wanted."""

    model: Model
    known: Frequencies
    thresholds: Thresholds
    limit: int

    def scorer(self, people: Columns) -> Scorer:
        """Return what weighs pairs of these people."""
        return Scorer(self.model, self.known, people, self._sieve)

    @cached_property
    def _sieve(self) -> Sieve:
        """What tells pairs apart early: what it finds out holds for all people."""
        return Sieve(self.model, self.known)

    def best(
        self, scorer: Scorer, left: Numbers, right: Numbers, ids: NDArray[np.int64]
    ) -> Iterator[tuple[int, list[Candidate]]]:
        """Yield the place on the left and its likeliest on the right, best first.

        The pairs of one place stand together; `ids` are the contacts on the right. Places without
        anybody from the review threshold on are left out, and only those kept are explained.
        """
        if not len(left):
            return
        case = np.cumsum(np.diff(left, prepend=left[0]) != 0, dtype=np.int32)
        prior = self.model.prior(self.known.total)
        kept = scorer.reaching(left, right, self._least() - prior) if len(left) > _FEW else None
        pairs = scorer.weigh(left, right, case, kept)
        ids = ids if kept is None else ids[kept]
        weights = prior + pairs.points
        likely = np.flatnonzero(weights >= self._least())
        places = pairs.left[likely].tolist()
        told = zip(likely.tolist(), weights[likely].tolist(), places, strict=True)
        seen: list[_Seen] = []
        for place, found in groupby(told, key=lambda one: one[2]):
            best = sorted((-weight, int(ids[pair]), pair) for pair, weight, _ in found)
            seen += [(place, *one[1:]) for one in best if self._is_worth(-one[0])][: self.limit]
        rows = pairs.rows([pair for *_, pair in seen])
        for place, candidates in groupby(self._explained(seen, rows), key=lambda one: one[0]):
            yield place, [candidate for _, candidate in candidates]

    def best_for(self, asker: Person, others: Sequence[tuple[int, Person]]) -> list[Candidate]:
        """Return who of a few (contact id, person) the asker may be, as `best` says it of many."""
        known = count_among(self.known, [asker, *(person for _, person in others)])
        prior = self.model.prior(self.known.total)
        told = [compare_people(asker, person, known) for _, person in others]
        weights = [prior + self.model.points(rows) for rows in told]
        best = sorted((-weight, others[n][0], n) for n, weight in enumerate(weights))
        seen = [(0, *one[1:]) for one in best if self._is_worth(-one[0])][: self.limit]
        return [each for _, each in self._explained(seen, [told[n] for *_, n in seen])]

    def _explained(
        self, seen: Sequence[_Seen], rows: Sequence[list[Row]]
    ) -> Iterator[tuple[int, Candidate]]:
        for (place, contact_id, _), told in zip(seen, rows, strict=True):
            score = self.model.explained(told, self.known.total)
            decision = decide(score, self.thresholds)
            if decision != "no":
                yield place, Candidate(contact_id, score, decision)

    def _is_worth(self, weight: float) -> bool:
        return probability(weight) >= self.thresholds.review_from

    def _least(self) -> float:
        """Return a weight no pair below which reaches the review threshold."""
        bound = self.thresholds.review_from
        if not 0 < bound < 1:
            return inf if bound > 1 else -inf
        return log2(bound / (1 - bound)) - _SLACK


type Found = list[tuple[int, list[Candidate]]]


class Searches(NamedTuple):
    """People to judge under the caller's numbers, and pairs (asker, other) to compare.

    `askers` and `others` are profiles joined by commas; a pair holds places among either, those
    of one asker together.
    """

    numbers: list[int]
    askers: str
    ids: NDArray[np.int64]
    others: str
    left: Numbers
    right: Numbers


def judge_searches(judge: Judge, searches: Searches) -> Found:
    """Return the number and the candidates of everybody who has any."""
    if len(searches.left) <= _FEWEST:
        return list(_judge_few(judge, searches))
    scorer = judge.scorer(columns_of_packed(f"{searches.askers},{searches.others}"))
    right = searches.right + np.int32(len(searches.numbers))
    found = judge.best(scorer, searches.left, right, searches.ids[searches.right])
    return [(searches.numbers[place], candidates) for place, candidates in found]


def judge_all(judge: Judge, several: Iterable[Searches]) -> Found:
    """Return the same of several such, one after the other."""
    return [found for searches in several for found in judge_searches(judge, searches)]


def _judge_few(judge: Judge, searches: Searches) -> Iterator[tuple[int, list[Candidate]]]:
    """Yield the same of so few pairs that columns would cost more than they save."""
    askers, others = (
        [as_person(told) for told in unpack_all([packed] if packed else [])]
        for packed in (searches.askers, searches.others)
    )
    ids = searches.ids.tolist()
    pairs = zip(searches.left.tolist(), searches.right.tolist(), strict=True)
    for place, found in groupby(pairs, key=lambda pair: pair[0]):
        beside = [(ids[right], others[right]) for _, right in found]
        if candidates := judge.best_for(askers[place], beside):
            yield searches.numbers[place], candidates
