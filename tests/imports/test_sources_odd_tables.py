"""Tables that were saved twice, wrapped, titled, summed up or spread over sheets."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from imports.sources import SourceError, open_table, read_table

TABLE = [
    ["Name", "Phone", "City"],
    ["Alice Ray", "6000000100", "Pune"],
    ["Bob Roe", "6000000107", "Thane"],
    ["Charlie Poe", "6000000114", "Mumbai"],
]


def text_of(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "a.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode())
    return path


def workbook(tmp_path: Path, *sheets: list[list[object]]) -> Path:
    book = Workbook()
    for place, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {place}", place)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_lines_wrapped_in_quotes_as_a_whole_are_unwrapped(tmp_path: Path) -> None:
    path = text_of(tmp_path, "Name,Note", '"Alice,""wants, a flat"""', '"Bob,""call, later"""')

    assert read_table(path) == [
        ["Name", "Note"],
        ["Alice", "wants, a flat"],
        ["Bob", "call, later"],
    ]


def test_a_column_of_quoted_sentences_is_not_taken_apart(tmp_path: Path) -> None:
    path = text_of(tmp_path, '"Notes"', '"Wants a flat, soon"', '"Call, later, at six"', '"No"')

    assert [row[0] for row in read_table(path)][1:] == [
        "Wants a flat, soon",
        "Call, later, at six",
        "No",
    ]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "\ufeff\ufeffsep=;"])
def test_a_line_that_names_the_delimiter_is_no_data(tmp_path: Path, first: str) -> None:
    path = text_of(tmp_path, first, *(";".join(row) for row in TABLE))

    assert read_table(path) == TABLE


def test_a_file_saved_with_two_byte_order_marks_has_a_clean_header(tmp_path: Path) -> None:
    path = text_of(tmp_path, "\ufeff\ufeffName,Phone,City", *(",".join(row) for row in TABLE[1:]))

    assert read_table(path)[0] == TABLE[0]


def test_merged_group_names_above_names_of_text_are_joined(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [*row, note] for row, note in zip(TABLE, ["Note", *"xyz"], strict=True)
    ]
    path = workbook(tmp_path, [["Client", None, "Visit", None], *rows])

    header = ["Client Name", "Client Phone", "Visit City", "Visit Note"]
    assert open_table(path).header == header


GROUPED = [
    ["Sr.", "Client details", "", "", "Booking", "", "", "PAN", "Remarks"],
    ["No.", "Name", "Mobile", "E-mail", "Date", "Unit", "Value", "", ""],
    ["1", "Alice Ray", "9820000101", "alice@ray.example", "01-03-2026", "A-1", "100", "ABC", "x"],
    ["2", "Bob Roe", "9820000102", "bob@roe.example", "02-03-2026", "A-2", "200", "ABD", "y"],
]


def test_names_that_stand_only_above_are_kept_beside_groups_of_names(tmp_path: Path) -> None:
    table = open_table(workbook(tmp_path, [["Ledger of 2026"], [], *GROUPED]))

    assert table.header == [
        *("Sr. No.", "Client details Name", "Client details Mobile", "Client details E-mail"),
        *("Booking Date", "Booking Unit", "Booking Value", "PAN", "Remarks"),
    ]
    assert len(list(table.rows())) == 2


APPLICANTS = ["Name", "DOB", "PAN", "Mobile", "Email"]


def test_few_groups_above_many_names_tell_apart_those_called_alike(tmp_path: Path) -> None:
    gaps = [None] * 4
    groups = ["First applicant", *gaps, "Second applicant", *gaps, "Office", None]
    names = [*APPLICANTS, *APPLICANTS, "Closed by", "Value"]
    row = ["Alice Ray", "01-03-1971", "ABC", "9820000101", "alice@ray.example"]
    title: list[list[object]] = [["Skyline Developers"], ["Booking register - Tower B"]]

    table = open_table(workbook(tmp_path, [*title, groups, names, *[[*row, *row, "Bob", 1]] * 4]))

    assert table.header[3] == "First applicant Mobile"
    assert table.header[8] == "Second applicant Mobile"
    assert len(list(table.rows())) == 4


def test_words_above_names_called_alike_but_not_in_groups_stay_above(tmp_path: Path) -> None:
    top: list[list[object]] = [["Leads of the week"], ["Team Marina"]]
    names = ["Name", "Phone", "Phone", "City"]

    table = open_table(workbook(tmp_path, [*top, names, *[["Alice", "123", "456", "Goa"]] * 4]))

    assert table.header == names


def test_rows_below_a_header_that_misses_names_stay_rows(tmp_path: Path) -> None:
    lines = ["Name,,City,Company,,Remarks", "Alice,Ray,Dubai,Northwind,Sales,"]
    path = text_of(tmp_path, *lines, "Bob,Roe,Pune,Alnoor,Legal,", "Eve,Poe,Goa,Acme,Legal,keen")

    assert len(read_table(path)) == 4


def test_labels_above_the_header_are_not_its_groups(tmp_path: Path) -> None:
    top: list[list[object]] = [["Project: Marina", None, "Date: 14-03-2025"], [None]]
    rows: list[list[object]] = [[name, int(phone), city] for name, phone, city in TABLE[1:]]

    table = open_table(workbook(tmp_path, [*top, list(TABLE[0]), *rows]))

    assert (table.header, table.header_row) == (TABLE[0], 2)


def test_a_note_and_hundreds_of_blank_rows_below_are_no_data(tmp_path: Path) -> None:
    blank: list[list[object]] = [[" "] for _ in range(300)]
    path = workbook(tmp_path, [*map(list, TABLE), [], ["* prices are indicative"], *blank])

    assert read_table(path) == TABLE


def test_a_list_with_a_header_wins_over_a_longer_sheet_of_totals(tmp_path: Path) -> None:
    totals: list[list[object]] = [[f"key {place}", place] for place in range(12)]

    assert open_table(workbook(tmp_path, totals, [*map(list, TABLE)])).header == TABLE[0]


def test_a_numbers_document_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.numbers"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Index/Document.iwa", b"x")

    with pytest.raises(SourceError, match="File > Export To > Excel"):
        open_table(path)


def test_the_days_a_report_goes_from_and_to_make_it_no_e_mail(tmp_path: Path) -> None:
    lines = [",".join(row) for row in TABLE]
    path = text_of(tmp_path, "From: 01-01-2025,,", "To: 31-01-2025,,", ",,", *lines)

    assert read_table(path) == TABLE
