"""Cells written as a formula to keep their zeros read as the value, in every kind of field."""

from collections.abc import Callable

import pytest

from imports.cleaning import (
    DateFormat,
    clean_boolean,
    clean_consent,
    clean_date,
    clean_datetime,
    clean_emails,
    clean_gender,
    clean_money,
    clean_name,
    clean_phones,
    clean_tags,
    clean_text,
    country_code,
    decide_date_order,
    region_for,
)
from imports.cleaning.nationalities import nationality_code


@pytest.mark.parametrize("form", ['="{}"', ' ="{}" ', '\'="{}"'])
@pytest.mark.parametrize(
    ("clean", "value"),
    [
        (clean_text, "00001"),
        (clean_tags, "VIP, NRI"),
        (lambda raw: [phone.e164 for phone in clean_phones(raw, region="IN")], "+971500000100"),
        (lambda raw: [phone.e164 for phone in clean_phones(raw, region="IN")], "09812345678"),
        (lambda raw: [email.key for email in clean_emails(raw)], "a@b.com; c@d.com"),
        (lambda raw: clean_date(raw, DateFormat.DAY_FIRST), "03/04/2025"),
        (clean_datetime, "2025-04-03T10:30"),
        (lambda raw: decide_date_order([raw]), "23/04/2025"),
        (clean_money, "AED 75,000"),
        (clean_boolean, "1"),
        (clean_consent, "yes"),
        (clean_gender, "F"),
        (clean_name, "Arjun Mehra"),
        (country_code, "India"),
        (nationality_code, "Indian"),
        (region_for, "India"),
        (lambda raw: region_for("", raw), "+91"),
        (lambda raw: region_for("", "", [raw]), "+919812345678"),
    ],
)
def test_the_value_inside_is_read(clean: Callable[[str], object], value: str, form: str) -> None:
    assert clean(form.format(value)) == clean(value)


def test_a_guarded_day_and_a_guarded_clock_make_a_moment() -> None:
    both = clean_datetime('="03/04/2025" ="10:30"', DateFormat.DAY_FIRST)

    assert both == clean_datetime("2025-04-03T10:30")


def test_doubled_quotes_inside_are_quotes() -> None:
    assert clean_text('="Bob ""B"" Roy"') == 'Bob "B" Roy'


@pytest.mark.parametrize("text", ['see <a href="x">', '="a" and "b"', "=A1", '="'])
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert clean_text(text) == text
