"""How well a unit fits what a person describes: pure, explained criterion by criterion.

Every criterion a person names weighs as in `WEIGHTS`; a unit earns all of it inside the wish,
less with the distance, none at `TOLERANCE` beyond a bound. The score is the share of the weight
it earned, 0 to 100. What is unknown of the unit earns half. A wrong configuration and a price
beyond the tolerance are hard failures: such a unit is not offered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

VERSION = "fit-1"
WEIGHTS = {
    "price": 30,
    "configurations": 25,
    "micro_markets": 20,
    "carpet_sqft": 10,
    "floors": 5,
    "facing": 5,
    "possession_by": 5,
}
TOLERANCE = 0.2
UNKNOWN = 0.5
HARD = ("configurations", "price")


@dataclass(frozen=True, slots=True)
class Offer:
    """What is compared of one unit."""

    price: Decimal | None
    currency: str
    configuration: str
    micro_market: str
    carpet_sqft: Decimal | None
    floor: int | None
    facing: str
    possession: date | None


@dataclass(frozen=True, slots=True)
class Fit:
    """A score from 0 to 100, its explanation, and whether a hard criterion fails."""

    score: float
    explanation: list[dict[str, Any]]
    hard_fail: bool


def fit(criteria: Mapping[str, Any], offer: Offer) -> Fit:
    """Return how well a unit fits; without any criterion everything fits wholly."""
    lines = [_line(name, criteria[name], offer) for name in WEIGHTS if criteria.get(name)]
    possible = sum(WEIGHTS[line["criterion"]] for line in lines)
    earned = sum(line["points"] for line in lines)
    score = 100 * earned / possible if possible else 100.0
    return Fit(round(score, 2), lines, any(line["hard_fail"] for line in lines))


def _line(name: str, wanted: Any, offer: Offer) -> dict[str, Any]:
    has, share = MEASURES[name](wanted, offer)
    return {
        "criterion": name,
        "wanted": wanted,
        "has": has,
        "points": round(WEIGHTS[name] * share, 2),
        "of": WEIGHTS[name],
        "hard_fail": name in HARD and share == 0,
    }


def _price(wanted: Any, offer: Offer) -> tuple[Any, float]:
    if offer.price is None or offer.currency != wanted.get("currency"):
        return None, UNKNOWN
    low, high = wanted.get("low"), wanted.get("high")
    # nobody minds a lower price: only the upper bound costs points
    return str(offer.price), _inside(float(offer.price), None if high else low, high)


def _configuration(wanted: Any, offer: Offer) -> tuple[Any, float]:
    if not offer.configuration:
        return None, UNKNOWN
    return offer.configuration, float(offer.configuration in wanted)


def _market(wanted: Any, offer: Offer) -> tuple[Any, float]:
    if not offer.micro_market:
        return None, UNKNOWN
    known = {str(name).casefold() for name in wanted}
    return offer.micro_market, float(offer.micro_market.casefold() in known)


def _carpet(wanted: Any, offer: Offer) -> tuple[Any, float]:
    if offer.carpet_sqft is None:
        return None, UNKNOWN
    return str(offer.carpet_sqft), _inside(float(offer.carpet_sqft), *wanted)


def _floor(wanted: Any, offer: Offer) -> tuple[Any, float]:
    if offer.floor is None:
        return None, UNKNOWN
    return offer.floor, _inside(float(offer.floor), *wanted)


def _facing(wanted: Any, offer: Offer) -> tuple[Any, float]:
    if not offer.facing:
        return None, UNKNOWN
    return offer.facing, float(offer.facing == wanted)


def _possession(wanted: Any, offer: Offer) -> tuple[Any, float]:
    if offer.possession is None:
        return None, UNKNOWN
    return offer.possession.isoformat(), float(offer.possession.isoformat() <= str(wanted))


def _inside(value: float, low: float | None, high: float | None) -> float:
    """Return 1 inside the bounds, falling to 0 at the tolerance beyond one."""
    for bound, beyond in ((low, -1), (high, 1)):
        if bound is not None and (value - float(bound)) * beyond > 0:
            distance = abs(value - float(bound)) / max(abs(float(bound)), 1.0)
            return max(0.0, 1 - distance / TOLERANCE)
    return 1.0


MEASURES: dict[str, Callable[[Any, Offer], tuple[Any, float]]] = {
    "price": _price,
    "configurations": _configuration,
    "micro_markets": _market,
    "carpet_sqft": _carpet,
    "floors": _floor,
    "facing": _facing,
    "possession_by": _possession,
}
