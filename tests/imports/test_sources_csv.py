"""Delimited text: dialects, encodings, where the table is, and rows with oddities."""

from pathlib import Path

import pytest

from imports.sources import Row, Table, open_table, read_table
from tests.imports.source_files import text_file

PEOPLE = "Name,Email,Phone\nArjun,a@example.com,+91 60000 00100\nZoé,z@example.com,0639980142\n"


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows()]


def codes(row: Row) -> list[str]:
    return [issue.code for issue in row.issues]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_line_end_and_encoding_gives_the_same_table(
    tmp_path: Path, delimiter: str, end: str, encoding: str
) -> None:
    text = PEOPLE.replace(",", delimiter).replace("\n", end)
    path = text_file(tmp_path, text.encode(encoding))

    table = open_table(path)

    assert (table.delimiter, table.encoding, table.header[2]) == (delimiter, encoding, "Phone")
    assert cells(table)[1] == ["Zoé", "z@example.com", "0639980142"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1250", "Jiří Dvořák, Plzeň"), ("cp1251", "Иван Петров, Москва"), ("cp1252", "Zoé Müller")],
)
def test_the_encoding_of_an_old_spreadsheet_is_guessed(
    tmp_path: Path, encoding: str, name: str
) -> None:
    path = text_file(tmp_path, f'Name,Phone\n"{name}",123\n'.encode(encoding))

    table = open_table(path)

    assert (table.encoding, cells(table)) == (encoding, [[name, "123"]])


@pytest.mark.parametrize(
    ("encoding", "header"),
    [
        ("cp1251", ["Фамилия", "Имя", "Телефон", "Ответственный"]),
        ("cp1253", ["Επώνυμο", "Όνομα", "Τηλέφωνο", "Σχόλια"]),
        ("cp1252", ["Société", "Prénom", "Téléphone", "Été"]),
    ],
)
def test_a_foreign_header_above_cells_in_ascii_tells_the_encoding(
    tmp_path: Path, encoding: str, header: list[str]
) -> None:
    rows = "".join(f"Weber,Julia,+97150000{at:04},asked for a plan\n" for at in range(200))

    table = open_table(text_file(tmp_path, f"{','.join(header)}\n{rows}".encode(encoding)))

    assert (table.encoding, table.header) == (encoding, header)


def test_utf8_with_a_foreign_byte_stays_utf8_and_says_so(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Name,City\nZoé,Köln\nJosé,".encode() + b"Caf\xe9\n")

    rows = list(open_table(path).rows())

    assert [codes(row) for row in rows] == [[], ["undecodable"]]
    assert rows[1].cells == ["José", "Caf\ufffd"]


def test_punctuation_lost_to_latin1_is_shown_and_said(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Name,Phone\nO\x92Connor,1\nBell,2\n")

    rows = list(open_table(path).rows())

    assert rows[0].cells == ["O\N{RIGHT SINGLE QUOTATION MARK}Connor", "1"]
    assert codes(rows[0]) == ["punctuation"]


def test_what_the_operator_says_is_believed(tmp_path: Path) -> None:
    path = text_file(tmp_path, "a;b,c\n1;2,3\n4;5,6\n".encode("cp1252"))

    table = open_table(path, encoding="latin-1", delimiter=";", header_row=1)

    assert (table.encoding, table.header, cells(table)) == ("cp1252", ["1", "2,3"], [["4", "5,6"]])


def test_a_file_can_be_declared_to_have_no_header(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, PEOPLE), header_row=-1)

    assert (table.header, table.header_row, len(cells(table))) == ([], None, 3)


def test_preamble_lines_are_kept_apart(tmp_path: Path) -> None:
    path = text_file(tmp_path, 'Notes:\n"Some e-mails are missing, see help"\n\n' + PEOPLE)

    table = open_table(path)

    assert (table.header_row, len(table.preamble), table.header[0]) == (3, 3, "Name")
    assert table.preamble[1] == ["Some e-mails are missing, see help"]
    assert [row.number for row in table.rows()] == [5, 6]


def test_a_footer_is_no_data_but_is_not_lost(tmp_path: Path) -> None:
    note = "Copyright (c) 2000-2026 salesforce.com, inc."
    path = text_file(tmp_path, f'{PEOPLE}"Grand Totals (2 records)",,\n\nLeads\n"{note}"\n')

    table = open_table(path)

    assert [row.number for row in table.rows()] == [2, 3]
    assert [row.cells[0] for row in table.footer()] == ["Grand Totals (2 records)", "Leads", note]


def test_a_file_without_header_starts_with_data(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Arjun,a@example.com,14/03/2025\nZoé,z@example.com,20/04/2025\n")

    table = open_table(path)

    assert (table.header, table.header_row) == ([], None)
    assert [row.number for row in table.rows()] == [1, 2]


def test_a_header_of_two_rows_is_joined_by_group(tmp_path: Path) -> None:
    text = "Name,Budget,,Seen\n,Min,Max,\nArjun,10,20,2025-03-14\nZoé,30,40,2025-04-20\n"

    table = open_table(text_file(tmp_path, text))

    assert table.header == ["Name", "Budget Min", "Budget Max", "Seen"]
    assert cells(table)[0] == ["Arjun", "10", "20", "2025-03-14"]


def test_duplicate_headers_survive(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, "Name,Phone,Phone\nArjun,1,2\n"))

    assert table.header == ["Name", "Phone", "Phone"]


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Name,Phone,City\nA,1,Pune,\nB,2,Goa,\nC,3,Goa\nD,4\n", [5]),
        ("Name,Phone,City\nA,1,Pune\nB,2,Goa\nC,3,Goa,\nD,4,Goa,,\nE,5,Goa,x\n", [6]),
        ("Name,Phone,City,\nA,1,Pune\nB,2,Goa,\nC,3,Goa\nD,4\n", [5]),
    ],
)
def test_an_empty_cell_more_or_less_at_the_end_is_no_oddity(
    tmp_path: Path, text: str, flagged: list[int]
) -> None:
    rows = list(open_table(text_file(tmp_path, text)).rows())

    assert [row.number for row in rows if row.issues] == flagged


