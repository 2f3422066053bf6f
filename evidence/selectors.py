"""Reads of evidence: what counts for a contact, and the score it makes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Account
from contacts.choices import ConsentPurpose
from contacts.models import Contact, Household
from contacts.selectors import consents_in_force
from evidence.choices import Component, ConfigState, EvidenceState
from evidence.models import Evidence, QDConfig
from evidence.scoring import Scale, Score, Signal, score
from opportunities.models import Opportunity

DAY = timedelta(days=1)


def active_config() -> QDConfig:
    """Return the configuration in force."""
    return QDConfig.objects.get(state=ConfigState.ACTIVE)


def score_of(
    contact: Contact, *, at: datetime | None = None, config: QDConfig | None = None
) -> Score:
    """Compute a contact's score with its full explanation, under the configuration in force.

    `config` is another one, to compare them.

    Evidence that needs a consent counts while that consent is in force, and without a consent to
    perception the component has no weight at all.
    """
    at = at or timezone.now()
    purposes = consents_in_force(contact, at)
    return score(_signals(contact, at, list(purposes)), _scale(purposes, config))


ROLE_WEIGHTS = {
    "decider": 1.0,
    "co_decider": 0.8,
    "influencer": 0.5,
    "gatekeeper": 0.4,
    "user": 0.3,
}
PARTY_WEIGHTS = {"primary_buyer": 1.0, "decider": 1.0, "co_buyer": 0.8, "influencer": 0.5}
OTHER_PART = 0.3


def household_members(household: Household, at: date) -> dict[Contact, float]:
    """Return who belongs to a household on a day, with the weight of their part in deciding."""
    rows = household.members.filter(valid__contains=at).select_related("contact")
    return {row.contact: ROLE_WEIGHTS.get(row.decision_role, 0.0) for row in rows}


def account_members(account: Account, at: date) -> dict[Contact, float]:
    """Return who acts for an account on a day: who represents it decides, others influence."""
    rows = account.people.filter(Q(until__isnull=True) | Q(until__gte=at)).select_related("contact")
    found: dict[Contact, float] = {}
    for row in rows:
        weight = ROLE_WEIGHTS["influencer" if row.role == "employee" else "decider"]
        found[row.contact] = max(weight, found.get(row.contact, 0.0))
    return found


def opportunity_members(opportunity: Opportunity, at: date) -> dict[Contact, float]:
    """Return who takes part in a deal on a day, with the weight of their part."""
    parties = opportunity.parties.filter(
        Q(until__isnull=True) | Q(until__gte=at), contact__isnull=False
    )
    found = {opportunity.primary_contact: PARTY_WEIGHTS["primary_buyer"]}
    for row in parties.select_related("contact"):
        weight = PARTY_WEIGHTS.get(row.role, OTHER_PART)
        if row.contact is not None:
            found[row.contact] = max(weight, found.get(row.contact, 0.0))
    return found


def score_of_group(
    members: Mapping[Contact, float],
    *,
    opportunity: Opportunity | None = None,
    at: datetime | None = None,
    config: QDConfig | None = None,
) -> Score:
    """Score several people as one: the union of their evidence, by their part in deciding.

    Evidence that names a deal counts fully for that deal and not for another. Sensors speak
    through the members who agreed to it.
    """
    at = at or timezone.now()
    signals: list[Signal] = []
    purposes: dict[str, int] = {}
    for contact, weight in members.items():
        agreed = consents_in_force(contact, at)
        purposes |= agreed
        rows = _rows(contact, at, list(agreed))
        if opportunity is not None:
            rows = rows.filter(Q(opportunity__isnull=True) | Q(opportunity=opportunity))
        signals += [
            _signal(row, at, 1.0 if opportunity and row.opportunity_id else weight)
            for row in rows
            if weight or (opportunity and row.opportunity_id)
        ]
    return score(signals, _scale(purposes, config))


def evidence_by_uid(keys: Iterable[str]) -> dict[str, Evidence]:
    """Return pieces of evidence by uid, with their type and producer."""
    rows = Evidence.objects.filter(uid__in=list(keys)).select_related("type", "producer", "contact")
    return {str(row.uid): row for row in rows}


def _scale(purposes: dict[str, int], config: QDConfig | None = None) -> Scale:
    config = config or active_config()
    weights = {str(name): float(getattr(config, name)) for name in Component.values}
    if ConsentPurpose.PERCEPTION not in purposes:
        del weights[Component.PERCEPTION]
    return Scale(weights=weights, prior=config.prior, prior_mass=config.prior_mass)


def _signals(contact: Contact, at: datetime, purposes: list[str]) -> list[Signal]:
    return [_signal(row, at) for row in _rows(contact, at, purposes)]


def _rows(contact: Contact, at: datetime, purposes: list[str]) -> "QuerySet[Evidence]":
    return Evidence.objects.filter(
        Q(type__needs_consent="") | Q(type__needs_consent__in=purposes),
        contact=contact,
        state=EvidenceState.ACTIVE,
        type__enabled=True,
        occurred_at__lte=at,
    ).select_related("type", "producer")


def _signal(row: Evidence, at: datetime, part: float = 1.0) -> Signal:
    """Weigh one sign; `part` is the weight of the person's part in deciding.

    The daily cap is per person, so the kind carries the person.
    """
    kind = row.type
    return Signal(
        key=str(row.uid),
        kind=f"{kind.code}/{row.contact_id}",
        component=kind.component,
        value=row.value,
        mass=kind.base_weight * row.producer.base_trust / 100 * row.confidence * part,
        half_life_days=kind.half_life_days,
        age_days=(at - row.occurred_at) / DAY,
        day=row.occurred_at.date(),
        daily_cap=kind.daily_cap,
    )
