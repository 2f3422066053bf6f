"""Every filled cell is counted where it went, and nothing is left out of a value in silence."""

import pytest

from imports.projection import Mapped, Plan

HEADERS = {
    "contact": ("contact.company", "contact.job_title", "", "contact.phone"),
    "account": ("account.industry", "account.city", "", "account.website"),
    "activity": ("activity.subject", "activity.contact", "", "activity.date"),
    "opportunity": ("opportunity.amount", "opportunity.stage", "", "opportunity.close_date"),
}


def plan(entity, *targets) -> Plan:
    columns = [Mapped(place, f"Column {place}", target, {}) for place, target in enumerate(targets)]
    return Plan(entity, columns, region_hint="IN")


@pytest.mark.parametrize("entity", HEADERS)
def test_cells_of_a_row_that_is_refused_become_no_values(entity):
    row = plan(entity, *HEADERS[entity]).project(["Trade", "Mumbai", "kept", "nonsense"])

    assert row.refusal
    assert (row.projected, row.projected + row.parked + row.rejected) == (0, 4)
    assert row.parked >= 1


@pytest.mark.parametrize(
    ("entity", "target", "field", "limit"),
    [
        ("contact", "contact.full_name", "full_name", 200),
        ("contact", "contact.given_name", "given_name", 100),
        ("account", "account.name", "display_name", 200),
        ("opportunity", "opportunity.name", "name", 200),
    ],
)
def test_a_name_that_is_too_long_is_cut_and_says_so(entity, target, field, limit):
    row = plan(entity, target).project(["Meera " * 60])

    assert (len(row.entity[field]) <= limit, row.projected) == (True, 1)
    assert "too_long" in [issue["code"] for issue in row.issues]


@pytest.mark.parametrize("target", ["contact.full_name", "contact.given_name"])
def test_the_sign_of_a_nul_byte_is_left_out_of_a_name_with_an_issue(target):
    row = plan("contact", target).project(["Mee\u2400ra"])

    assert (row.entity["full_name"], row.entity["given_name"]) == ("Meera", "Meera")
    assert [issue["code"] for issue in row.issues] == ["nul_byte"]