def test_a_repeated_header_is_no_data(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, PEOPLE + PEOPLE))

    assert [row.number for row in table.rows()] == [2, 3, 5, 6]
    assert [(row.number, codes(row)) for row in table.footer()] == [(4, ["repeated_header"])]


def test_another_table_below_is_left_to_the_footer(tmp_path: Path) -> None:
    other = PEOPLE.replace("Phone", "Phone,City").replace("00100", "00100,Pune")

    table = open_table(text_file(tmp_path, PEOPLE + "\n" + other))

    assert [row.number for row in table.rows()] == [2, 3]
    assert [row.number for row in table.footer()] == [5, 6, 7]


def test_blank_rows_keep_the_numbers_a_spreadsheet_shows(tmp_path: Path) -> None:
    path = text_file(tmp_path, 'Name,Notes\n\nArjun,"two\nlines"\n,\nZoé,one\n')

    rows = list(open_table(path).rows())

    assert [(row.number, row.cells[0]) for row in rows] == [(3, "Arjun"), (5, "Zoé")]


@pytest.mark.parametrize(
    ("line", "wanted", "code"),
    [
        ("Asha,a@example.com", ["Asha", "a@example.com"], "short_row"),
        ("Asha,a@example.com,1,2", ["Asha", "a@example.com", "1", "2"], "long_row"),
        ("As\0ha,a@example.com,1", ["As\u2400ha", "a@example.com", "1"], "nul_byte"),
        ("As\x07ha,a@example.com,1", ["As\x07ha", "a@example.com", "1"], "control_character"),
        ('"Asha,a@example.com,1', ['"Asha', "a@example.com", "1"], "broken_quote"),
        ('Asha,"a" b,1', ["Asha", '"a" b', "1"], "broken_quote"),
        ('Asha,"48"","1"', ["Asha", '48"', "1"], "broken_quote"),
        ('Asha,"48\\" wide",1', ["Asha", '48" wide', "1"], "broken_quote"),
    ],
)
def test_an_odd_row_keeps_its_cells_and_gets_an_issue(
    tmp_path: Path, line: str, wanted: list[str], code: str
) -> None:
    last = "Zoé,z@example.com,0639980142"
    path = text_file(tmp_path, f"{PEOPLE}{line}\n{last}\n")

    rows = list(open_table(path).rows())

    assert (rows[2].cells, codes(rows[2])) == (wanted, [code])
    assert (rows[3].cells, rows[3].issues, rows[3].number) == (last.split(","), (), 5)


@pytest.mark.parametrize(
    "cell", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+SUM(A1)", "-2+3+cmd|' /C calc'!A0", "-A1"]
)
@pytest.mark.parametrize("form", ["{},x,1\n", '"{}",x,1\n', "x,{},1\n"])
def test_a_cell_a_spreadsheet_would_run_is_reported(tmp_path: Path, cell: str, form: str) -> None:
    path = text_file(tmp_path, PEOPLE + form.format(cell))

    (*_clean, row) = open_table(path).rows()

    assert (cell in row.cells, codes(row)) == (True, ["formula"])


def test_phones_numbers_and_placeholders_are_no_formulas(tmp_path: Path) -> None:
    path = text_file(tmp_path, PEOPLE + "-None-,-12.50,+91 60000 00100\n+1-555-0100,--,-\n")

    assert [row.issues for row in open_table(path).rows() if row.issues] == []


def test_an_unclosed_quote_does_not_swallow_the_file(tmp_path: Path) -> None:
    rows = "".join(f"Person {n},p{n}@example.com,{n}\n" for n in range(30_000))
    path = text_file(tmp_path, f'{PEOPLE}"Asha,a@example.com,1\n{rows}')

    table = open_table(path)

    assert sum(1 for _ in table.rows()) == 30_003


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ('Name, Phone, City\n"A, B", 1, Pune\n"C, D", 2, Goa\n', ","),
        ("sep=;\nName;Phone\nA;1\nB;2\n", ";"),
        ("Name^Phone^City\nA^1^Pune\nB^2^Goa\n", "^"),
        ("Name;Price\nA;1,5\nB;2,7\n", ";"),
    ],
)
def test_odd_delimiters_are_recognised(tmp_path: Path, text: str, delimiter: str) -> None:
    table = open_table(text_file(tmp_path, text))

    assert (table.delimiter, table.header[0]) == (delimiter, "Name")
    assert {len(row.cells) for row in table.rows()} == {len(table.header)}


def test_single_quotes_may_enclose_cells(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Name,City\n'Mehra, Arjun','Pune'\n'Roy, Asha','Goa'\n")

    assert read_table(path)[1:] == [["Mehra, Arjun", "Pune"], ["Roy, Asha", "Goa"]]


def test_a_single_column_is_a_table_too(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Name\nArjun Mehra\nSneha Kulkarni\n")

    assert read_table(path) == [["Name"], ["Arjun Mehra"], ["Sneha Kulkarni"]]


def test_rows_can_be_read_again(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, PEOPLE))

    assert cells(table) == cells(table)
