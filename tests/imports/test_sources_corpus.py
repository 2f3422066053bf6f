"""Every file of the shared corpus reads as the table its truth names."""

import json
from pathlib import Path

import pytest

from imports.sources import open_table, read_document

CORPUS = Path(__file__).parents[3] / "shared" / "data" / "imports"
EXPECTED = sorted(CORPUS.glob("*.expected.json")) if CORPUS.is_dir() else []
TRUTHS = sorted(CORPUS.glob("*.truth.json")) if CORPUS.is_dir() else []

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not EXPECTED, reason="the shared corpus is not beside the project"),
]


def source_of(expected: Path) -> Path:
    name = expected.name.removesuffix(".expected.json")
    (source,) = (path for path in CORPUS.glob(f"{name}.*") if path.suffix != ".json")
    return source


def test_the_corpus_is_beside_the_project() -> None:
    assert EXPECTED


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name)
def test_a_corpus_file_reads_exactly_as_expected(expected: Path) -> None:
    document = read_document(source_of(expected))

    assert document == json.loads(expected.read_text())


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name)
def test_encoding_delimiter_and_header_row_are_found(path: Path) -> None:
    truth = json.loads(path.read_text())

    table = open_table(CORPUS / truth["file"])

    encoding = table.encoding or "utf-8"
    found = (encoding, table.delimiter, table.header_row, len(table.preamble))
    wanted = tuple(truth[key] for key in ("encoding", "delimiter", "header_row", "preamble_rows"))
    assert found == wanted


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name)
def test_a_clean_corpus_file_has_no_issues(path: Path) -> None:
    table = open_table(CORPUS / json.loads(path.read_text())["file"])

    assert [row.issues for row in table.rows() if row.issues] == []
