"""What contradicts links nobody unasked, not even by way of a third record."""

import csv

import pytest
from django.core.management import call_command

from identity.matching.generations import are_two, generation_of

NUMBER = "9876543210"


@pytest.fixture
def decisions(tmp_path):
    def match(*rows):
        path, out = tmp_path / "people.csv", tmp_path / "pairs.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["ref", "Full Name", "Mobile", "DOB"])
            writer.writerows([n, name, NUMBER, born] for n, (name, born) in enumerate(rows, 1))
        call_command("match_records", path, id="ref", out=out)
        with out.open() as file:
            return {
                row["left_id"] + row["right_id"]: row["decision"] for row in csv.DictReader(file)
            }

    return match


def test_father_and_son_are_not_linked_by_a_record_without_a_birthday(decisions):
    people = [("Suresh Patel", "1960-01-02"), ("Suresh Patel", "1990-05-06"), ("Suresh Patel", "")]

    assert set(decisions(*people).values()) == {"review"}


def test_a_record_that_contradicts_nobody_is_still_linked(decisions):
    people = [("Suresh Patel", "1960-01-02"), ("Suresh Patel", "1960-01-02"), ("Suresh Patel", "")]

    assert set(decisions(*people).values()) == {"auto"}


def test_senior_and_junior_are_two_people(decisions):
    names = ["Suresh Patel Sr.", "Suresh Patel Jr.", "Suresh Patel (Son)"]

    found = decisions(*((name, "") for name in names))

    assert found["23"] == "auto"
    assert "auto" not in {found["12"], found["13"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Suresh Patel Sr.", "Suresh Patel, Jr"),
        ("Suresh Patel II", "Suresh Patel III"),
        ("Suresh Patel (Father)", "Suresh Patel (Son)"),
        ("Suresh Patel S/o Ramesh", "Suresh Patel S/o Mahendra Patel"),
        ("Meena Patel D/o Ramesh", "Meena Patel W/o Suresh"),
        ("Suresh Patel S/o Suresh Kumar Patel", "Suresh Patel"),
        ("Farida Qureshi D/o Farid Ahmed", "Farid Qureshi"),
        ("Mrs. Harish Reddy W/o Harish Reddy", "Harish Reddy"),
    ],
)
def test_names_tell_two_people_of_one_name(one, other):
    assert are_two(generation_of(one), generation_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Suresh Patel Sr.", "Suresh Patel"),
        ("Suresh Patel Jr.", "Suresh Patel (Son)"),
        ("Suresh Patel S/o Ramesh", "Suresh Patel s/o Shri Ramesh Patel"),
        ("Sr. Mary Joseph", "Mary Joseph Jr."),
        ("Heung-min Son", "Heung-min Son Sr."),
        ("Vikram Iv", "Vikram"),
    ],
)
def test_who_only_one_name_tells_of_may_be_the_other(one, other):
    assert not are_two(generation_of(one), generation_of(other))
