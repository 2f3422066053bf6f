"""Numbers, e-mails and dates as hasty hands type them."""

import pytest

from identity.matching.blocking import keys_of
from identity.matching.fields import compare_addresses, compare_phones, date_of, email_of, phones_of
from identity.matching.reading import read_person

NUMBER = "+91 98765 43210"


@pytest.mark.parametrize(
    "typed",
    ["9876543211", "98765432210", "987643210", "98756 43210", "9A8765 43210", "+9198765432310"],
)
def test_a_number_is_near_with_a_digit_changed_dropped_or_doubled(typed):
    assert compare_phones(phones_of(NUMBER), phones_of(typed))[0] in {"near", "same"}


@pytest.mark.parametrize("typed", ["98765 43321", "8976543201", "9876512345"])
def test_a_number_two_slips_away_is_another(typed):
    assert compare_phones(phones_of(NUMBER), phones_of(typed))[0] == "differ"


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("asha.raoo7@example.com", "slip"),
        ("asha.rao7@exmple.com", "slip"),
        ("asha.rao7@another.org", "local"),
        ("asha.rao9@example.com", "near"),
        ("asha.rao@example.com", "near"),
        ("usha.rao7@exampl.com", "near"),
        ("vikram@example.com", "differ"),
    ],
)
def test_an_address_is_a_slip_apart_unless_its_number_is_another(typed, level):
    assert compare_addresses("asha.rao7@example.com", typed) == level


@pytest.mark.parametrize("typed", ["test@test.com", "NA@na.com", "none@gmail.com", "abc@abc.com"])
def test_a_filled_in_address_is_none(typed):
    assert email_of(typed) == ""


@pytest.mark.parametrize("typed", ["19888-11-17", "1988-13-17", "1988-11-41", "1988-00-17"])
def test_a_day_of_no_calendar_is_unknown(typed):
    assert date_of(typed) == ""


@pytest.mark.parametrize(
    ("name", "phone"),
    [("Xsha Raobahadur", ""), ("Asha Rajbahadur", ""), ("V Gupta", "98765 49999")],
)
def test_who_is_mistyped_shares_a_key(name, phone):
    known = read_person({"full_name": ["Asha Raobahadur"], "phone": [NUMBER]})

    asked = read_person({"full_name": [name], "phone": [phone]})

    assert not set(keys_of(known)).isdisjoint(keys_of(asked))


def test_the_address_of_an_office_is_nobodys_own():
    assert email_of("info@prestige.example") == ""


@pytest.mark.parametrize(
    ("title", "full", "sex"),
    [("", "Mrs. Sandeep Bose", "f"), ("Mr", "Sandeep Bose", "m"), ("Dr", "Sandeep Bose", "")],
)
def test_a_title_tells_a_woman_from_a_man(title, full, sex):
    assert read_person({"title": (title,), "full_name": (full,)}).gender == sex


def test_a_year_of_signs_that_only_look_like_digits_is_no_birthday() -> None:
    cells = {"year": ["198²"], "month": ["4"], "day": ["5"]}

    assert read_person(cells).born == ""
    assert read_person(cells | {"year": ["1982"]}).born == "19820405"
