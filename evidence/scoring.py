"""The score formula, pure: evidence in, a number and its full explanation out.

A sign of mass `w` that is `t` days old counts `d = w * 2**(-t / half-life)`; a value `v` from -1
to 1 leans `u = (v + 1) / 2`. With the prior `p` of mass `a`, a component scores

    x = 100 * (a*p + sum(d*u)) / (a + sum(d)),    coverage = sum(d) / (a + sum(d))

and the whole is the mean of the components by weight. So a score is bounded, thin or old evidence
leaves it at the prior, order does not matter, and the points `100 * d * (u - p) / (a + sum(d))`
of the signs add up to `x - 100 * p` exactly.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import exp2, fsum

THIN_COVERAGE = 0.15
LOW_BELOW = 40
HIGH_FROM = 65


@dataclass(frozen=True, slots=True)
class Signal:
    """One piece of evidence, weighed.

    `mass` is its weight when fresh: base weight x reliability of the producer x its confidence;
    `value` goes from -1 to 1; of one `kind` at most `daily_cap` count a `day`.
    """

    key: str
    kind: str
    component: str
    value: float
    mass: float
    half_life_days: float
    age_days: float
    day: date
    daily_cap: int = 3

    @property
    def decayed(self) -> float:
        """The mass that is left today; a sign from the future counts as fresh."""
        return self.mass * exp2(-max(self.age_days, 0.0) / self.half_life_days)

    @property
    def leaning(self) -> float:
        """The value between 0 and 1."""
        return (self.value + 1) / 2


@dataclass(frozen=True, slots=True)
class Scale:
    """The configuration: the weight of each component, and the prior with its mass."""

    weights: Mapping[str, float]
    prior: float = 0.5
    prior_mass: float = 4.0


@dataclass(frozen=True, slots=True)
class ComponentScore:
    """One component: 0 to 100, coverage 0 to 1, its weight, and the points of each sign."""

    value: float
    coverage: float
    weight: float
    points: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """The whole: 0 to 100, coverage 0 to 1, and its components."""

    value: float
    coverage: float
    components: Mapping[str, ComponentScore]

    @property
    def band(self) -> str:
        """The score in one word; `thin` says that no number should be shown."""
        if self.coverage < THIN_COVERAGE:
            return "thin"
        if self.value < LOW_BELOW:
            return "low"
        return "medium" if self.value < HIGH_FROM else "high"

    def contributions(self) -> dict[str, float]:
        """Return the points each sign adds to the whole; with the prior they sum to `value`."""
        total = fsum(part.weight for part in self.components.values())
        return {
            key: points * part.weight / total
            for part in self.components.values()
            for key, points in part.points.items()
        }


def score(signals: Iterable[Signal], scale: Scale) -> Score:
    """Score the signs of one subject; components without a weight are left out."""
    by_component: dict[str, list[Signal]] = defaultdict(list)
    for signal in counted(signals):
        by_component[signal.component].append(signal)
    components = {
        name: score_component(by_component[name], weight, scale)
        for name, weight in scale.weights.items()
        if weight > 0
    }
    total = fsum(part.weight for part in components.values())
    return Score(
        value=fsum(part.weight * part.value for part in components.values()) / total,
        coverage=fsum(part.weight * part.coverage for part in components.values()) / total,
        components=components,
    )


def score_component(signals: Iterable[Signal], weight: float, scale: Scale) -> ComponentScore:
    """Score the signs of one component."""
    masses = [(signal, signal.decayed) for signal in signals]
    found = fsum(mass for _, mass in masses)
    total = scale.prior_mass + found
    leaning = fsum(mass * signal.leaning for signal, mass in masses)
    return ComponentScore(
        value=100 * (scale.prior_mass * scale.prior + leaning) / total,
        coverage=found / total,
        weight=weight,
        points={
            signal.key: 100 * mass * (signal.leaning - scale.prior) / total
            for signal, mass in masses
        },
    )


def counted(signals: Iterable[Signal]) -> list[Signal]:
    """Return the signs that count: of one kind and day the heaviest, up to the daily cap."""
    kept: list[Signal] = []
    seen: dict[tuple[str, date], int] = defaultdict(int)
    for signal in sorted(signals, key=lambda s: (-s.mass, s.key)):
        if seen[signal.kind, signal.day] < signal.daily_cap:
            seen[signal.kind, signal.day] += 1
            kept.append(signal)
    return kept
