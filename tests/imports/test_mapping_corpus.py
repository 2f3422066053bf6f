import json
from pathlib import Path

import pytest

from imports.mapping import FIELDS, Proposal, propose_columns
from tests.imports.mapping_cases import Tally

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "data" / "imports"
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def truths() -> list[dict]:
    if not CORPUS.is_dir():
        pytest.skip("the import corpus is not beside the project")
    return [json.loads(path.read_text()) for path in sorted(CORPUS.glob("*.truth.json"))]


@pytest.fixture(scope="module")
def proposed(truths) -> list[tuple[dict, Proposal]]:
    """Every table's truth, with what is proposed for it."""
    return [
        (truth, propose_columns(header, rows))
        for truth in truths
        for header, *rows in [rows_of(truth)]
    ]


def rows_of(truth: dict) -> list[list[str]]:
    name = truth["file"].rpartition(".")[0]
    return json.loads((CORPUS / f"{name}.expected.json").read_text())


ADDED = {"opportunity.closed_at"}  # since the corpus was labelled


def test_the_vocabulary_is_that_of_the_corpus(truths):
    names = set(json.loads((CORPUS / "fields.json").read_text()))

    assert truths
    assert names - {"unmapped"} == set(FIELDS) - ADDED


def test_the_entity_of_every_file_is_guessed(proposed):
    wrong = [truth["file"] for truth, found in proposed if found.entity != truth["entity"]]

    assert wrong == []


def test_the_corpus_is_mapped_within_the_bars(proposed):
    tally = Tally()

    for truth, found in proposed:
        for column, known in zip(found.columns, truth["columns"], strict=True):
            tally.add(column.target, {known["field"], *known.get("accept", ())})

    assert tally.right / tally.columns >= 0.97
    assert tally.mapped_right / tally.mapped >= 0.99
    assert tally.keys_right / tally.keys >= 0.99
