"""A file's word for a gender becomes ours, so that pages, filters and merges know it."""

import pytest

from contacts.forms import GENDERS
from imports.projection.plan import Mapped, Plan

COLUMNS = [
    Mapped(0, "Name", "contact.full_name", {}),
    Mapped(1, "Gender", "contact.gender", {}),
]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("F", "female"),
        ("MALE", "male"),
        ("weiblich", "female"),
        ("Non-binary", "non_binary"),
        ("Other", "other"),
    ],
)
def test_it_is_kept_as_the_forms_offer_it(written, kept):
    row = Plan("contact", COLUMNS).project(["Meera Rao", written])

    assert (row.entity["gender"], row.issues, row.projected) == (kept, [], 2)
    assert kept in dict(GENDERS)


def test_one_nobody_was_asked_for_is_none():
    row = Plan("contact", COLUMNS).project(["Meera Rao", "Prefer not to say"])

    assert ("gender" in row.entity, row.parked, row.issues) == (False, 1, [])


def test_a_word_that_is_none_is_told():
    row = Plan("contact", COLUMNS).project(["Meera Rao", "Agent"])

    assert "gender" not in row.entity
    assert [issue["code"] for issue in row.issues] == ["unknown_choice"]
