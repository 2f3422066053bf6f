"""From a record and those who share its rarest keys to the few it may be."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from identity.matching.compare import compare_people
from identity.matching.deciding import Thresholds, decide
from identity.matching.frequencies import Frequencies
from identity.matching.model import Model, probability
from identity.matching.types import Decision, Person, Score, unpack


class Candidate(NamedTuple):
    """A contact that may be the person asked for."""

    contact_id: int
    score: Score
    decision: Decision


class Judge(NamedTuple):
    """What holds for every person of a search: the model, its population, what is wanted."""

    model: Model
    known: Frequencies
    thresholds: Thresholds
    limit: int

    def best(self, person: Person, others: Sequence[tuple[int, Person]]) -> list[Candidate]:
        """Return the likeliest of the others, best first, none below the review threshold.

        Only those kept are explained, which takes the longest.
        """
        model = self.model
        known = self.known.among([person, *(other for _, other in others)])
        least = model.prior(known.total)
        weighed = [
            (least + model.points(compare_people(person, other, known)), pk, other)
            for pk, other in others
        ]
        likely = [one for one in weighed if probability(one[0]) >= self.thresholds.review_from]
        likely.sort(key=lambda one: (-one[0], one[1]))
        scores = [(pk, model.score(person, other, known)) for _, pk, other in likely[: self.limit]]
        found = [Candidate(pk, score, decide(score, self.thresholds)) for pk, score in scores]
        return [candidate for candidate in found if candidate.decision != "no"]


type Found = list[tuple[int, list[Candidate]]]


class Case(NamedTuple):
    """One person to judge under the caller's number, and those to compare; people are packed."""

    number: int
    person: str
    others: list[tuple[int, str]]


def judge_cases(judge: Judge, cases: Iterable[Case]) -> Found:
    """Return the number and the candidates of every case that has any."""
    found = []
    for number, person, others in cases:
        told = [(pk, unpack(packed)) for pk, packed in others]
        if told and (candidates := judge.best(unpack(person), told)):
            found.append((number, candidates))
    return found
