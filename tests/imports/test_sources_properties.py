"""Whatever the csv module writes comes back, in any dialect and encoding."""

import csv
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from imports.sources import SourceError, open_table
from tests.imports.source_files import text_file

# An apostrophe can be a quote and a leading space part of a delimiter: both are ambiguous.
ANY_CELL = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n\r\t",;|'), max_size=12
).filter(lambda text: not text.startswith(" ") and "'" not in text)
TABLES = st.integers(2, 6).flatmap(
    lambda width: st.lists(
        st.lists(ANY_CELL, min_size=width, max_size=width), min_size=1, max_size=8
    )
)
PERSON = st.tuples(
    st.sampled_from(["Arjun Mehra", "Zoé Lefèvre", "O'Brien, Pat", "Anneliese Müller-Groß"]),
    st.integers(0, 999).map("u{}@example.com".format),
    st.integers(0, 99_999).map("+91 60000 {:05}".format),
    st.sampled_from(["1.5 Cr", "85,00,000", ""]),
    st.sampled_from(["", "Wants 3BHK, facing park; call", "two\nlines", 'say "hi"']),
).map(list)
FAST = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(rows: list[list[str]], delimiter: str, end: str, quoting: int = 0) -> str:
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue()


@FAST
@given(
    rows=TABLES,
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@example(rows=[["\r", ""]], delimiter=",", end="\n", encoding="utf-8", quoting=csv.QUOTE_ALL)
def test_no_cell_is_lost_or_changed(
    tmp_path: Path, rows: list[list[str]], delimiter: str, end: str, encoding: str, quoting: int
) -> None:
    header = [f"Column {letter}" for letter in "ABCDEF"[: len(rows[0])]]
    text = written([header, *rows], delimiter, end, quoting)
    path = text_file(tmp_path, text.encode(encoding))

    table = open_table(path, encoding=encoding, delimiter=delimiter, header_row=0)

    found = sorted([*table.rows(), *table.footer()], key=lambda row: row.number)
    assert table.header == header
    assert [row.cells for row in found] == [row for row in rows if any(map(str.strip, row))]


@FAST
@given(
    people=st.lists(PERSON, min_size=2, max_size=20),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"]),
)
def test_a_list_of_people_is_recognised_without_any_hint(
    tmp_path: Path, people: list[list[str]], delimiter: str, end: str, encoding: str
) -> None:
    header = ["Name", "Email", "Phone", "Budget", "Notes"]
    path = text_file(tmp_path, written([header, *people], delimiter, end).encode(encoding))

    table = open_table(path)

    assert [table.header, *(row.cells for row in table.rows())] == [header, *people]


@FAST
@given(content=st.binary(max_size=300))
@pytest.mark.parametrize("start", [b"", b"Name,Phone\n", b"BEGIN:VCARD\n", b"PK\x03\x04"])
def test_any_bytes_are_read_or_refused(tmp_path: Path, start: bytes, content: bytes) -> None:
    path = text_file(tmp_path, start + content)

    with suppress(SourceError):
        rows = list(open_table(path).rows())
        assert len(rows) <= len(start + content)
