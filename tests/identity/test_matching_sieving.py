"""What tells pairs apart early never tells apart what a closer look would not."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, Jaro

from identity.matching.columns import Texts, columns_of
from identity.matching.counting import count_values
from identity.matching.fields import compare_dates, compare_streets, is_slipped, local_of
from identity.matching.leveling import Values
from identity.matching.sketching import Sketch
from identity.matching.weighing import Scorer
from tests.identity.test_matching_weighing import MODEL, PEOPLE

WORD = st.text("ab1é @", min_size=1, max_size=10)
MAIL = st.builds("{}@{}".format, st.text("abc1.é", max_size=6), st.sampled_from(("x.in", "y.in")))
DATE = st.text("0129", min_size=8, max_size=8)
NUMBER = st.text("0123456789", min_size=10, max_size=10)
ONE, TWO = np.array([1], np.int32), np.array([2], np.int32)


def sketched(mine, other):
    return Sketch(Texts(["", mine, other]))


@given(st.lists(PEOPLE, min_size=2, max_size=6), st.floats(-30, 30))
def test_no_pair_of_the_points_asked_is_left_out(people, least):
    known = count_values(people)
    pairs = [(one, two) for one in range(len(people)) for two in range(len(people)) if one != two]
    left, right = np.array(sorted(pairs), np.int32).T
    scorer = Scorer(MODEL, known, columns_of(people))

    found = scorer.reaching(left, right, least).tolist()

    weighed = scorer.weigh(left, right, left).points
    assert set(np.flatnonzero(weighed >= least).tolist()) <= set(found)


@given(st.lists(PEOPLE, min_size=3, max_size=6), st.floats(-30, 10))
def test_pairs_weighed_apart_weigh_the_same(people, least):
    left, right = np.array([(0, two) for two in range(1, len(people))], np.int32).T
    scorer = Scorer(MODEL, count_values(people), columns_of(people))
    places = scorer.reaching(left, right, least)

    found = scorer.weigh(left, right, left, places)

    everything = scorer.weigh(left, right, left)
    assert found.points.tolist() == everything.points[places].tolist()


@given(WORD, WORD)
def test_a_sketch_lets_slips_pass(mine, other):
    sketch, slips = sketched(mine, other), OSA.distance(mine, other)

    assert sketch.a_slip_apart(ONE, TWO)[0] or slips > 1
    assert sketch.slips_apart(ONE, TWO, 2)[0] or slips > 2


@given(NUMBER, st.integers(0, 9), st.sampled_from(["", "4", "4{}"]))
def test_a_sketch_lets_mistyped_numbers_pass(number, place, put):
    typed = number[:place] + put.format(number[place]) + number[place + 1 :]

    mine, other = number[-9:], typed[-9:]

    assert is_slipped(mine, other)
    assert sketched(mine, other).a_digit_apart(ONE, TWO)[0]


@given(WORD, WORD)
def test_a_sketch_lets_likeness_pass(mine, other):
    likeness = Jaro.similarity(mine, other)

    assert sketched(mine, other).jaro_alike(ONE, TWO, likeness)[0]


@given(MAIL, MAIL)
def test_a_sketch_lets_one_mailbox_pass(mine, other):
    same = local_of(mine) == local_of(other)

    assert sketched(mine, other).same_boxes(ONE, TWO)[0] or not same or not local_of(mine)


@given(DATE, DATE)
def test_a_sketch_lets_near_dates_pass(mine, other):
    near = compare_dates(mine, other) == "near"

    assert sketched(mine, other).near_dates(ONE, TWO)[0] or not near


@given(st.text("ab 12", min_size=1, max_size=9), st.text("ab 12", min_size=1, max_size=9))
def test_streets_have_the_level_they_have_alone(mine, other):
    texts = Texts(dict.fromkeys(["", mine, other]))

    found = Values("street", texts).compare(ONE, np.array([len(texts) - 1], np.int32))

    assert ("same", "near", "street", "differ")[found[0]] == compare_streets(mine, other)
