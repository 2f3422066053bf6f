"""Values as other systems write them: currencies by name, consent, keys of forms, viewings."""

import pytest

from imports.cleaning import clean_consent
from imports.cleaning.money_words import currency_named
from imports.projection import Mapped, Plan


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *(("aed", "AED"), ("UAE Dirham", "AED"), ("INR - Indian Rupee", "INR")),
        *(("US Dollars", "USD"), ("Pound Sterling (GBP)", "GBP")),
        *(("Australian Dollar", ""), ("Pakistani Rupee", ""), ("USD/EUR", "")),
    ],
)
def test_a_currency_is_known_by_its_whole_name_or_code(cell: str, code: str) -> None:
    assert currency_named(cell) == code


def test_an_amount_is_in_the_currency_its_row_names() -> None:
    plan = Plan(
        "contact",
        [
            Mapped(0, "Name", "contact.full_name", {}),
            Mapped(1, "Amount", "contact.budget", {}),
            Mapped(2, "Currency", "contact.currency", {}),
        ],
        region_hint="IN",
    )

    row = plan.project(["Alice Ray", "2000000", "UAE Dirham"])

    assert (row.entity["budget_currency"], row.issues) == ("AED", [])


@pytest.mark.parametrize(("cell", "granted"), [("Grant", True), ("Deny", False)])
def test_a_permission_is_granted_or_denied_in_a_word(cell: str, *, granted: bool) -> None:
    assert clean_consent(cell).value is granted


def test_the_key_of_an_answer_is_read_as_its_words() -> None:
    columns = [
        Mapped(0, "full name", "contact.full_name", {}),
        Mapped(1, "purpose", "contact.purpose", {}),
    ]

    said = [
        Plan("contact", columns).project(["Alice Ray", cell]).entity["purpose"]
        for cell in ("end_use", "End Use")
    ]

    assert said[0] == said[1]


@pytest.mark.parametrize(("talked", "refused"), [("00:12:15", False), ("", True)])
def test_a_call_of_which_nothing_but_its_length_is_said_is_a_call(
    talked: str, *, refused: bool
) -> None:
    columns = [
        Mapped(0, "Call Date", "activity.date", {}),
        Mapped(1, "Customer Name", "activity.contact", {}),
        Mapped(2, "Call Duration", "activity.duration", {}),
        Mapped(3, "Call Notes", "activity.body", {}),
    ]

    row = Plan("activity", columns).project(["2024-05-01", "Alice Ray", talked, ""])

    assert bool(row.refusal) is refused
    assert row.entity["kind"] == "call"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("Villa viewing", "site_visit"), ("Revisit", "site_visit"), ("In person", "meeting")],
)
def test_a_viewing_is_a_visit_and_who_came_in_person_met(cell: str, kind: str) -> None:
    columns = [
        Mapped(0, "Client", "activity.contact", {}),
        Mapped(1, "Mode", "activity.type", {}),
        Mapped(2, "Date", "activity.date", {}),
    ]

    row = Plan("activity", columns).project(["Alice Ray", cell, "2024-05-01"])

    assert (row.entity["kind"], row.issues) == (kind, [])
