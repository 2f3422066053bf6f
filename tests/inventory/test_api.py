"""What is sold, over REST."""

import pytest

from tests.api_clients import calls, may
from tests.factories.inventory import ProjectFactory, UnitFactory

UNITS = "/api/v1/units/"


def test_everybody_reads_the_stock(charlie):
    unit = UnitFactory()

    found = calls(charlie).get(UNITS, {"price__lte": 40_000_000, "status": "available"}).json()

    assert [row["uid"] for row in found["results"]] == [str(unit.uid)]
    assert found["results"][0]["list_price"] == {"amount": "30000000.00", "currency": "INR"}


def test_a_project_is_written_out_on_demand(charlie):
    unit = UnitFactory()

    found = calls(charlie).get(f"{UNITS}{unit.uid}/", {"expand": "project"}).json()

    assert found["project"]["name"] == unit.project.name


def test_who_lacks_the_permission_prices_nothing(charlie):
    unit = UnitFactory()

    answer = calls(charlie).patch(f"{UNITS}{unit.uid}/", {"version": 1, "floor": 3})

    assert answer.status_code == 403


def test_a_new_price_keeps_the_old_one(alice):
    unit = UnitFactory()
    client = may(alice, "inventory.change_unit")
    price = {"amount": "32000000.00", "currency": "INR"}

    answer = client.patch(f"{UNITS}{unit.uid}/", {"version": 1, "list_price": price, "floor": 9})
    past = client.get(f"{UNITS}{unit.uid}/prices/").json()["results"]

    assert answer.status_code == 200, answer.content
    assert (answer.json()["list_price"], answer.json()["floor"]) == (price, 9)
    assert [row["price"]["amount"] for row in past] == ["30000000.00"]


@pytest.mark.parametrize("name", ["projects", "towers", "unit-types", "units"])
def test_every_kind_of_stock_is_listed(charlie, name):
    UnitFactory()

    assert calls(charlie).get(f"/api/v1/{name}/").status_code == 200


def test_the_same_project_twice_is_a_conflict(alice):
    ProjectFactory(name="Sea Face", city="Mumbai")

    answer = may(alice, "inventory.add_project").post(
        "/api/v1/projects/", {"name": "Sea face", "city": "Mumbai"}
    )

    assert answer.status_code in (400, 409)
