"""Quotes that a backslash escapes, and backslashes that escape nothing."""

from io import BytesIO
from pathlib import Path

import pytest

from imports.sources import Table, open_table
from imports.sources.rejects import write_rejects
from tests.imports.source_files import text_file

ESCAPED = (
    '"id","name","note"\n'
    '"1","Nick \\"Bunty\\" Roy","plain, with comma"\n'
    '"2","Asha","Said \\"call after 6\\", then left"\n'
    '"3","Zoé","C:\\\\dir\\\\"\n'
    '"4","Omar","two\nlines and C:\\dir"\n'
)
WANTED = [
    ["1", 'Nick "Bunty" Roy', "plain, with comma"],
    ["2", "Asha", 'Said "call after 6", then left'],
    ["3", "Zoé", "C:\\dir\\"],
    ["4", "Omar", "two\nlines and C:\\dir"],
]


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_quotes_escaped_by_a_backslash_are_quotes(tmp_path: Path, delimiter: str) -> None:
    table = open_table(text_file(tmp_path, ESCAPED.replace('","', f'"{delimiter}"')))

    assert (table.delimiter, table.escaped, cells(table)) == (delimiter, True, WANTED)
    assert [row.issues for row in table.rows() if row.issues] == []


def test_escaped_rows_go_back_escaped_and_read_the_same(tmp_path: Path) -> None:
    table, out = open_table(text_file(tmp_path, ESCAPED)), BytesIO()

    write_rejects(table, ((row, "Twice") for row in table.rows()), out)

    assert out.getvalue().decode().splitlines()[1] == (
        '"1","Nick \\"Bunty\\" Roy","plain, with comma","2","Twice"'
    )
    again = open_table(text_file(tmp_path, out.getvalue(), "again.csv"))
    assert [row[:3] for row in cells(again)] == WANTED


@pytest.mark.parametrize(
    "note",
    [
        '"C:\\dir\\"',
        '"D:\\x, y\\"',
        '"the path ""C:\\dir\\"" is long"',
        '"\\\\server\\share"',
        '"he said \\""six\\"""',
    ],
)
def test_the_backslashes_of_paths_stay_in_ordinary_files(tmp_path: Path, note: str) -> None:
    lines = f'id,name,note\n1,Asha,{note}\n2,Roy,{note}\n3,Zoé,"plain, text"\n'

    table = open_table(text_file(tmp_path, lines))

    wanted = note[1:-1].replace('""', '"')
    assert (table.escaped, [row[2] for row in cells(table)]) == (
        False,
        [wanted, wanted, "plain, text"],
    )
    assert [row.issues for row in table.rows() if row.issues] == []


def test_one_row_with_escaped_quotes_among_doubled_ones_is_cut_at_its_end(tmp_path: Path) -> None:
    lines = 'id,note,x\n1,"say ""hi"", go",q\n2,"Said \\"six\\", then left",q\n3,a,q\n'

    rows = list(open_table(text_file(tmp_path, lines)).rows())

    assert rows[0].cells == ["1", 'say "hi", go', "q"]
    assert rows[1].cells == ["2", 'Said "six", then left', "q"]
    assert [[issue.code for issue in row.issues] for row in rows] == [[], ["broken_quote"], []]
