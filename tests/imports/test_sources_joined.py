"""Files put together from others, drawn by clients of databases, or closed by an old system."""

from pathlib import Path

import pytest

from imports.sources import Table, open_table
from tests.imports.source_files import text_file

TABLE = "Name,Phone,City\nArjun Roy,6000000100,Pune\nAsha Rao,6000000101,Goa\n"
PEOPLE = [["Arjun Roy", "6000000100", "Pune"], ["Asha Rao", "6000000101", "Goa"]]
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\nTEL:123456\r\nEND:VCARD"


def cells(table: Table) -> list[list[str]]:
    return [[cell.strip() for cell in row.cells if cell.strip()] for row in table.rows()]


def below(table: Table) -> list[str]:
    return [issue.code for row in table.footer() for issue in row.issues]


@pytest.mark.parametrize("joint", ["\ufeff", "\x0c"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_the_header_of_a_file_or_page_put_below_is_no_data(
    tmp_path: Path, joint: str, quote: str
) -> None:
    text = TABLE.replace("Name,", f"{quote}Name{quote},")

    table = open_table(text_file(tmp_path, text + joint + text))

    assert cells(table) == PEOPLE * 2
    assert "repeated_header" in below(table)


@pytest.mark.parametrize("end", ["\x1a", "\x1a\r\n"])
def test_the_end_mark_of_old_systems_is_no_row(tmp_path: Path, end: str) -> None:
    assert cells(open_table(text_file(tmp_path, TABLE + end))) == PEOPLE


@pytest.mark.parametrize(
    "text",
    [
        TABLE.replace("City\n", "City\n----,-----,----\n") + "\n(2 rows affected)\n",
        TABLE.replace("City\n", 'City\n"----","-----","----"\n') + "(2 rows)\n",
        (
            " Name      | Phone      | City\n-----------+------------+------\n"
            " Arjun Roy | 6000000100 | Pune\n Asha Rao  | 6000000101 | Goa\n(2 rows)\n"
        ),
        (
            "+-----------+------------+------+\n| Name      | Phone      | City |\n"
            "+-----------+------------+------+\n| Arjun Roy | 6000000100 | Pune |\n"
            "| Asha Rao  | 6000000101 | Goa  |\n+-----------+------------+------+\n2 rows in set\n"
        ),
        (
            "| Name | Phone | City |\n|------|:-----:|---|\n"
            "| Arjun Roy | 6000000100 | Pune |\n| Asha Rao | 6000000101 | Goa |\n"
        ),
    ],
)
def test_lines_that_a_client_draws_are_neither_header_nor_data(tmp_path: Path, text: str) -> None:
    table = open_table(text_file(tmp_path, text))

    assert [name.strip() for name in table.header if name] == ["Name", "Phone", "City"]
    assert cells(table) == PEOPLE
    assert "rule_row" in below(table)


def test_dashes_in_the_place_of_a_value_are_data(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, TABLE + "---,6000000102,---\n"))

    assert cells(table)[-1] == ["---", "6000000102", "---"]


@pytest.mark.parametrize("joint", ["\r\n\ufeff", "", "\r\n \r\n"])
def test_no_card_of_files_put_together_is_lost(tmp_path: Path, joint: str) -> None:
    text = joint.join(CARD.format(name) for name in ("Asha", "Bob", "Zoé"))

    rows = list(open_table(text_file(tmp_path, text + "\r\n", "all.vcf")).rows())

    assert [(row.cells[0], row.issues) for row in rows] == [("Asha", ()), ("Bob", ()), ("Zoé", ())]


def test_a_card_indented_as_a_whole_is_read(tmp_path: Path) -> None:
    text = "  " + CARD.format("A long\r\n   name").replace("\r\n", "\r\n  ") + "\r\n"

    (row,) = open_table(text_file(tmp_path, text, "a.vcf")).rows()

    assert (row.cells[0], "123456" in row.cells) == ("A long name", True)
