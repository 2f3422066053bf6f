"""Workbooks: values as text, the right sheet, titles and totals around the table."""

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from imports.sources import open_table
from imports.sources.cell_text import Value, as_text
from tests.imports.source_files import workbook

LEADS = [
    ["Leads of March 2026", None, None],
    [None, None, None],
    ["Name", "Phone", "Since"],
    ["Arjun Mehra", 918000000100, date(2025, 3, 14)],
    ["Zoé Lefèvre", 9.18e11, date(2025, 4, 20)],
]


def test_numbers_dates_and_truths_become_plain_text(tmp_path: Path) -> None:
    moment = datetime(2025, 3, 14, 9, 12, 33)  # noqa: DTZ001 -- a spreadsheet knows no zone
    row = ["Arjun", 918000000100, 12.5, 0.25, 9.18e11, moment, date(2025, 3, 14), True]
    header = ["Name", "Phone", "Area", "Share", "Alt", "Seen", "Since", "Active"]

    (found,) = open_table(workbook(tmp_path, Leads=[header, row])).rows()

    numbers = ["918000000100", "12.5", "0.25", "918000000000"]
    assert found.cells == ["Arjun", *numbers, "2025-03-14T09:12:33", "2025-03-14", "TRUE"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7975000.000000001, "7975000"),
        (0.1 + 0.2, "0.3"),
        (99.99999999999999, "100"),
        (-2.5, "-2.5"),
        (9007199254740991.0, "9007199254740991"),
        (1e21, "1e+21"),
        ("First\r\nSecond_x000D_\nThird\rFourth", "First\nSecond\nThird\nFourth"),
        (timedelta(hours=30, minutes=5), "30:05:00"),
    ],
)
def test_a_cell_is_written_as_excel_shows_it(value: Value, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2025, 1, 25, 16, 59, 59, 997_000), "2025-01-25T17:00:00"),  # noqa: DTZ001
        (datetime(2025, 1, 25, 1, 2, 3, 4_000), "2025-01-25T01:02:03"),  # noqa: DTZ001
        (datetime(2025, 1, 25, 1, 2, 3, 250_000), "2025-01-25T01:02:03.250000"),  # noqa: DTZ001
        (datetime(9999, 12, 31, 23, 59, 59, 999_000), "9999-12-31T23:59:59.999000"),  # noqa: DTZ001
        (time(10, 29, 59, 999_000), "10:30:00"),
        (date(2025, 1, 25), "2025-01-25"),
    ],
)
def test_a_moment_rounded_by_its_writer_is_the_second_it_means(value: Value, text: str) -> None:
    assert as_text(value) == text


def test_line_ends_escaped_by_an_exporter_are_line_ends(tmp_path: Path) -> None:
    path = workbook(tmp_path, Leads=[["Name", "Age", "Note"], ["Arjun", 41, "one?two"]])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data.replace(b"one?two", b"one_x000D_\ntwo"))

    assert [row.cells for row in open_table(path).rows()] == [["Arjun", "41", "one\ntwo"]]


def test_the_sheet_with_the_largest_table_is_taken(tmp_path: Path) -> None:
    table = open_table(workbook(tmp_path, Info=[["About this export"]], Leads=LEADS))

    assert (table.kind, table.sheet, table.sheets) == ("xlsx", "Leads", ("Info", "Leads"))


def test_the_operator_can_choose_another_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path, Leads=LEADS, Deals=[["Deal", "Value"], ["Villa", 5]])

    table = open_table(path, sheet="Deals")

    assert [table.header, *(row.cells for row in table.rows())] == [
        ["Deal", "Value"],
        ["Villa", "5"],
    ]


def test_titles_above_the_header_are_preamble(tmp_path: Path) -> None:
    table = open_table(workbook(tmp_path, Leads=LEADS))

    assert (table.header_row, table.header) == (2, ["Name", "Phone", "Since"])
    assert table.preamble[0][0] == "Leads of March 2026"
    assert [row.number for row in table.rows()] == [4, 5]


def test_totals_below_the_table_are_its_footer(tmp_path: Path) -> None:
    rows = [["Name", "City", "Source", "Amount"], ["Arjun", "Pune", "Web", 5], [], ["Total"]]

    table = open_table(workbook(tmp_path, Deals=rows))

    assert [row.number for row in table.rows()] == [2]
    assert [(row.number, row.cells[0]) for row in table.footer()] == [(4, "Total")]


def test_a_table_away_from_the_corner_keeps_its_row_numbers(tmp_path: Path) -> None:
    rows = [[None, *row] for row in LEADS[2:]]

    table = open_table(workbook(tmp_path, Leads=[[], [], *rows]))

    assert (table.header_row, table.header) == (2, ["Name", "Phone", "Since"])
    assert [row.number for row in table.rows()] == [4, 5]
