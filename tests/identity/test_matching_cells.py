"""People taken apart by the bytes of their profiles stand in columns as people read one by one."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from identity.matching import cells
from identity.matching.columns import columns_of, columns_of_packed
from identity.matching.types import Person, pack

ODD = st.text('a1é"[],\\\n ', max_size=20)
NOTHING = st.just(())
PLAIN = st.text("ab1@. ", max_size=20) | st.sampled_from(("asha.rao@example.com", "asha.roa@x.in"))


def person(texts, extras=NOTHING):
    several = st.lists(texts, max_size=3).map(tuple)
    return st.builds(Person, *[several] * 4, *[texts] * 7, several, extras)


def told(columns):
    """Return everything that columns say."""
    lists = [columns.given, columns.family, *columns.several.values()]
    return (
        [(list(columns.several), list(columns.single), list(columns.texts))],
        [(each.starts.tolist(), each.flat.tolist(), each.flat.dtype) for each in lists],
        [(each.tolist(), each.dtype) for each in columns.single.values()],
        [list(texts) for texts in columns.texts.values()],
    )


def same(people):
    return told(columns_of_packed(",".join(map(pack, people)))) == told(columns_of(people))


@given(st.lists(person(PLAIN), max_size=6))
@example([Person(), Person(emails=("asha.rao@example.com", "a")), Person(emails=("a",) * 2)])
@example([Person(city="12345678"), Person(city="123456789"), Person(city="1234567890123456")])
@example([Person(emails=("é@example.com",), street="é" * 9), Person(street="é" * 9)])
def test_profiles_stand_in_columns_as_their_people_do(people):
    assert same(people)


@given(st.lists(person(ODD, st.lists(ODD, min_size=1, max_size=1).map(tuple)), max_size=4))
@example([Person(city='a"b')])
@example([Person(emails=("[a", "a"))])
def test_values_that_quotes_or_brackets_hide_are_read_one_by_one(people):
    assert same(people)


@pytest.mark.parametrize("long", ["asha.rao@example.com", "asha.rao@example.org"])
def test_texts_that_are_mixed_to_one_number_stay_two(monkeypatch, long):
    monkeypatch.setattr(cells, "_MIX", np.uint64(0))
    names = ("asha.rao", "asha.rao@x", "aaha.rao@example.com", long, "asha.rao")
    people = [Person(city=name, phones=(name, long)) for name in names]
    mixed = cells.Cells.of(",".join(map(pack, people)))

    texts, which = mixed.numbered(mixed.single[3])

    assert [texts[number] for number in which] == list(names)
    assert same(people)
    assert len(set(chain(texts))) == len(set(names))
