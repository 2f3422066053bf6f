"""A new configuration of the score: proposed with a back-test, activated by approval.

Nobody changes a configuration: the next version replaces it, everybody is scored anew, and the
timeline begins another series beside the old one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from contacts.models import Contact
from evidence.choices import Component, ConfigState
from evidence.models import QDConfig, QDScore
from evidence.selectors import active_config, score_of
from evidence.services.counting import count_all
from evidence.services.rescoring import next_contacts
from opportunities.models import Opportunity

FIELDS = (*(str(name) for name in Component.values), "prior", "prior_mass")
SAMPLE, CHUNK = 300, 2_000
MOVED = 5  # points


@dataclass(frozen=True, slots=True)
class Backtest:
    """What a configuration would have done to the last people scored.

    `movers` is the share whose score moves by five points or more; the rank correlations say how
    well old and new scores order people by whether they booked (null: nobody booked, or all).
    """

    people: int
    movers: float
    mean_change: float
    coverage: float
    correlation_now: float | None
    correlation_then: float | None

    def words(self) -> str:
        """Return the report as a sentence for the proposal."""
        return (
            f"Back-test on {self.people} people: {self.movers:.0%} move by {MOVED} points or more,"
            f" {self.mean_change:+.1f} on average; mean coverage {self.coverage:.2f}; rank"
            f" correlation with bookings {_figure(self.correlation_now)} now,"
            f" {_figure(self.correlation_then)} then."
        )


def candidate_config(*, name: str, changes: Mapping[str, Any]) -> QDConfig:
    """Return the unsaved next version, checked; raises ValidationError."""
    if unknown := sorted(set(changes) - set(FIELDS)):
        raise ValidationError(f"a configuration has no {', '.join(unknown)}")
    now = active_config()
    values = {field: getattr(now, field) for field in FIELDS} | dict(changes)
    last = QDConfig.objects.order_by("-version").values_list("version", flat=True).first() or 0
    config = QDConfig(name=name, version=last + 1, **values)
    config.full_clean()
    if not isfinite(config.prior_mass):  # NaN is above every limit of the database
        raise ValidationError({"prior_mass": "Write a number."})
    return config


def activate_config(*, name: str, changes: Mapping[str, Any]) -> QDConfig:
    """Put the next version in force in the place of the one that is.

    In the caller's transaction; everybody is to be scored anew after (`rescore_some`).
    """
    config = candidate_config(name=name, changes=changes)
    QDConfig.objects.filter(state=ConfigState.ACTIVE).update(state=ConfigState.RETIRED)
    config.state, config.activated_at = ConfigState.ACTIVE, timezone.now()
    config.save(force_insert=True)
    return config


def rescore_some(after: int) -> int | None:
    """Score the next people anew; return the id of the last, None when there is nobody left."""
    ids = next_contacts(after, CHUNK)
    if not ids:
        return None
    count_all(ids)
    return ids[-1]


def backtest(config: QDConfig, *, sample: int = SAMPLE) -> Backtest:
    """Score the people scored last under a configuration, beside the one in force."""
    at = timezone.now()
    last = QDScore.objects.order_by("-computed_at", "-contact_id").values_list("contact", flat=True)
    people = list(Contact.objects.filter(pk__in=list(last[:sample])))
    won = Opportunity.objects.filter(primary_contact__in=people, stage__category="won")
    buyers = set(won.values_list("primary_contact", flat=True))
    now = [score_of(each, at=at) for each in people]
    then = [score_of(each, at=at, config=config) for each in people]
    booked = [float(each.pk in buyers) for each in people]
    moves = [new.value - old.value for old, new in zip(now, then, strict=True)]
    count = len(people) or 1
    return Backtest(
        people=len(people),
        movers=sum(abs(move) >= MOVED for move in moves) / count,
        mean_change=sum(moves) / count,
        coverage=sum(each.coverage for each in then) / count,
        correlation_now=spearman([each.value for each in now], booked),
        correlation_then=spearman([each.value for each in then], booked),
    )


def spearman(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Return the rank correlation of two series (ties share their mean rank), None without one."""
    ranks = [_ranks(left), _ranks(right)]
    means = [sum(each) / len(each) if each else 0.0 for each in ranks]
    away = [[rank - mean for rank in each] for each, mean in zip(ranks, means, strict=True)]
    spread = [sum(value * value for value in each) for each in away]
    if not all(spread):
        return None
    together = sum(a * b for a, b in zip(*away, strict=True))
    return float(together / (spread[0] * spread[1]) ** 0.5)


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(values)
    first = {value: place for place, value in reversed(list(enumerate(order)))}
    last = {value: place for place, value in enumerate(order)}
    return [(first[value] + last[value]) / 2 for value in values]


def _figure(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}"
