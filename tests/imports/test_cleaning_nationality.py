"""Nationalities, written as peoples or as countries."""

import pytest

from imports.cleaning import country_code
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
        ("هندي", "IN"),
        ("الهندية", "IN"),
        ("الهند", "IN"),
        ("إماراتية", "AE"),
        ("भारतीय", "IN"),
        ("indienne", "IN"),
        ("Inderin", "IN"),
        ("Martian", None),
        ("Marine", None),
    ],
)
def test_a_nationality_is_read_as_a_people_or_a_country(text, code):
    assert nationality_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("الهند", "IN"),
        ("باكستان", "PK"),
        ("المملكة العربية السعودية", "SA"),
        ("VAE", "AE"),
        ("EE.UU.", "US"),
        ("Hindistan", "IN"),
        ("Индия", "IN"),
        ("印度", "IN"),
        ("Unbekannte Region", None),
        ("Европейский союз", None),
        ("Dubai Marina", None),
        ("?", None),
    ],
)
def test_a_country_is_known_by_its_name_in_many_languages(text, code):
    assert country_code(text) == code
