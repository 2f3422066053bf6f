"""What the matcher reads and what it answers, as plain data."""

from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple

import orjson

Decision = Literal["auto", "review", "no"]

type Series = frozenset[str]
"""Values of one field that were handed out one after the other (`series`)."""

NO_SERIES: Final[Series] = frozenset()


class Person(NamedTuple):
    """One record of a person, folded for comparison; what is unknown is empty.

    Names are lower-case Latin words without honorifics. `phones` hold the last nine digits,
    `born` is YYYYMMDD. `street` is `number words`, folded. `extras` are further columns of a
    file, in the file's order.
    """

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    born: str = ""
    street: str = ""
    postal: str = ""
    city: str = ""
    locality: str = ""
    company: str = ""
    gender: str = ""
    ids: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name as one text."""
        return " ".join((*self.given, *self.family))


def pack(person: Person) -> str:
    """Return a person as its profile keeps it: a JSON array of the fields."""
    return orjson.dumps(tuple(person)).decode()


def unpack(packed: str) -> Person:
    """Return the person of a profile."""
    return as_person(orjson.loads(packed))


def as_person(told: Sequence[Any]) -> Person:
    """Return the person of the fields of a profile."""
    given, family, phones, emails, *single, ids, extras = told
    values: Any = (*map(tuple, (given, family, phones, emails)), *single, tuple(ids), tuple(extras))
    return Person(*values)


class Evidence(NamedTuple):
    """What one comparison says for (above 0) or against (below 0) a pair, in bits.

    `m` and `u` are how often matching and other people stand at this level, None for rows that
    are no comparison (the prior, interactions). `tf` adds what a rare or common value changes,
    `calibration` what labelled pairs taught. The points of all rows sum to the score.
    """

    comparison: str
    level: str
    m: float | None
    u: float | None
    weight: float
    tf: float
    calibration: float
    left: str
    right: str

    @property
    def points(self) -> float:
        """What the row adds to the score."""
        return self.weight + self.tf + self.calibration


class Score(NamedTuple):
    """The answer for one pair: the weight in bits, its probability and a short key."""

    weight: float
    probability: float
    evidence: tuple[Evidence, ...]

    @property
    def key(self) -> str:
        """The pair in short: `+NAME+PHONE-DOB`."""
        return summary_key(self.evidence)


def summary_key(evidence: tuple[Evidence, ...]) -> str:
    """Return what speaks for and against a pair in a few words, strongest first of each side."""
    told = [row for row in evidence if row.m is not None and row.level != "missing"]
    told.sort(key=lambda row: -row.points)
    return "".join(f"{'+' if row.points > 0 else '-'}{row.comparison.upper()}" for row in told)
