"""Whole tables: how right a proposal is, what a row is, and what any table is given."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.mapping import FIELDS, UNMAPPED, header_fingerprint, propose_columns
from tests.imports.mapping_cases import Case, Tally, cases, targets

CASES = cases()
CELLS = st.text(max_size=30)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_table_is_at_least_nine_tenths_right(case: Case):
    columns = case.proposal.columns

    right = sum(c.target in fields for c, fields in zip(columns, case.right, strict=True))

    assert right / len(columns) >= 0.9


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_entity_is_guessed_from_the_header(case: Case):
    assert case.proposal.entity == case.entity


def test_over_all_tables_a_mapped_column_is_rarely_wrong():
    tally = Tally()

    for case in CASES:
        for column, fields in zip(case.proposal.columns, case.right, strict=True):
            tally.add(column.target, fields)

    assert tally.mapped_right / tally.mapped >= 0.98
    assert tally.keys_right / tally.keys >= 0.99


PORTAL = "Date,Time,Client Name,Client Phone,Purpose,Property Type,Beds,Price,Call Duration"


def test_leads_of_a_portal_are_people_though_it_says_how_long_they_called():
    row = ["01/03/2026", "09:05", "Alice Ray", "0500000101", "For Rent", "Villa", "2", "90000"]

    proposal = propose_columns(PORTAL.split(","), [[*row, "2m 14s"]])
    calls = propose_columns(["Date", "Time", "Client Name", "Call Duration"], [[*row[:3], "9s"]])

    assert (proposal.entity, calls.entity) == ("contact", "activity")


def test_a_list_whose_names_are_companies_is_of_accounts():
    header = ["Name", "Phone", "City"]

    companies = [
        ["Northwind LLP", "02225000100", "Pune"],
        ["Cedar Ltd", "02225000107", "Thane"],
    ] * 2
    people = [["Alice Ray", "6000000100", "Pune"], ["Bob Roe", "6000000107", "Thane"]] * 2

    assert propose_columns(header, companies).entity == "account"
    assert propose_columns(header, people).entity == "contact"


def test_an_unknown_entity_is_refused():
    with pytest.raises(ValueError, match="unknown entity 'house'"):
        propose_columns(["Name"], [], entity="house")


def test_an_empty_table_has_an_empty_proposal():
    assert propose_columns([], []).columns == []


def test_short_rows_are_padded():
    assert targets(["Name", "Email"], [["Alice Ray"]]) == ["contact.full_name", "contact.email"]


def test_the_fingerprint_ignores_case_and_spaces_but_not_order():
    fingerprint = header_fingerprint(["First Name", "E-mail"])

    assert header_fingerprint([" FIRST  name", "e-mail "]) == fingerprint
    assert header_fingerprint(["E-mail", "First Name"]) != fingerprint


def test_the_fingerprint_keeps_cells_apart():
    assert header_fingerprint(["ab", "c"]) != header_fingerprint(["a", "bc"])


def test_every_field_has_words_for_an_operator():
    assert [name for name, field in FIELDS.items() if not (field.label and field.help)] == []


@given(st.lists(CELLS, max_size=6), st.lists(st.lists(CELLS, max_size=6), max_size=4))
def test_any_table_gets_a_target_and_a_reason_per_column(header, rows):
    columns = propose_columns(header, rows).columns

    assert [c.header for c in columns] == header
    assert all(c.target == UNMAPPED or c.target in FIELDS for c in columns)
    assert all(0 <= c.confidence <= 1 and c.reason for c in columns)


@given(st.lists(st.sampled_from([h for case in CASES for h in case.header]), max_size=40))
def test_no_field_for_one_column_is_given_twice(header):
    found = [t for t in targets(header, []) if t in FIELDS and FIELDS[t].single]

    assert len(found) == len(set(found))


def test_a_table_of_thirty_columns_takes_less_than_a_fifth_of_a_second():
    header = [f"{name} " for case in CASES for name in case.header][:30]
    rows = [["Alice", "2025-01-01", "+91 60000 00100"] * 10] * 40
    propose_columns(["warm"], [])

    started = time.process_time()
    propose_columns(header, rows)

    assert time.process_time() - started < 0.2


def test_a_list_that_opens_with_clients_is_of_people():
    rows = [["Meera Kapoor", "9820012345", "meera@example.com"]] * 4
    proposal = propose_columns(["Client", "Cell", "E-mail"], rows)

    assert [column.target for column in proposal.columns] == [
        "contact.full_name", "contact.phone", "contact.email",
    ]  # fmt: skip
