"""What is no number in a file becomes none here: a NaN, an infinity, a spreadsheet's error."""

from math import isfinite
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.mapping.fields import ENTITIES, FIELDS
from imports.projection.plan import HANDLERS, Mapped, Plan

WORDS = ["NaN", "inf", "Infinity", "1e999", "1E+400", "#NUM!", "#DIV/0!", "∞", "1²", "①"]
CELLS = st.sampled_from(WORDS).flatmap(
    lambda word: st.sampled_from([word, word.lower(), f"-{word}", f"+{word}", f" {word} "])
) | st.sampled_from(["NaN Cr", "AED inf", "₹ Infinity", "NaN %", "inf min", "NaN - 2 Cr"])
MEASURED = {"money", "number", "percent", "duration", "score", "area"}
COLUMNS = [
    (entity, name)
    for entity in ENTITIES
    for name in HANDLERS[entity]
    if name in FIELDS and FIELDS[name].kind in MEASURED
]


def figures(value: Any) -> list[float]:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [number for each in inner for number in figures(each)]
    try:
        return [float(value)]
    except (TypeError, ValueError):
        return []


@pytest.mark.parametrize(("entity", "target"), COLUMNS)
@given(cell=CELLS)
def test_it_is_told_or_kept_with_its_row_and_never_a_value(entity, target, cell):
    columns = [Mapped(0, "Currency", f"{entity}.currency", {}), Mapped(1, "Figure", target, {})]

    row = Plan(entity, columns).project(["AED", cell])

    assert [number for number in figures(row.entity) if not isfinite(number)] == []
    assert row.parked + row.rejected + len(row.extra) > 0


def test_there_are_such_columns():
    assert ("contact", "contact.budget") in COLUMNS
    assert ("opportunity", "opportunity.amount") in COLUMNS
