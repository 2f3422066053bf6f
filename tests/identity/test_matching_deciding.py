"""What may be linked without a person, whatever the probability is."""

from random import Random

import pytest

from identity.matching.deciding import are_kin, may_link
from identity.matching.linking import link
from identity.matching.model import default_model
from identity.matching.reading import read_person

NAMED = {"given": "same", "family": "same"}


@pytest.mark.parametrize(
    "levels",
    [
        NAMED | {"phone": "same"},
        NAMED | {"given": "initial", "email": "same"},
        NAMED | {"phone": "near"},
        NAMED | {"email": "local", "phone": "differ"},
        NAMED | {"born": "near"},
        NAMED | {"email": "slip"},
        NAMED | {"company": "same", "postal": "same"},
        NAMED | {"company": "near"},
        NAMED | {"family": "differ", "phone": "same", "email": "same"},
        NAMED | {"family": "differ", "email": "same", "street": "same"},
    ],
)
def test_names_and_something_of_their_own_may_be_linked(levels):
    assert may_link(levels)


@pytest.mark.parametrize(
    "levels",
    [
        NAMED | {"street": "same", "postal": "same"},
        NAMED | {"street": "same", "phone": "same", "born": "differ"},
        NAMED | {"phone": "same", "id": "differ"},
        NAMED | {"given": "initial", "phone": "near"},
        NAMED | {"email": "near"},
        NAMED | {"given": "initial", "company": "same"},
        NAMED | {"given": "typo", "company": "same"},
        NAMED | {"given": "initial", "family": "differ", "phone": "same", "email": "same"},
        NAMED | {"given": "differ", "phone": "same", "email": "same"},
        NAMED | {"family": "differ", "phone": "same"},
        NAMED | {"family": "differ", "phone": "same", "postal": "near"},
        NAMED | {"given": "initial", "family": "differ", "phone": "same", "street": "same"},
        NAMED | {"middle": "differ", "phone": "same"},
        NAMED | {"gender": "differ", "phone": "same"},
        NAMED | {"company": "same", "phone": "differ", "email": "differ"},
    ],
)
def test_father_and_son_and_who_shares_a_phone_are_for_people_to_judge(levels):
    assert not may_link(levels)


@pytest.mark.parametrize(
    ("levels", "kin"),
    [
        ({"street": "same", "postal": "same"}, True),
        ({"phone": "differ", "company": "same"}, True),
        ({"street": "same", "phone": "same"}, False),
        ({"street": "same", "email": "near"}, False),
        ({"street": "same", "born": "near"}, False),
    ],
)
def test_nobody_is_asked_about_a_family_that_shares_no_number(levels, kin):
    assert are_kin({"given": "differ", "family": "same"} | levels) == kin


def test_one_first_name_in_one_street_is_asked_about():
    assert not are_kin({"given": "same", "family": "same", "street": "same"})


def test_whichever_order_a_file_has_the_groups_are_the_same():
    names = ["Asha Rao", "Rao Aasha", "A Rao", "Vikram Rao", "Vikrant Rao", "V Rao"] * 3
    people = [
        read_person({"full_name": [name], "phone": [f"98765432{place % 4:02}"]})
        for place, name in enumerate(names)
    ]
    order = list(range(len(people)))
    Random(4).shuffle(order)  # noqa: S311 -- an order, no secret

    again = link([people[place] for place in order], default_model())

    straight = link(people, default_model())
    assert partition(straight.groups, range(len(people))) == partition(again.groups, order)


def partition(groups, places):
    found = {}
    for group, place in zip(groups, places, strict=True):
        found.setdefault(group, set()).add(place)
    return sorted(map(sorted, found.values()))
