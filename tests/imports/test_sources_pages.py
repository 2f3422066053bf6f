"""Reports printed page by page: the lines between the pages are no data."""

from pathlib import Path

import pytest

from imports.sources import Table, open_table
from imports.sources.pages import is_page_line
from tests.imports.source_files import Cell, text_file, workbook

HEADER = ["Name", "Phone", "City", "Status"]
LINES = [
    "Page {} of 3",
    "Page {}/3",
    "- {} -",
    "Page: {}",
    "PAGE NO. {}",
    "Seite {} von 3",
    "Leads, all - Page {} of 3",
]


def printed(line: str, title: str) -> list[list[str]]:
    """Three pages of three people, a title and the header on each, a line under each."""
    rows = []
    for page in (1, 2, 3):
        rows += [[title, "", "", ""]] if title else []
        rows += [HEADER, *([f"Person {page}{n}", "6000000100", "Pune", "Hot"] for n in (1, 2, 3))]
        rows += [[line.format(page), "", "", ""], [""] * 4]
    return [*rows, ["*** End of Report ***", "", "", ""]]


def names(table: Table) -> list[str]:
    return [row.cells[0] for row in table.rows()]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("title", ["", "Leads of March"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lines_between_pages_are_furniture(
    tmp_path: Path, kind: str, line: str, title: str
) -> None:
    rows = printed(line, title)
    grid: list[list[Cell]] = [[cell or None for cell in row] for row in rows]
    path = (
        workbook(tmp_path, Leads=grid)
        if kind == "xlsx"
        else text_file(
            tmp_path,
            "".join(
                ",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n"
                for row in rows
            ),
        )
    )

    table = open_table(path)

    assert table.header == HEADER
    assert names(table) == [f"Person {page}{n}" for page in (1, 2, 3) for n in (1, 2, 3)]
    below = [row.cells[0] for row in table.footer()]
    assert [cell for cell in below if cell not in (title, "Name")] == [
        *(line.format(page) for page in (1, 2, 3)),
        "*** End of Report ***",
    ]


def test_rows_behind_a_page_line_without_a_header_are_data(tmp_path: Path) -> None:
    people = "".join(f"P{n},600000010{n},Pune,Hot\n" for n in range(6))
    lines = f"Name,Phone,City,Status\n{people}Page 1 of 2,,,\n,,,\nOnly Name,,,\n{people}"

    table = open_table(text_file(tmp_path, lines))

    assert len(names(table)) == 13
    assert [(row.cells[0], row.issues[0].code) for row in table.footer()] == [
        ("Page 1 of 2", "page_line")
    ]


def test_a_page_line_is_found_where_a_block_of_text_begins(tmp_path: Path) -> None:
    row = "Asha Roy,wants a flat,Pune\n"
    lines = "Name,Note,City\n" + row * (2**18 // len(row) + 1) + "Page 1 of 2,,\n" + row * 5

    table = open_table(text_file(tmp_path, lines))

    assert [row.cells[0] for row in table.footer()] == ["Page 1 of 2"]


@pytest.mark.parametrize(
    "cells",
    [
        ["Page Mehra", ""],
        ["Page", ""],
        ["Page 1 of 3", "Asha"],
        ["-1", ""],
        ["1 of 3", ""],
        ["Pages 3", ""],
        ["Page 12 of the brochure", ""],
        ["", ""],
    ],
)
def test_other_lines_are_no_page_lines(cells: list[str]) -> None:
    assert not is_page_line(cells)


def test_a_single_column_may_hold_pages(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, "Title\nPage 1\nPage 2\nCover\n"))

    assert names(table) == ["Page 1", "Page 2", "Cover"]
