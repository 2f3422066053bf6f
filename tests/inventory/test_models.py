"""What the database refuses about projects, units and prices."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from inventory.models import PriceRevision
from tests.factories.inventory import ProjectFactory, TowerFactory, UnitFactory, UnitTypeFactory
from tests.refusals import insert_refused_by, refused_by

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"status": "sold"}, "unit_status_known"),
        ({"facing": "up"}, "unit_facing_known"),
        ({"carpet_sqft": 0}, "unit_areas_nest"),
        ({"built_up_sqft": 1499}, "unit_areas_nest"),
        ({"built_up_sqft": 1700, "super_sqft": 1600}, "unit_areas_nest"),
        ({"list_price": None}, "unit_price_has_currency"),
        ({"currency": "BTC"}, "unit_price_has_currency"),
        ({"list_price": -1}, "unit_price_has_currency"),
    ],
)
def test_a_unit_refuses(wrong, constraint):
    assert refused_by(UnitFactory(), **wrong) == constraint


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"name": "  "}, "project_has_a_name"),
        ({"currency": ""}, "project_currency_known"),
        ({"status": "dreamt"}, "project_status_known"),
        ({"state": "gone"}, "project_state_known"),
    ],
)
def test_a_project_refuses(wrong, constraint):
    assert refused_by(ProjectFactory(), **wrong) == constraint


def test_a_unit_type_refuses_an_unknown_configuration():
    assert refused_by(UnitTypeFactory(), configuration="9bhk") == "unit_type_configuration_known"


def test_two_units_of_a_tower_have_two_numbers():
    first = UnitFactory(number="101")
    second = UnitFactory(tower=first.tower, number="102")

    assert refused_by(second, number="101") == "unit_once_per_tower"


def test_two_living_projects_of_a_city_differ_by_more_than_accents_and_case():
    ProjectFactory(name="Résidence")

    assert refused_by(ProjectFactory(), name="RESIDENCE") == "project_once_per_city"


def test_a_unit_stands_in_a_tower_of_its_own_project():
    elsewhere = TowerFactory()

    assert refused_by(UnitFactory(), tower=elsewhere) == "unit_tower_of_its_project"


def test_a_unit_has_a_type_of_its_own_project():
    elsewhere = UnitTypeFactory()

    assert refused_by(UnitFactory(), unit_type=elsewhere) == "unit_type_of_its_project"


def test_a_tower_of_another_project_is_refused_in_words():
    with pytest.raises(ValidationError, match="is not of the project"):
        UnitFactory(project=ProjectFactory())


def test_the_price_of_a_square_foot_is_of_carpet_area():
    unit = UnitFactory(list_price=30_000_000, carpet_sqft=1500)
    unit.refresh_from_db()

    assert unit.price_per_sqft == 20_000


def test_a_unit_has_one_price_at_a_time():
    unit, now = UnitFactory(), timezone.now()
    period = DateTimeTZRange(now, now + timedelta(days=2))
    later = DateTimeTZRange(now + timedelta(days=1), now + timedelta(days=3))
    PriceRevision.objects.create(unit=unit, price=1, currency="INR", effective=period)

    second = PriceRevision(unit=unit, price=2, currency="INR", effective=later)
    assert insert_refused_by(second) == "price_revision_one_at_a_time"


def test_a_price_revision_is_never_changed():
    now = timezone.now()
    revision = PriceRevision.objects.create(
        unit=UnitFactory(),
        price=1,
        currency="INR",
        effective=DateTimeTZRange(now, now + timedelta(days=1)),
    )

    assert refused_by(revision, price=2) == "row_is_kept"


def test_a_price_revision_has_an_end():
    open_ended = DateTimeTZRange(timezone.now(), None)
    revision = PriceRevision(unit=UnitFactory(), price=1, currency="INR", effective=open_ended)

    assert insert_refused_by(revision) == "price_revision_has_an_end"
