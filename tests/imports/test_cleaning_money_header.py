"""Amounts below a header that says their unit or currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cleaning import clean_money, stated_in

LAKH, CRORE, MILLION = 100_000, 10_000_000, 1_000_000


@pytest.mark.parametrize(
    ("header", "cell", "amount", "currency"),
    [
        ("Budget (Lakh)", "85", 85 * LAKH, "INR"),
        ("Budget in Cr", "1.2", 12 * MILLION, "INR"),
        ("BudgetInCr", "0.85", 85 * LAKH, "INR"),
        ("budget_lakhs", "1,250", 1250 * LAKH, "INR"),
        ("Price (INR Lakhs)", "85.5", 8_550_000, "INR"),
        ("Budget (₹ L)", "90", 90 * LAKH, "INR"),
        ("Amount (AED '000)", "1,850", 1_850_000, "AED"),
        ("Amount in AED 000s", "850", 850_000, "AED"),
        ("Deal Size (USD k)", "450", 450_000, "USD"),
        ("Value (mn) AED", "2.35", 2_350_000, "AED"),
        ("Price in Million (AED)", "2.3", 2_300_000, "AED"),
        ("Budget AED M", "2", 2 * MILLION, "AED"),
        ("Price in 1,000s (AED)", "950", 950_000, "AED"),
        ("Budget (Rs. in Lacs)", "60", 60 * LAKH, "INR"),
        ("الميزانية (مليون درهم)", "\u0662.\u0665", 2_500_000, "AED"),
        ("السعر بالمليون", "AED 3", 3 * MILLION, "AED"),
        ("बजट (लाख)", "८५", 85 * LAKH, "INR"),
        ("Budget (AED)", "1,850,000", 1_850_000, "AED"),
        ("Budget in Cr", "1.2345678", 12_345_678, "INR"),
    ],
)
def test_a_number_is_read_in_the_unit_and_currency_of_its_header(header, cell, amount, currency):
    assert clean_money(cell, stated=stated_in(header)) == (
        Decimal(amount),
        Decimal(amount),
        currency,
        (),
    )


@pytest.mark.parametrize(
    ("header", "cell", "low", "high"),
    [
        ("Budget (Lakh)", "1.2 Cr", 12 * MILLION, 12 * MILLION),
        ("Budget in Cr", "85 L", 85 * LAKH, 85 * LAKH),
        ("Budget (Lakh)", "85-120", 85 * LAKH, 120 * LAKH),
        ("Budget (Lakh)", "85 - 1.2 Cr", 85 * LAKH, 12 * MILLION),
        ("Budget (Lakh)", "1 - 1.2 Cr", CRORE, 12 * MILLION),
        ("Budget in Cr", "90 L - 1.5", 90 * LAKH, 15 * MILLION),
        ("Budget (Lakh)", "up to 85", None, 85 * LAKH),
        ("Budget (Lakh)", "85+", 85 * LAKH, None),
        ("Budget (Lakh)", "0", 0, 0),
    ],
)
def test_a_unit_in_the_cell_counts_more_and_a_range_shares_it(header, cell, low, high):
    found = clean_money(cell, stated=stated_in(header), currency_hint="INR")

    assert (found.min, found.max, found.issues) == (low, high, ())


def test_a_currency_in_the_cell_counts_more_than_the_header_and_the_header_more_than_the_row():
    stated = stated_in("Budget (AED mn)")

    assert clean_money("USD 2", stated=stated, currency_hint="INR").currency == "USD"
    assert clean_money("2", stated=stated, currency_hint="INR").currency == "AED"


@pytest.mark.parametrize(
    ("header", "cell", "code", "suggestion"),
    [
        ("Budget (Lakh)", "8500000", "unit_doubtful", "85 lakh"),
        ("Budget (Lakh)", "85,00,000", "unit_doubtful", "85 lakh"),
        ("Amount (AED '000)", "850,000", "unit_doubtful", "850 thousand"),
        ("Price (mn)", "2300000", "unit_doubtful", "2.3 million"),
        ("Budget in Cr", "1200", "unit_doubtful", "1200 crore"),
        ("Budget (Lakh / Cr)", "85", "unit_missing", "85"),
        ("Budget (e.g. 50 lakh)", "85", "unit_missing", "85"),
        ("Budget", "85", "unit_missing", "85"),
        ("Price M&A", "85", "unit_missing", "85"),
        ("Price (AED / sq ft)", "1,850", "rate_not_total", None),
        ("Budget (SAR mn)", "2", "currency_unsupported", None),
        ("Amount (AED '000)", "1.250", "ambiguous_number", None),
        ("Budget (Lakh)", "1 crore 25", "ambiguous_number", None),
    ],
)
def test_what_may_be_meant_in_two_ways_is_a_question_and_no_value(header, cell, code, suggestion):
    found = clean_money(cell, stated=stated_in(header), currency_hint="INR")

    assert found[:3] == (None, None, None)
    assert [(each.code, each.suggestion) for each in found.issues] == [(code, suggestion)]


def test_what_is_suggested_is_read_as_it_says_below_the_same_header():
    stated = stated_in("Budget (Lakh)")
    (issue,) = clean_money("8500000", stated=stated).issues

    assert clean_money(issue.suggestion or "", stated=stated).min == 85 * LAKH


@pytest.mark.parametrize(
    "header",
    ["Budget", "Amount", "Price M&A", "Price B", "L", "Cr Amount", "Budget (50L - 1Cr)", "Arab"],
)
def test_a_header_that_names_no_unit_states_none(header):
    assert stated_in(header).scale is None


HEADERS = st.sampled_from(
    [
        ("Budget (Lakh)", LAKH),
        ("Budget in Cr", CRORE),
        ("Price (INR Lakhs)", LAKH),
        ("Amount (AED mn)", MILLION),
        ("Amount (AED '000)", 1000),
    ]
)


@given(HEADERS, st.decimals(Decimal("0.01"), 99, places=2))
def test_a_scaled_amount_is_exact(header, number):
    name, scale = header

    found = clean_money(str(number), stated=stated_in(name))

    assert (found.min, found.max) == (number * scale, number * scale)


@given(HEADERS, st.decimals(1, 9999, places=2), st.sampled_from(["lakh", "Cr", "mn", "k"]))
def test_a_cell_with_a_unit_reads_the_same_below_any_header(header, number, unit):
    cell = f"INR {number} {unit}"

    assert clean_money(cell, stated=stated_in(header[0])) == clean_money(cell)


@given(st.text(max_size=60), st.text(max_size=40))
def test_no_header_and_no_cell_is_too_odd(header, cell):
    found = clean_money(cell, stated=stated_in(header))

    assert found.min is None or found.max is None or found.min <= found.max


@given(HEADERS, st.decimals(0, 10**17, places=4))
def test_a_bare_number_is_scaled_as_its_header_says_or_it_is_a_question(header, number):
    name, scale = header

    found = clean_money(format(number, "f"), stated=stated_in(name))

    cents = (number * scale).quantize(Decimal("0.01"))
    assert (found.min == cents) or (found.min is None and found.issues)
