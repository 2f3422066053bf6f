"""Web pages and XML that call themselves workbooks, and files that hold no table at all."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from imports.sources import SourceError, open_table, read_table

TABLE = [["Name", "Phone"], ["Alice Ray", "6000000100"], ["Bob Roe", "6000000107"]]


def page(rows: Sequence[Sequence[str]], cell: str = "td") -> str:
    lines = ("".join(f"<{cell}>{text}</{cell}>" for text in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def file_of(tmp_path: Path, content: str, encoding: str = "utf-8", name: str = "a.xls") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_web_page_named_xls_is_read_as_its_table(tmp_path: Path, encoding: str) -> None:
    path = file_of(tmp_path, f"<html><head><style>td {{}}</style></head>{page(TABLE)}", encoding)

    assert read_table(path) == TABLE


def test_the_encoding_of_a_web_page_is_guessed_like_that_of_any_text(tmp_path: Path) -> None:
    rows = [["Name", "Ort"], ["Jörg Müller", "Köln"], ["Anna Weiß", "München"]]

    assert read_table(file_of(tmp_path, page(rows), "cp1252")) == rows


def test_the_fullest_table_of_a_page_is_taken(tmp_path: Path) -> None:
    content = f"<body><table><tr><td colspan=2>Leads</td></tr></table>{page(TABLE, 'th')}</body>"

    assert read_table(file_of(tmp_path, content)) == TABLE


def test_a_table_inside_a_layout_is_read_alone(tmp_path: Path) -> None:
    content = f"<table><tr><td>Menu</td><td>{page(TABLE)}</td></tr></table>"

    assert read_table(file_of(tmp_path, content)) == TABLE


def test_entities_breaks_and_open_tags_become_plain_text(tmp_path: Path) -> None:
    content = "<table><tr><td>Name<td>Address<tr><td>A&amp;B&nbsp;Ltd<td>Sample 1<br>Pune</table>"

    assert read_table(file_of(tmp_path, content))[1] == ["A&B Ltd", "Sample 1\nPune"]


def test_the_xml_of_old_excel_keeps_its_gaps(tmp_path: Path) -> None:
    content = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>
        <Row><Cell><Data ss:Type="String">Name</Data></Cell><Cell><Data>Phone</Data></Cell>
        <Cell><Data>Date</Data></Cell></Row>
        <Row><Cell><Data>Alice Ray</Data></Cell>
        <Cell ss:Index="3"><Data ss:Type="DateTime">2025-03-14T00:00:00.000</Data></Cell></Row>
        </Table></Worksheet></Workbook>"""

    assert read_table(file_of(tmp_path, content)) == [
        ["Name", "Phone", "Date"],
        ["Alice Ray", "", "2025-03-14"],
    ]


def test_rows_of_a_page_are_streamed_with_their_numbers_and_issues(tmp_path: Path) -> None:
    path = file_of(tmp_path, page([*TABLE, ["=cmd|x", "1", "2"]]))

    assert [(row.number, len(row.issues)) for row in open_table(path).rows()] == [
        (2, 0),
        (3, 0),
        (4, 2),
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("<!doctype html><html><body><p>Please log in</p></body></html>", "a web page"),
        ('{"name": "Alice"}\n{"name": "Bob"}\n', "JSON"),
        ('[\n {\n  "name": "Alice"\n }\n]', "JSON"),
        ('<?xml version="1.0"?><leads><lead/></leads>', "XML"),
        ("MIME-Version: 1.0\nContent-Type: text/html\n\n<table></table>", "an e-mail message"),
        ("From: a@example.com\nTo: b@example.com\n\nName: Alice\n", "an e-mail message"),
    ],
)
def test_what_is_no_table_is_named_with_what_to_do(tmp_path: Path, content: str, what: str) -> None:
    with pytest.raises(SourceError) as refused:
        open_table(file_of(tmp_path, content))

    assert refused.value.message == (
        f"a.xls holds {what}, not a table. "
        "Export the list as CSV or Excel (.xlsx) and upload that file."
    )


@pytest.mark.parametrize(
    "begun", ["<!-- ", "<tr x='", "<script>", "<td>", "<tr><td>a</td><tr><td>"]
)
def test_a_page_that_never_ends_what_it_begins_is_refused(tmp_path: Path, begun: str) -> None:
    path = file_of(tmp_path, page(TABLE) + "<table>" + begun + "more words\n" * 1_100_000)

    with pytest.raises(SourceError, match="longer than 10 MB"):
        open_table(path)


def test_a_page_wider_than_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, "<table><tr>" + "<td colspan=9999>a</td>" * 20)

    with pytest.raises(SourceError, match="A row has 17,000 columns"):
        open_table(path)


def test_a_page_may_open_with_any_number_of_comments(tmp_path: Path) -> None:
    comments = "<!-- made by a portal -->\n" * 500

    assert read_table(file_of(tmp_path, comments + page(TABLE))) == TABLE
    assert read_table(file_of(tmp_path, comments + "Name,Phone\nAlice Ray,6000000100\n"))
