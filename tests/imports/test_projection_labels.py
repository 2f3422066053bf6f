"""Address books say row by row what a number is: a fax identifies nobody and is nobody's first."""

import pytest

from imports.mapping import propose_columns
from imports.projection.plan import Mapped, Plan

HEADER = [
    *("First Name", "Last Name", "E-mail 1 - Label", "E-mail 1 - Value"),
    *("Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Label", "Phone 2 - Value"),
]
MEERA = [
    *("Meera", "Rao", "* Work", "meera@rao.example"),
    *("Home Fax", "+91 98200 22222", "Mobile", "+91 98200 11111"),
]
OMAR = [
    *("Omar", "Haddad", "Home", "omar@haddad.example"),
    *("Mobile", "+971 50 123 4567", "Work Fax", "+971 50 765 4321"),
]


@pytest.fixture
def plan() -> Plan:
    """How a file of an address book is read that nobody corrected."""
    proposed = propose_columns(HEADER, [MEERA, OMAR], entity="contact").columns
    kept = [(c, "" if c.target == "unmapped" else c.target) for c in proposed]
    columns = [Mapped(c.position, c.header, target, c.attrs) for c, target in kept]
    return Plan("contact", columns, region_hint="IN")


def phones(plan: Plan, cells: list[str]) -> list[tuple[str, str, bool, bool]]:
    """Return end, label, whether it identifies and whether it is first, of each number."""
    points = [point for point in plan.project(cells).points if point["kind"] == "phone"]
    return [(p["value"][-5:], p["label"], p["key"], p["first"]) for p in points]


def test_a_fax_neither_identifies_nor_comes_first(plan):
    assert phones(plan, MEERA) == [
        ("22222", "fax", False, False),
        ("11111", "mobile", True, True),
    ]


def test_the_same_columns_hold_other_kinds_in_another_row(plan):
    assert phones(plan, OMAR) == [
        ("34567", "mobile", True, True),
        ("54321", "fax", False, False),
    ]


def test_the_label_of_an_address_is_kept_and_it_identifies_all_the_same(plan):
    (email,) = [point for point in plan.project(MEERA).points if point["kind"] == "email"]

    assert (email["label"], email["key"]) == ("work", True)


@pytest.mark.parametrize("label", ["", "Custom", "Грета"])
def test_a_label_nobody_knows_leaves_the_number_as_it_is(plan, label):
    cells = [*MEERA[:4], label, *MEERA[5:]]

    assert phones(plan, cells)[0] == ("22222", "mobile", True, True)


def test_a_column_of_fax_numbers_comes_after_the_phone():
    columns = [
        Mapped(0, "Name", "contact.full_name", {}),
        Mapped(1, "Fax", "contact.phone", {"type": "fax"}),
        Mapped(2, "Phone", "contact.phone", {}),
    ]
    cells = ["Meera Rao", "+91 98200 22222", "+91 98200 11111"]

    found = phones(Plan("contact", columns), cells)

    assert [(end, first) for end, _, _, first in found] == [("22222", False), ("11111", True)]


def test_a_fax_of_a_card_is_nobodys_mobile():
    columns = [
        Mapped(0, "full_name", "contact.full_name", {}),
        Mapped(1, "phone_1", "contact.phone", {"rank": 1}),
        Mapped(2, "phone_1_type", "", {}),
        Mapped(3, "phone_2", "contact.phone", {"rank": 2}),
        Mapped(4, "phone_2_type", "", {}),
    ]
    cells = ["Meera Rao", "+91 98200 22222", "fax", "+91 98200 11111", "mobile"]

    assert phones(Plan("contact", columns), cells) == [
        ("22222", "fax", False, False),
        ("11111", "mobile", True, True),
    ]


LANDLINE = "+91 22 2282 1234"


@pytest.mark.parametrize("label", ["Work", "Office", "* Main"])
def test_a_mobile_of_the_office_is_a_persons_and_its_landline_a_switchboard(plan, label):
    cells = [*MEERA[:4], label, "+91 98200 22222", label, LANDLINE]

    assert [key for _, _, key, _ in phones(plan, cells)] == [True, False]


@pytest.mark.parametrize(
    ("kind", "number", "identifies"),
    [
        ("work", "+91 98200 22222", True),
        ("company", "+971 50 123 4567", True),
        ("work", LANDLINE, False),
        ("work", "+1 202 555 0143", False),  # a plan that tells no mobile from a landline
        ("fax", "+91 98200 22222", False),
        ("assistant", "+91 98200 22222", False),
        ("other", "+91 98200 22222", False),
    ],
)
def test_what_a_header_calls_a_number_and_the_number_decide_together(kind, number, identifies):
    columns = [
        Mapped(0, "Name", "contact.full_name", {}),
        Mapped(1, "Phone", "contact.phone", {"type": kind}),
    ]

    ((_, label, key, _),) = phones(Plan("contact", columns), ["Meera Rao", number])

    assert (label, key) == (kind, identifies)
