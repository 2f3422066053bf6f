"""Writes of inventory."""

from decimal import Decimal

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
