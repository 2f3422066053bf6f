"""Pairs weighed by columns have the rows and the points they have one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.identity_sets import load
from identity.matching.candidates import candidate_pairs
from identity.matching.columns import Texts, columns_of, unpack_all
from identity.matching.compare import compare_people
from identity.matching.counting import count_among, count_values, frequencies_of
from identity.matching.deciding import Thresholds
from identity.matching.frequencies import Frequencies
from identity.matching.judging import Judge
from identity.matching.leveling import Words
from identity.matching.model import default_model
from identity.matching.names import compare_words
from identity.matching.reading import read_person
from identity.matching.types import Person, pack
from identity.matching.weighing import Scorer

MODEL = default_model()
WORDS = ("asha", "aasha", "rao", "rau", "a", "bill", "william", "maria", "mariam", "khan", "johan")
WORD = st.sampled_from(WORDS) | st.text("abno", min_size=1, max_size=6)


def some(*values):
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


SERIES = tuple(f"55501{number}" for number in range(20, 25))
NAME = st.lists(WORD, max_size=3).map(tuple)
PEOPLE = st.builds(
    Person,
    given=NAME,
    family=NAME,
    phones=some("987654321", "987654312", "12345678", *SERIES),
    emails=some("asha@x.in", "asha@y.in", "ash@x.in", "no", *(f"m{n}@x.in" for n in range(5))),
    born=st.sampled_from(("", "19800402", "19800204", "19810402", "19991231")),
    street=st.sampled_from(("", "12 lake", "14 lake", "12 hill side", "lake 12", "9 other")),
    postal=st.sampled_from(("", "560001", "560002", "110001")),
    city=st.sampled_from(("", "pune", "puna", "delhi")),
    company=st.sampled_from(("", "infosys", "infosis", "wipro")),
    gender=st.sampled_from(("", "f", "m")),
    ids=some("a1b2", "a1b3", "zz", *SERIES),
    extras=st.tuples(st.sampled_from(("", "north", "nort"))),
)  # fmt: skip


def weighed(people, pairs, known):
    left, right = np.array(pairs, np.int32).T
    return Scorer(MODEL, known, columns_of(people)).weigh(left, right)


@given(st.lists(PEOPLE, min_size=2, max_size=6))
def test_any_pair_has_the_rows_and_points_it_has_alone(people):
    known = count_values(people)
    pairs = [(one, two) for one in range(len(people)) for two in range(len(people)) if one != two]
    rows = [compare_people(people[one], people[two], known) for one, two in pairs]

    found = weighed(people, pairs, known)

    assert found.rows(range(len(pairs))) == rows
    assert found.points.tolist() == [MODEL.points(told) for told in rows]


@given(st.lists(PEOPLE, min_size=3, max_size=6))
def test_numbers_are_counted_within_a_search(people):
    known = count_values(people)
    left = np.zeros(len(people) - 1, np.int32)
    right = np.arange(1, len(people), dtype=np.int32)
    alone = [compare_people(people[0], other, count_among(known, people)) for other in people[1:]]

    found = Scorer(MODEL, known, columns_of(people)).weigh(left, right, left)

    assert found.rows(range(len(alone))) == alone


@given(st.lists(PEOPLE, max_size=6))
def test_values_counted_by_columns_are_those_counted_one_by_one(people):
    known = count_values(people)

    found = frequencies_of(columns_of(people))

    told = {field: Frequencies(len(people), found)._bits[field] for field in found}
    assert told == {field: known._bits[field] for field in found if field in known._bits} | {
        field: {} for field in found if field not in known._bits
    }


@given(st.text("abn", min_size=1, max_size=7), st.text("abn", min_size=1, max_size=7))
def test_no_word_is_told_apart_too_soon(mine, other):
    words = Words(Texts(["", mine, other]))
    level = words.compare(np.array([1]), np.array([2])) if mine != other else [0]

    assert list(level) == [compare_words(mine, other)]


def test_packed_people_read_as_columns():
    person = read_person({"full_name": ["Asha Rao"], "phone": ["9876543210"]})

    assert columns_of(unpack_all([pack(person)])).name(0) == "asha rao"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["fake_1000", "rldata500", "febrl1"])
def test_labelled_pairs_weigh_what_they_weigh_alone(name):
    people = load(name).people
    known, pairs = count_values(people), list(candidate_pairs(people))

    found = weighed(people, pairs, known).points.tolist()

    assert found == [
        MODEL.points(compare_people(people[left], people[right], known)) for left, right in pairs
    ]


@given(st.lists(PEOPLE, min_size=3, max_size=6), st.floats(0.01, 0.9))
def test_a_few_are_judged_one_by_one_as_they_are_by_columns(people, bound):
    known = count_values(people)
    judge = Judge(MODEL, known, Thresholds(review_from=bound), 3)
    right = np.arange(1, len(people), dtype=np.int32)
    ids = right.astype(np.int64) * 7

    found = judge.best_for(people[0], list(zip(ids.tolist(), people[1:], strict=True)))

    by_columns = judge.best(judge.scorer(columns_of(people)), np.zeros_like(right), right, ids)
    assert [(0, found)] * bool(found) == list(by_columns)
