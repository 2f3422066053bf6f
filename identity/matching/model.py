"""The model artifact: levels with m and u, rarity slopes, interactions; and the scorer over it.

A pair's score in bits is

    prior + sum over its rows of (log2(m / u) + slope * (bits - usual bits) + learned)
          + sum over the interactions that hold

with the prior log2(2 r / N): of N people each has r matches, so a match is the rarer among
all pairs the larger the population. Probability is 1 / (1 + 2 ** -score). After Fellegi and
Sunter (1969), term frequencies after Winkler (2000).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from math import log2
from pathlib import Path
from typing import Any, Final, NamedTuple

from identity.matching.compare import Row, compare_people
from identity.matching.features import MEETING, RISING, meetings
from identity.matching.frequencies import Frequencies
from identity.matching.types import Evidence, Person, Score

DEFAULT: Final = Path(__file__).parent / "artifacts" / "default.json"
_CERTAIN: Final = 60.0
_NO_LINE: Final = (0.0, 0.0)


class Level(NamedTuple):
    """One level of a comparison.

    `m` and `u` are its shares among matching and other pairs, `usual` the mean bits of its
    values; `slope` is what a further bit of rarity adds, `learned` what labelled pairs taught.
    """

    m: float
    u: float
    usual: float = 0.0
    slope: float = 0.0
    learned: float = 0.0

    @property
    def weight(self) -> float:
        """The match weight log2(m / u)."""
        return log2(self.m / self.u)


type _Lines = dict[tuple[str, str], tuple[float, float]]
type _Met = dict[tuple[str | None, ...], float]


@dataclass(frozen=True, slots=True)
class Model:
    """One version of everything that turns two records into a probability."""

    version: str
    matches_per_person: float
    levels: dict[tuple[str, str], Level]
    interactions: dict[str, float]
    review_from: float = 0.5
    auto_from: float = 0.995
    names: dict[str, int] = field(default_factory=dict)
    notes: str = ""
    _lines: _Lines = field(init=False, repr=False, compare=False)
    _weighed: dict[tuple[str, str], tuple[Level, float]] = field(
        init=False, repr=False, compare=False
    )
    _met: _Met = field(init=False, repr=False, compare=False)
    _most: dict[tuple[tuple[str | None, ...], ...], float] = field(
        init=False, repr=False, compare=False
    )
    _told: dict[tuple[str | None, ...], tuple[Evidence, ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Prepare what every pair asks for: a level's points as a line over the bits."""
        lines = {
            key: (level.weight + level.learned - level.slope * level.usual, level.slope)
            for key, level in self.levels.items()
        }
        object.__setattr__(self, "_lines", lines)
        weighed = {key: (level, level.weight) for key, level in self.levels.items()}
        object.__setattr__(self, "_weighed", weighed)
        object.__setattr__(self, "_met", {})
        object.__setattr__(self, "_most", {})
        object.__setattr__(self, "_told", {})

    @property
    def auto_weight(self) -> float:
        """The weight in bits from which a pair may be linked without a person."""
        return log2(self.auto_from / (1 - self.auto_from))

    def prior(self, people: int) -> float:
        """Return the log2 odds that two of so many people, taken blindly, are one."""
        return log2(2 * self.matches_per_person / max(people, 2))

    def points(self, rows: list[Row]) -> float:
        """Return the score of a pair's rows without the prior, in bits."""
        total = 0.0
        lines = self._lines
        stands = {}
        for comparison, level, bits, _, _ in rows:
            if line := lines.get((comparison, level)):
                total += line[0] + line[1] * bits
            stands[comparison] = level
        return total + self.met(tuple(map(stands.get, MEETING)))

    def met(self, levels: tuple[str | None, ...]) -> float:
        """Return what the interactions of a pair add; the levels stand as MEETING names them."""
        if levels not in self._met:
            stands = {name: each for name, each in zip(MEETING, levels, strict=True) if each}
            self._met[levels] = sum(self.interactions.get(each, 0.0) for each in meetings(stands))
        return self._met[levels]

    def most_met(self, choices: tuple[tuple[str | None, ...], ...]) -> float:
        """Return the most interactions may add if each comparison comes to one of some levels."""
        if choices not in self._most:
            self._most[choices] = max(map(self.met, product(*choices)))
        return self._most[choices]

    def lines_of(self, comparison: str, levels: Sequence[str]) -> list[tuple[float, float]]:
        """Return points and slope over the bits of each level, and nothing for none as the last."""
        return [*(self._lines.get((comparison, level), _NO_LINE) for level in levels), _NO_LINE]

    def score(self, left: Person, right: Person, known: Frequencies) -> Score:
        """Return the score of a pair with its evidence, whose points sum to the weight."""
        return self.explained(compare_people(left, right, known), known.total)

    def explained(self, rows: list[Row], people: int) -> Score:
        """Return the score of a pair's rows among so many people, with its evidence."""
        evidence = [self._prior_row(people)]
        evidence += [self._evidence(row) for row in rows]
        stands = {row[0]: row[1] for row in rows}
        evidence += self._interactions(tuple(map(stands.get, MEETING)))
        weight = sum(row.points for row in evidence)
        return Score(weight, probability(weight), tuple(evidence))

    def with_rate(self, matches_per_person: float) -> "Model":
        """Return the model for a population in which people appear more or less often."""
        return replace(self, matches_per_person=matches_per_person)

    def _prior_row(self, people: int) -> Evidence:
        return Evidence(
            "prior", f"{people} people", None, None, self.prior(people), 0.0, 0.0, "", ""
        )

    def _evidence(self, row: Row) -> Evidence:
        comparison, name, bits, left, right = row
        known = self._weighed.get((comparison, name))
        if known is None:
            return Evidence(comparison, name, None, None, 0.0, 0.0, 0.0, left, right)
        (m, u, usual, slope, learned), weight = known
        rarity = slope * (bits - usual)
        return Evidence(comparison, name, m, u, weight, rarity, learned, left, right)

    def _interactions(self, levels: tuple[str | None, ...]) -> tuple[Evidence, ...]:
        """Return the rows of what the levels, as MEETING names them, are together."""
        if levels not in self._told:
            stands = {name: each for name, each in zip(MEETING, levels, strict=True) if each}
            self._told[levels] = tuple(
                Evidence("interaction", meeting, None, None, 0.0, 0.0, added, "", "")
                for meeting in meetings(stands)
                if (added := self.interactions.get(meeting))
            )
        return self._told[levels]


