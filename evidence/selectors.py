"""Reads of evidence: what counts for a contact, and the score it makes."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from contacts.choices import ConsentPurpose, ConsentStatus
from contacts.models import Contact
from evidence.choices import Component, ConfigState, EvidenceState
from evidence.models import Evidence, QDConfig
from evidence.scoring import Scale, Score, Signal, score

DAY = timedelta(days=1)


def consents_in_force(contact: Contact, at: datetime) -> dict[str, int]:
    """Return the purposes a person agrees to at a moment, with the id of the latest answer."""
    latest = contact.consents.filter(at__lte=at).order_by("purpose", "-at", "-id")
    return {
        record.purpose: record.pk
        for record in latest.distinct("purpose")
        if record.status == ConsentStatus.GRANTED
        and (record.expires_at is None or record.expires_at > at)
    }


def active_config() -> QDConfig:
    """Return the configuration in force."""
    return QDConfig.objects.get(state=ConfigState.ACTIVE)


def score_of(contact: Contact, *, at: datetime | None = None) -> Score:
    """Compute a contact's score with its full explanation, under the configuration in force.

    Evidence that needs a consent counts while that consent is in force, and without a consent to
    perception the component has no weight at all.
    """
    at = at or timezone.now()
    purposes = consents_in_force(contact, at)
    return score(_signals(contact, at, list(purposes)), _scale(purposes))


def _scale(purposes: dict[str, int]) -> Scale:
    config = active_config()
    weights = {str(name): float(getattr(config, name)) for name in Component.values}
    if ConsentPurpose.PERCEPTION not in purposes:
        del weights[Component.PERCEPTION]
    return Scale(weights=weights, prior=config.prior, prior_mass=config.prior_mass)


def _signals(contact: Contact, at: datetime, purposes: list[str]) -> list[Signal]:
    rows = Evidence.objects.filter(
        Q(type__needs_consent="") | Q(type__needs_consent__in=purposes),
        contact=contact,
        state=EvidenceState.ACTIVE,
        type__enabled=True,
        occurred_at__lte=at,
    )
    return [_signal(row, at) for row in rows.select_related("type", "producer")]


def _signal(row: Evidence, at: datetime) -> Signal:
    kind = row.type
    return Signal(
        key=str(row.uid),
        kind=kind.code,
        component=kind.component,
        value=row.value,
        mass=kind.base_weight * row.producer.base_trust / 100 * row.confidence,
        half_life_days=kind.half_life_days,
        age_days=(at - row.occurred_at) / DAY,
        day=row.occurred_at.date(),
        daily_cap=kind.daily_cap,
    )
