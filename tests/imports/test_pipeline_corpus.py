"""Every file of the corpus: no cell is lost between the file and its rows."""

import itertools
from pathlib import Path

import pytest

from imports.pipeline.normalise import plan_of
from imports.projection import Plan
from imports.services import advance, confirm, receive
from tests.factories.core import SourceSystemFactory

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "data" / "imports"
FILES = sorted(
    path
    for path in (CORPUS.iterdir() if CORPUS.is_dir() else ())
    if path.suffix in {".csv", ".xlsx", ".vcf", ".txt", ".tsv"} and ".expected" not in path.name
)
pytestmark = [pytest.mark.django_db, pytest.mark.shared]


@pytest.mark.parametrize("path", FILES or [None], ids=lambda path: path.name if path else "none")
def test_every_filled_cell_is_projected_parked_or_rejected(path, alice, dora):  # noqa: ARG001 -- dora may decide
    if path is None:
        pytest.skip("the corpus is not beside the checkout")
    batch = brought(path, alice)

    filled = {
        number: sum(1 for cell in cells if cell.strip())
        for number, cells in batch.rows.values_list("row_no", "cells")
    }
    counted = batch.normalised.values_list("row_no", "projected", "parked", "rejected")
    assert {number: sum(counts) for number, *counts in counted} == filled
    assert batch.state == "pending_approval"


def brought(path, alice):
    source = SourceSystemFactory(code="corpus")
    with path.open("rb") as file:
        batch = receive(file, filename=path.name, source=source, by=alice, region_hint="IN")
    batch = advance(batch.pk)
    assert batch.state == "mapping_proposed", batch.error
    confirm(batch, by=alice)
    return advance(batch.pk)


def test_projecting_twice_gives_the_same(alice, dora):  # noqa: ARG001 -- dora may decide
    path = CORPUS / "hubspot_contacts.csv"
    if not path.is_file():
        pytest.skip("the corpus is not beside the checkout")
    batch = brought(path, alice)

    plan = Plan(**plan_of(batch))
    rows = list(itertools.islice(batch.rows.values_list("cells", flat=True), 50))

    assert [plan.project(cells) for cells in rows] == [plan.project(cells) for cells in rows]
