"""What a workbook hides is read or left as ever, and said in words."""

from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from openpyxl.utils import get_column_letter

from imports.sources import open_table
from imports.sources.hidden import letters
from tests.imports.acts import bring
from tests.imports.source_files import workbook

HEADER = ["Name", "Phone", "Net worth", "", "Note"]
ROWS = [
    ["Arjun Mehra", "+91 98200 11111", "40 Cr", "x", "met in Worli"],
    ["Zoé Lefèvre", "+33 1 42 68 53 00", "2 Cr", "y", "met in Paris"],
]


def hiding(path: Path, *columns: str, sheets: str = "", at: str = "Leads") -> Path:
    book = openpyxl.load_workbook(path)
    for column in columns:
        book[at].column_dimensions[column].hidden = True
    for name in sheets.split():
        book[name].sheet_state = "hidden"
    book.save(path)
    return path


def test_nothing_is_said_of_a_workbook_that_hides_nothing(tmp_path):
    assert open_table(workbook(tmp_path, Leads=[HEADER, *ROWS])).remarks == ()


def test_a_hidden_column_is_read_and_named(tmp_path):
    table = open_table(hiding(workbook(tmp_path, Leads=[HEADER, *ROWS]), "C"))

    assert [row.cells[2] for row in table.rows()] == ["40 Cr", "2 Cr"]
    assert table.remarks == (
        "The column “Net worth” is hidden in the workbook. It was read like the others.",
    )


def test_a_column_without_a_header_goes_by_its_letter_and_one_beyond_the_table_is_no_news(tmp_path):
    table = open_table(hiding(workbook(tmp_path, Leads=[HEADER, *ROWS]), "C", "D", "J"))

    (remark,) = table.remarks
    assert remark.startswith("The columns “Net worth” and “D” are hidden in the workbook. They")


def test_columns_of_a_table_away_from_the_corner_are_named_right(tmp_path):
    apart = [[None, None, *row] for row in ([None], HEADER, *ROWS)]

    table = open_table(hiding(workbook(tmp_path, Leads=apart), "D"))

    assert table.header[1] == "Phone"
    assert [remark[:20] for remark in table.remarks] == ["The column “Phone” i"]


def test_of_many_columns_the_first_are_named(tmp_path):
    header = [f"Value {number}" for number in range(8)]
    path = workbook(tmp_path, Leads=[header, list("abcdefgh"), list("ijklmnop")])

    (remark,) = open_table(hiding(path, *"ABCDEFG")).remarks

    assert remark.startswith("The columns “Value 0”, “Value 1”, “Value 2”, “Value 3”, “Value 4”")
    assert "and 2 more are hidden" in remark


def test_a_hidden_sheet_that_is_not_read_is_named(tmp_path):
    path = workbook(tmp_path, Leads=[HEADER, *ROWS], Old=[HEADER, *ROWS, *ROWS], Lists=[["a"]])

    table = open_table(hiding(path, sheets="Old Lists"))

    assert table.sheet == "Leads"
    assert table.remarks == (
        "The sheets “Old” and “Lists” are hidden in the workbook and were not read.",
    )


def test_a_hidden_sheet_somebody_asked_for_says_that_it_is_hidden(tmp_path):
    path = workbook(tmp_path, **{"Leads": [HEADER, *ROWS], "R&D": [HEADER, *ROWS]})

    table = open_table(hiding(path, "B", sheets="R&D", at="R&D"), sheet="R&D")

    assert table.remarks == (
        "The sheet “R&D” is hidden in the workbook. It was read all the same.",
        "The column “Phone” is hidden in the workbook. It was read like the others.",
    )


@pytest.mark.django_db
def test_the_page_of_the_import_says_so(tmp_path, alice, hubspot):
    path = hiding(workbook(tmp_path, Leads=[HEADER, *ROWS]), "C")
    batch = bring(path.read_bytes(), by=alice, source=hubspot, name="leads.xlsx")
    client = Client()
    client.force_login(alice)

    pages = [client.get(f"/imports/{batch.uid}/?step={step}") for step in ("columns", "file")]

    said = "The column “Net worth” is hidden in the workbook."
    assert [said in page.content.decode() for page in pages] == [True, True]


@pytest.mark.parametrize("place", [1, 26, 27, 52, 53, 702, 703, 16_384])
def test_columns_are_called_as_a_spreadsheet_calls_them(place):
    assert letters(place) == get_column_letter(place)
