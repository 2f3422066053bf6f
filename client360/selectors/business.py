"""Deals, what they keep, wishes, visits and brokers."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import Account
from client360.registry import Dossier, Steps
from client360.selectors.shaping import from_file, labelled, person
from imports.choices import ResultKind
from inventory.choices import UnitStatus
from opportunities.choices import (
    BookingState,
    HoldStatus,
    InterestLevel,
    TagStatus,
    TouchKind,
    VisitStatus,
)
from opportunities.models import Booking, Opportunity, PropertyMatch, Stage, UnitHold

MOST = 20


def opportunities(dossier: Dossier) -> Steps:
    """Return the deals the reader may see, open ones first, each with its place in the pipeline."""
    deals, stages = yield lambda: (
        deals_of(dossier).order_by("-updated_at", "-id").values(
            "uid", "name", "amount", "currency", "expected_close", "probability",
            "stage_entered_at", "loss_reason",
            project_name=F("project__name"), unit_number=F("unit__number"),
            stage_name=F("stage__name"), category=F("stage__category"),
            stage_order=F("stage__order"), pipeline_id=F("stage__pipeline"),
            owner_name=person("owner"), client_name=F("primary_contact__full_name"),
            client_uid=F("primary_contact__uid"), from_file=from_file(ResultKind.OPPORTUNITY),
        )[:MOST],
        Stage.objects.filter(category="open").order_by("pipeline", "order")
        .values("pipeline_id", "order", "name"),
    )  # fmt: skip
    for deal in deals:
        deal["steps"] = _steps(deal, stages)
    return sorted(deals, key=lambda deal: deal["category"] != "open")


def deals_of(dossier: Dossier) -> "models.QuerySet[Any]":
    """Return the deals of the subject this person may see."""
    mine = Q(account=dossier.subject)
    if not isinstance(dossier.subject, Account):
        parties = Opportunity.objects.filter(
            parties__contact=dossier.subject, parties__until__isnull=True
        )
        own = Opportunity.objects.filter(primary_contact=dossier.subject).order_by()
        # a union goes through both indexes, an OR through the whole table
        mine = Q(pk__in=own.values("pk").union(parties.order_by().values("pk")))
    return Opportunity.objects.live().visible_to(dossier.viewer).filter(mine)


def _steps(deal: dict[str, Any], stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the open stages of the deal's pipeline with `state` done, now or ahead."""
    here = deal["stage_order"]
    return [
        {
            "name": stage["name"],
            "state": "now"
            if stage["order"] == here
            else ("done" if stage["order"] < here else "ahead"),
        }
        for stage in stages
        if stage["pipeline_id"] == deal["pipeline_id"]
    ]


def interests(dossier: Dossier) -> Steps:
    """Return the open interests in properties, the latest first."""
    (found,) = yield lambda: (
        dossier.subject.interests.filter(closed_at__isnull=True)
        .order_by("-last_at", "-id").values(
            "uid", "level", "reason", "criteria", "first_at", "last_at", "confidence",
            project_name=F("project__name"), micro_market=F("project__micro_market"),
            type_code=F("unit_type__code"), type_project=F("unit_type__project__name"),
            unit_number=F("unit__number"), unit_project=F("unit__project__name"),
            unit_price=F("unit__list_price"), unit_currency=F("unit__currency"),
            source_name=F("source__name"),
        )[:MOST],
    )  # fmt: skip
    for row in found:
        row["target"] = _target(row)
    return labelled(found, level=InterestLevel)


def _target(row: dict[str, Any]) -> str:
    if row["unit_number"]:
        return f"{row['unit_project']} {row['unit_number']}"
    if row["type_code"]:
        return f"{row['type_project']} {row['type_code']}"
    return str(row["project_name"] or "As described")


def matches(dossier: Dossier) -> Steps:
    """Return the units that fit what the contact described best, with the score of each."""
    (found,) = yield lambda: (
        PropertyMatch.objects.filter(
            interest__contact=dossier.subject, interest__closed_at__isnull=True
        ).order_by("-score", "id").values(
            "score", "explanation", "computed_at", interest_uid=F("interest__uid"),
            unit_uid=F("unit__uid"), unit_number=F("unit__number"),
            project_name=F("unit__project__name"), price=F("unit__list_price"),
            currency=F("unit__currency"), unit_status=F("unit__status"),
        )[:5],
    )  # fmt: skip
    return labelled(found, unit_status=UnitStatus)


def attribution(dossier: Dossier) -> Steps:
    """Return the campaigns that met the contact, the first meeting first."""
    (found,) = yield lambda: (
        dossier.subject.campaign_touches.order_by("occurred_at", "id").values(
            "uid", "kind", "occurred_at", "utm", campaign_name=F("campaign__name"),
            channel=F("campaign__channel"), system=F("source_system__name"),
        )[:MOST],
    )  # fmt: skip
    return labelled(found, kind=TouchKind)


def visits(dossier: Dossier) -> Steps:
    """Return site visits, planned and made, the latest first."""
    (found,) = yield lambda: (
        dossier.subject.visits.order_by("-scheduled_at", "-id").values(
            "uid", "scheduled_at", "visited_at", "status", "feedback",
            project_name=F("project__name"), unit_number=F("unit__number"),
            host_name=person("host"), partner_name=F("partner__display_name"),
        )[:MOST],
    )  # fmt: skip
    return labelled(found, status=VisitStatus)


def bookings(dossier: Dossier) -> Steps:
    """Return the bookings of the deals the reader may see, then the holds in force, latest first.

    `kind` tells the two apart.
    """
    booked, held = yield lambda: (
        Booking.objects.filter(opportunity__in=deals_of(dossier).order_by()).order_by("-id").values(
            "uid", "state", "agreement_value", "booking_amount", "currency", "payment_plan",
            "booked_at", "submitted_at", "cancelled_at", "reason", unit_uid=F("unit__uid"),
            unit_number=F("unit__number"), project_name=F("unit__project__name"),
            opportunity_uid=F("opportunity__uid"),
        )[:MOST],
        UnitHold.objects.filter(
            opportunity__in=deals_of(dossier).order_by(), status=HoldStatus.ACTIVE,
            period__contains=Now(),
        ).order_by("-id").values(
            "uid", unit_uid=F("unit__uid"), unit_number=F("unit__number"),
            project_name=F("unit__project__name"), opportunity_uid=F("opportunity__uid"),
            until=F("period__endswith"), held_by_name=person("held_by"),
        )[:MOST],
    )  # fmt: skip
    rows = [{"kind": "booking"} | row for row in labelled(booked, state=BookingState)]
    return [*rows, *({"kind": "hold"} | row for row in held)]


def partner_tags(dossier: Dossier) -> Steps:
    """Return the brokers' claims on the contact, the latest first; the last day is `until`."""
    (found,) = yield lambda: (
        dossier.subject.partner_tags.order_by("-id").values(
            "uid", "status", "reason", project_name=F("project__name"),
            partner_name=F("partner__display_name"), partner_uid=F("partner__uid"),
            since=F("valid__startswith"), ends=F("valid__endswith"),
        )[:MOST],
    )  # fmt: skip
    for row in found:
        row["until"] = row.pop("ends") - timedelta(days=1)
    return labelled(found, status=TagStatus)
