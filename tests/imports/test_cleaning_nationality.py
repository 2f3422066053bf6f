"""Nationalities, written as peoples or as countries."""

import pytest

from imports.cleaning.nationalities import nationality_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Indian", "IN"),
        ("EMIRATI", "AE"),
        ("british ", "GB"),
        ("Sri Lankan", "LK"),
        ("United Kingdom", "GB"),
        ("UAE", "AE"),
        ("Martian", None),
    ],
)
def test_a_nationality_is_read_as_a_people_or_a_country(text, code):
    assert nationality_code(text) == code