def probability(weight: float) -> float:
    """Return the probability of a weight in bits."""
    odds: float = 2.0 ** max(min(weight, _CERTAIN), -_CERTAIN)
    return odds / (1 + odds)


def dump(model: Model) -> str:
    """Return the artifact as JSON."""
    levels: dict[str, dict[str, list[float]]] = {}
    for (comparison, level), values in sorted(model.levels.items()):
        levels.setdefault(comparison, {})[level] = [round(value, 6) for value in values]
    content = {
        "version": model.version,
        "notes": model.notes,
        "matches_per_person": round(model.matches_per_person, 6),
        "review_from": model.review_from,
        "auto_from": model.auto_from,
        "level_columns": list(Level._fields),
        "levels": levels,
        "interactions": {k: round(v, 4) for k, v in sorted(model.interactions.items())},
        "names": model.names,
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def parse(text: str) -> Model:
    """Return the model of an artifact."""
    return parse_content(json.loads(text))


def parse_content(content: dict[str, Any]) -> Model:
    """Return the model of an artifact that was read from JSON."""
    levels = {
        (comparison, level): Level(*values)
        for comparison, known in content["levels"].items()
        for level, values in known.items()
    }
    kept = (
        "version",
        "notes",
        "matches_per_person",
        "review_from",
        "auto_from",
        "interactions",
        "names",
    )
    return Model(levels=levels, **{name: content[name] for name in kept})


@cache
def default_model() -> Model:
    """Return the model that ships with the product."""
    return parse(DEFAULT.read_text(encoding="utf-8"))


__all__ = ["DEFAULT", "RISING", "Level", "Model", "default_model", "dump", "parse", "probability"]
