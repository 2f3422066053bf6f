"""No column of money, areas, times or likelihoods takes a NaN, for which nothing is too much."""

import re

import pytest
from django.db import IntegrityError, connection, models

from tests.architecture.apps import own_apps
from tests.core.test_database_holds import put
from tests.factories.contacts import RelationshipFactory
from tests.factories.inventory import UnitFactory, UnitTypeFactory
from tests.factories.opportunities import BookingFactory

pytestmark = pytest.mark.django_db
BELOW_ANOTHER = {"identity_matchpolicy.review_from"}  # never above `auto_from`, which ends at one
WITHOUT = {
    "evidence_qdaggregate.half_life_days",
    "evidence_qdaggregate.mass",
    "evidence_qdaggregate.lean",
    "imports_columnmapping.confidence",
    "ops_flag.percent",
    "ops_backuprun.rto_seconds",
    "ops_backuprun.rpo_seconds",
}
FRACTIONS = models.DecimalField | models.FloatField


def fractions() -> list[tuple[str, str]]:
    """Return table and column of all numbers with a fraction; history copies what stood there."""
    kinds = [model for config in own_apps() for model in config.get_models()]
    return [
        (model._meta.db_table, field.column)
        for model in kinds
        if not model.__name__.startswith("Historical")
        for field in model._meta.local_concrete_fields
        if isinstance(field, FRACTIONS)
    ]


def rules_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(pg_get_constraintdef(oid), ' '), '') FROM pg_constraint"
            " WHERE contype = 'c' AND convalidated AND conrelid = %s::regclass",
            [table],
        )
        return str(cursor.fetchone()[0])


def ends_somewhere(table: str, column: str) -> bool:
    return bool(re.search(rf"\(\"?{column}\"? <=? ['(\d]", rules_of(table)))


def test_every_number_with_a_fraction_ends_somewhere():
    endless = {f"{t}.{c}" for t, c in fractions() if not ends_somewhere(t, c)}

    assert endless - BELOW_ANOTHER == WITHOUT


@pytest.mark.parametrize(
    ("make", "column", "rule"),
    [
        (UnitFactory, "list_price", "unit_is_measured_in_numbers"),
        (UnitFactory, "super_sqft", "unit_is_measured_in_numbers"),
        (UnitTypeFactory, "balcony_sqft", "unit_type_is_measured_in_numbers"),
        (UnitTypeFactory, "built_up_sqft", "unit_type_is_measured_in_numbers"),
        (BookingFactory, "agreement_value", "booking_amounts_are_numbers"),
    ],
)
def test_no_price_and_no_area_is_nan(make, column, rule):
    row = make()

    with pytest.raises(IntegrityError, match=rule):
        put(row, **{column: "NaN"})


@pytest.mark.parametrize("strength", ["NaN", "1.2", "-0.1"])
def test_a_relationship_is_as_strong_as_a_share(strength):
    with pytest.raises(IntegrityError, match="relationship_strength_range"):
        put(RelationshipFactory(), strength=strength)
