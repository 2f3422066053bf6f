"""Rejected rows go back in the format they came in, with row number and reason."""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from imports.cleaning import clean_text
from imports.sources import open_table
from imports.sources.rejects import write_rejects
from tests.imports.source_files import text_file, workbook


def test_a_csv_goes_back_in_its_own_encoding_and_delimiter(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, "Name;Phone\nZoé;+91 60000\n=1+1;2\n".encode("cp1252")))
    out = BytesIO()

    write_rejects(table, ((row, "No e-mail") for row in table.rows()), out)

    assert out.getvalue().decode("cp1252").splitlines() == [
        "Name;Phone;Row;Reason",
        "Zoé;+91 60000;2;No e-mail",
        "'=1+1;2;3;No e-mail",
    ]


def test_utf8_goes_back_marked_so_that_excel_reads_its_names(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, "Name,Phone\nमीरा राव,1\n"))
    out = BytesIO()

    write_rejects(table, ((row, "No e-mail") for row in table.rows()), out)

    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    again = open_table(text_file(tmp_path, out.getvalue(), "again.csv"))
    assert (again.header[0], next(again.rows()).cells[0]) == ("Name", "मीरा राव")


def test_a_workbook_goes_back_as_a_workbook(tmp_path: Path) -> None:
    table = open_table(workbook(tmp_path, Leads=[["Name", "Phone"], ["Arjun", 12], ["@SUM(1)", 3]]))
    out = BytesIO()

    write_rejects(table, ((row, "Twice") for row in table.rows()), out)

    sheet = load_workbook(BytesIO(out.getvalue()))["Leads"]
    assert list(sheet.values) == [
        ("Name", "Phone", "Row", "Reason"),
        ("Arjun", "12", "2", "Twice"),
        ("'@SUM(1)", "3", "3", "Twice"),
    ]


def test_a_ragged_row_goes_back_with_its_reason_in_the_last_column(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, "Name,Phone,City\nArjun,1,Pune\nZoé,2\n"))
    out = BytesIO()

    write_rejects(table, ((row, "Short") for row in table.rows() if row.issues), out)

    assert out.getvalue().decode().splitlines()[1] == "Zoé,2,,3,Short"


def test_a_cell_that_keeps_its_zeros_by_a_formula_still_reads_when_sent_in_again(
    tmp_path: Path,
) -> None:
    table = open_table(text_file(tmp_path, 'Code,Name\n="00001",Asha Roy\n="00002",Zoé Roy\n'))
    out = BytesIO()

    write_rejects(table, ((row, "Twice") for row in table.rows()), out)

    again = open_table(text_file(tmp_path, out.getvalue(), "again.csv"))
    assert [row.cells[0] for row in table.rows()] == ['="00001"', '="00002"']
    assert [clean_text(row.cells[0]) for row in again.rows()] == ["00001", "00002"]
