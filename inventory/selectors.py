"""Reads of inventory."""

from typing import Any

from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When

from inventory.choices import UnitStatus
from inventory.models import Unit
from inventory.registry import kept


def on_sale(units: "QuerySet[Any] | None" = None) -> "QuerySet[Any]":
    """Return units with `sale_status`: their status, or held while an available one is kept.

    A hold ends by the clock, so that a unit is held is asked for and never stored.
    """
    rows = Unit.objects.all() if units is None else units
    held = When(Q(status=UnitStatus.AVAILABLE) & Q(kept()), then=Value(UnitStatus.HELD))
    told = Case(held, default=F("status"), output_field=models.CharField())
    return rows.annotate(sale_status=told)
