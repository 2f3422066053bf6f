"""Workbooks: values as text, the right sheet, titles and totals around the table."""

from datetime import date, datetime
from pathlib import Path

from imports.sources import open_table
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
