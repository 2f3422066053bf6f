"""Whatever a cell holds, every cleaner returns, and what it cannot read it reports."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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

# characters the grammars care about, so that random text reaches their corners
CRAFTED = st.text("0123456789+-/.,:;()@<>\"'=_% \nAaBbCcEeKkLlMmPpRrTtXxZz₹$€٣२é", max_size=30)
CELLS = st.text() | CRAFTED | st.characters().map(lambda letter: letter * 40)
FORMATS = st.none() | st.sampled_from(DateFormat)
CLEANERS = [
    clean_boolean,
    clean_consent,
    clean_emails,
    clean_gender,
    clean_money,
    clean_name,
    clean_tags,
    clean_text,
    country_code,
]


@pytest.mark.parametrize("clean", CLEANERS)
@given(raw=CELLS)
def test_no_text_makes_a_cleaner_raise(clean, raw):
    clean(raw)


@given(CELLS, st.sampled_from([None, "IN", "AE", "US", "GB", "DE", "SA"]))
def test_a_phone_without_a_number_has_a_reason(raw, region):
    silent = [p for p in clean_phones(raw, region=region) if p.e164 is None and not p.issues]

    assert silent == []


@given(CELLS, FORMATS, st.none() | st.dates())
def test_a_date_that_is_not_read_has_a_reason(raw, order, limit):
    cleaned = clean_date(raw, order, not_after=limit)

    assert (cleaned.value is None) == bool(cleaned.issues or not clean_text(raw))


@given(CELLS, FORMATS)
def test_a_moment_has_the_fate_of_its_date(raw, order):
    assert (clean_datetime(raw, order).value is None) == (clean_date(raw, order).value is None)


@given(CELLS)
def test_money_that_is_not_read_has_a_reason(raw):
    found = clean_money(raw)

    assert (found.min, found.max) != (None, None) or found.issues or not clean_text(raw)


@given(CELLS, CELLS, st.lists(CELLS, max_size=3), st.none() | CELLS)
def test_no_row_makes_the_region_raise(country, dial_code, numbers, hint):
    region_for(country, dial_code, numbers, hint)
    decide_date_order(numbers, hint)


def test_every_day_outside_our_years_is_refused():
    assert clean_date(date.min.isoformat()).value is None
    assert clean_date(date.max.isoformat()).value is None


@pytest.mark.parametrize("raw", ["/", "_", "'", ",", "\u0301"])
def test_punctuation_alone_is_reported_by_every_reader_of_lists(raw):
    (phone,) = clean_phones(raw, region="IN")
    (email,) = clean_emails(raw)

    assert [len(found.issues) for found in (phone, email, clean_money(raw))] == [1, 1, 1]
