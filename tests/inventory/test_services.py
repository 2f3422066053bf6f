"""Prices and the ones they replace."""

from decimal import Decimal

import pytest

from core.services import VersionConflictError
from inventory.services import reprice_unit
from tests.factories.inventory import UnitFactory

pytestmark = pytest.mark.django_db


def test_repricing_keeps_the_price_the_unit_had(dora):
    unit = UnitFactory(list_price=Decimal(30_000_000))
    since = unit.priced_at

    reprice_unit(unit, price=Decimal(33_000_000), by=dora, reason="New phase")

    old = unit.price_revisions.get()
    assert (old.price, old.currency, old.reason) == (Decimal(30_000_000), "INR", "New phase")
    assert (old.effective.lower, old.effective.upper) == (since, unit.priced_at)
    assert (unit.list_price, unit.price_per_sqft) == (Decimal(33_000_000), Decimal(22_000))


def test_repricing_to_the_same_price_changes_nothing(dora):
    unit = UnitFactory(list_price=Decimal(30_000_000))

    reprice_unit(unit, price=Decimal(30_000_000), by=dora)

    assert (unit.version, unit.price_revisions.count()) == (1, 0)


def test_two_prices_of_one_day_are_both_kept(dora):
    unit = UnitFactory(list_price=Decimal(10))

    reprice_unit(unit, price=Decimal(20), by=dora)
    reprice_unit(unit, price=Decimal(30), by=dora)

    assert [row.price for row in unit.price_revisions.order_by("id")] == [10, 20]


def test_a_first_price_takes_the_currency_of_the_project(dora):
    unit = UnitFactory(list_price=None, currency="")

    reprice_unit(unit, price=Decimal(10), by=dora)

    assert (unit.currency, unit.price_revisions.count()) == ("INR", 0)


def test_repricing_a_unit_somebody_changed_is_refused(dora):
    unit = UnitFactory()
    reprice_unit(unit, price=Decimal(20), by=dora)

    with pytest.raises(VersionConflictError):
        reprice_unit(unit, price=Decimal(30), by=dora, expected_version=1)
