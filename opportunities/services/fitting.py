"""Finding the units that fit what a person wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from contacts.models import Contact
from core.choices import State
from inventory.choices import UnitStatus
from inventory.models import Unit
from inventory.selectors import on_sale
from opportunities.matching import VERSION, Fit, Offer, fit
from opportunities.models import PropertyInterest, PropertyMatch

KEPT = 20


@dataclass(frozen=True, slots=True)
class Match:
    """A unit on sale and how well it fits."""

    unit: Unit
    fit: Fit


def matches_for(criteria: Mapping[str, Any], *, most: int = KEPT) -> list[Match]:
    """Return the available units that fit best, none that fails a hard criterion."""
    offered = {"sale_status": UnitStatus.AVAILABLE, "project__state": State.ACTIVE}
    units = on_sale().filter(**offered)
    units = units.select_related("project", "tower", "unit_type")
    found = [Match(unit, fit(criteria, _offer(unit))) for unit in units.iterator(chunk_size=2000)]
    fitting = [match for match in found if not match.fit.hard_fail]
    return sorted(fitting, key=lambda match: (-match.fit.score, match.unit.pk))[:most]


@transaction.atomic
def refresh_matches(contact: Contact, *, most: int = KEPT) -> list[Match]:
    """Compute the matches of a person's open descriptions, keep them, and return the best.

    They are derived: the ones kept before are replaced.
    """
    found: dict[int, Match] = {}
    wishes = PropertyInterest.objects.filter(contact=contact, closed_at=None).exclude(criteria={})
    for wish in wishes:
        matches = matches_for(wish.criteria, most=most)
        PropertyMatch.objects.filter(interest=wish).delete()
        PropertyMatch.objects.bulk_create(_kept(wish, match) for match in matches)
        for match in matches:
            best = found.get(match.unit.pk)
            if best is None or best.fit.score < match.fit.score:
                found[match.unit.pk] = match
    return sorted(found.values(), key=lambda match: (-match.fit.score, match.unit.pk))[:most]


def _kept(wish: PropertyInterest, match: Match) -> PropertyMatch:
    return PropertyMatch(
        interest=wish,
        unit=match.unit,
        score=match.fit.score,
        explanation=match.fit.explanation,
        model_version=VERSION,
    )


def _offer(unit: Unit) -> Offer:
    return Offer(
        price=unit.list_price,
        currency=unit.currency,
        configuration=unit.unit_type.configuration if unit.unit_type else "",
        micro_market=unit.project.micro_market,
        carpet_sqft=unit.carpet_sqft,
        floor=unit.floor,
        facing=unit.facing,
        possession=unit.project.possession_date,
    )
