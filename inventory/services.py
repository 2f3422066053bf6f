"""Writes of inventory."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.models import User
from core.services import acting, save_canonical
from inventory.models import PriceRevision, Unit


def reprice_unit(
    unit: Unit,
    *,
    price: Decimal,
    by: User | None,
    currency: str = "",
    reason: str = "",
    expected_version: int | None = None,
) -> Unit:
    """Give a unit another list price and keep the one it had, with the time it held.

    `currency` is the unit's own, else its project's, unless given. The price it has already
    changes nothing. Raises VersionConflictError when somebody was faster.
    """
    with acting(by, "reprice"):
        known = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        unit.list_price = price
        unit.currency = currency or known.currency or known.project.currency
        if (known.list_price, known.currency) == (price, unit.currency):
            return unit
        unit.priced_at = timezone.now()
        save_canonical(
            unit, by=by, expected_version=expected_version, cause="reprice", action="repriced"
        )
        if known.list_price is not None:
            PriceRevision.objects.create(
                unit=unit,
                price=known.list_price,
                currency=known.currency,
                effective=DateTimeTZRange(known.priced_at, unit.priced_at),
                reason=reason,
                replaced_by=by,
            )
    unit.refresh_from_db(fields=["price_per_sqft"])
    return unit


def update_unit(
    unit: Unit,
    *,
    by: User | None,
    expected_version: int | None = None,
    cause: str = "",
    **fields: Any,
) -> Unit:
    """Change a unit; a new list price is given by `reprice_unit`, in the same transaction.

    Raises VersionConflictError when somebody was faster, ValidationError for a price taken away.
    """
    if unit.list_price is not None and fields.get("list_price", 0) is None:
        raise ValidationError({"list_price": "A price is replaced by another, never removed."})
    priced = {name: fields.pop(name) for name in ("list_price", "currency") if name in fields}
    with acting(by, cause):
        for name, value in fields.items():
            setattr(unit, name, value)
        save_canonical(unit, by=by, expected_version=expected_version, cause=cause)
        unit.refresh_from_db(fields=["version"])
        price = priced.get("list_price")
        if price is not None:
            unit = reprice_unit(unit, price=price, by=by, currency=priced.get("currency", ""))
    return unit
