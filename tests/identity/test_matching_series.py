"""Numbers and mailboxes that were handed out one after the other are no slips of each other."""

from itertools import product

import numpy as np
import pytest

from identity.matching.columns import columns_of
from identity.matching.compare import compare_people
from identity.matching.counting import count_among, count_values
from identity.matching.frequencies import Frequencies
from identity.matching.linking import link
from identity.matching.model import default_model
from identity.matching.series import in_series
from identity.matching.types import Person
from identity.matching.weighing import Scorer

GIVEN = ("asha", "vikram", "layla", "omar", "emma", "sai", "meera", "rohan", "kavya", "arjun")
FAMILY = ("rao", "mehta", "hassan", "khan", "jones", "reddy", "iyer", "shah", "gill", "dias")


def client(number, **told):
    return Person((GIVEN[number % 10],), (FAMILY[number % 10],), **told)


def levels(left, right, people):
    rows = compare_people(left, right, count_values(people))
    return {row.comparison: row.level for row in rows}


def test_the_numbers_of_an_office_are_no_slips():
    office = [client(number, phones=(f"4555{number + 100:05}",)) for number in range(12)]

    assert levels(office[0], office[6], office)["phone"] == "differ"


def test_a_digit_mistyped_is_a_slip_though_an_office_stands_beside_it():
    office = [client(number, phones=(f"4555{number + 100:05}",)) for number in range(12)]
    asha, typed = client(0, phones=("987654321",)), client(0, phones=("987654821",))

    assert levels(asha, typed, [*office, asha, typed])["phone"] == "near"


def test_one_more_digit_apart_from_three_of_an_office_is_still_a_slip():
    people = [client(number, phones=(f"45550010{number}",)) for number in range(3)]

    assert levels(people[0], people[1], people)["phone"] == "near"


def test_mailboxes_that_count_are_no_slips():
    users = [client(number, emails=(f"user{number}@example.com",)) for number in range(30)]

    assert levels(users[1], users[12], users)["email"] == "differ"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("email", ["rao7@x.in", "rao9@x.in", "rao@x.in", "mehta7@x.in", "khan7@x.in"]),
        ("phone", ["987654321", "987654329", "987654390", "911111111", "", "5"]),
        ("city", ["flat 1", "flat 2", "flat 3", "flat 4", "flat 5"]),
    ],
)
def test_a_few_that_resemble_each_other_are_no_series(field, values):
    assert not in_series(field, values).any()


def test_mailboxes_count_whatever_characters_another_has():
    values = ["ra\0o@x.in", *(f"user{number}@x.in" for number in range(4))]

    assert in_series("email", values).tolist() == [False, True, True, True, True]


def test_numbers_of_a_series_are_told_among_those_that_begin_otherwise():
    others = [f"{number}00000100" for number in range(1, 9)]
    office = [f"45550010{number}" for number in range(4)]

    assert in_series("phone", [*others, *office]).tolist() == [False] * 8 + [True] * 4


def test_a_file_of_numbered_people_holds_as_many_people_as_records():
    people = [
        Person(
            (given,),
            (family,),
            phones=(f"98765{number:04}",),
            emails=(f"user{number}@example.com",),
            city="mumbai",
        )
        for number, (given, family) in enumerate(product(GIVEN, FAMILY))
    ]

    assert len(set(link(people, default_model()).groups)) == len(people)


def test_a_search_in_the_database_knows_the_series_of_those_it_compares():
    office = [client(number, phones=(f"4555{number + 100:05}",)) for number in range(12)]
    known = count_among(Frequencies(1_000_000, {}), office)

    by_columns = Scorer(default_model(), Frequencies(1_000_000, {}), columns_of(office))

    assert "455500100" in known.series("phone")
    assert by_columns.weigh(np.array([0]), np.array([6])).levels(0)["phone"] == "differ"
