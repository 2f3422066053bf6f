import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.matching.agreeing import Agreement, united
from identity.matching.clustering import AGREE, cluster
from identity.matching.counting import count_values
from identity.matching.model import default_model
from identity.matching.types import Person

ASHA = Person(given=("asha",), family=("rao",))
PUNE = ASHA._replace(phones=("673481760",), emails=("asharao7@gmail.com",), city="pune")
TOLD = [
    PUNE._replace(postal="411056", locality="baner"),
    PUNE._replace(postal="411056"),
    ASHA._replace(phones=("673481760",)),
    ASHA._replace(emails=("asharao7@gmail.com",), locality="baner"),
]
"""Asha of Pune, who does not tell everywhere where she lives."""
MUMBAI = ASHA._replace(phones=("569149742",), city="mumbai", locality="worli", company="jsw steel")


@pytest.fixture
def agreement():
    people = [*TOLD, MUMBAI, ASHA._replace(emails=("asharao7@gmail.com",), city="pune")]
    return Agreement(people, count_values(people), default_model(), prior=-8.0)


def test_several_records_tell_together_what_each_tells_in_part():
    whole = united([*TOLD, ASHA._replace(given=("a",)), MUMBAI._replace(given=("a",))])

    assert whole.given == ("asha",)
    assert whole.phones == ("673481760", "569149742")
    assert whole.emails == ("asharao7@gmail.com",)
    assert (whole.city, whole.postal, whole.locality) == ("pune", "411056", "baner")


@given(st.permutations([*TOLD, MUMBAI, MUMBAI._replace(extras=())]))
def test_what_they_tell_together_does_not_depend_on_their_order(people):
    known, told = united([*TOLD, MUMBAI, MUMBAI]), united(people)

    assert (set(told.phones), set(told.emails)) == (set(known.phones), set(known.emails))
    assert told._replace(phones=(), emails=()) == known._replace(phones=(), emails=())


def test_further_columns_of_a_file_are_told_too():
    people = [Person(extras=("", "noida")), Person(extras=("up", "delhi")), Person(extras=("", ""))]

    assert united([*people, Person(extras=("", "noida"))]).extras == ("up", "noida")


def test_who_tells_little_does_not_join_two_who_plainly_differ(agreement):
    little, other = 2, 4  # a name and a number on the one side: another number alone is no bar

    assert agreement.of(little, other) > agreement.of(0, other)
    assert agreement.between(range(4), [other]) < AGREE
    assert agreement.between(range(4), [5]) > 0


def test_groups_count_as_a_whole_beside_their_pairs(agreement):
    pairs = sum(agreement.of(one, 4) for one in range(4)) / 4
    alone = agreement.between([0], [4])

    assert agreement.between(range(4), [4]) < pairs  # together they tell more against it
    assert alone == pytest.approx(1.5 * agreement.of(0, 4))


def test_one_wrong_edge_does_not_join_two_groups():
    edges = [(9.0, 0, 1), (9.0, 2, 3), (3.0, 1, 2)]

    groups = cluster(4, edges, lambda *_: AGREE - 1)

    assert groups.names() == [0, 0, 2, 2]
