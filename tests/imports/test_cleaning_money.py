from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.selectors.money import format_money
from imports.cleaning import clean_money

LAKH = 100_000
CRORE = 10_000_000


@pytest.mark.parametrize(
    ("raw", "amount", "currency"),
    [
        ("1.5 Cr", 15_000_000, "INR"),
        ("85 lakh", 8_500_000, "INR"),
        ("90 L", 9_000_000, "INR"),
        ("₹ 75,00,000", 7_500_000, "INR"),
        ("Rs. 50,00,000/-", 5_000_000, "INR"),
        ("1 cr 25 lakh", 12_500_000, "INR"),
        ("AED 2.3M", 2_300_000, "AED"),
        ("2.1 million AED", 2_100_000, "AED"),
        ("AED950K", 950_000, "AED"),
        ("£12.4m", 12_400_000, "GBP"),
        ("€1.250.000,00", 1_250_000, "EUR"),
        ("1 250 000 €", 1_250_000, "EUR"),
        ("S$ 2.5M", 2_500_000, "SGD"),
        ("२.४५ करोड़", 24_500_000, "INR"),
        ("५० लाख", 5_000_000, "INR"),
        ("٢\u066b٣ مليون درهم", 2_300_000, "AED"),
    ],
)
def test_an_amount_is_read_exactly(raw, amount, currency):
    assert clean_money(raw) == (Decimal(amount), Decimal(amount), currency, ())


@pytest.mark.parametrize(
    ("raw", "low", "high"),
    [
        ("1-2 Cr", CRORE, 2 * CRORE),
        ("55-60 Lacs", 55 * LAKH, 60 * LAKH),
        ("1.2Cr-1.6Cr", 12_000_000, 16_000_000),
        ("80 L \u2013 1.2 Cr", 80 * LAKH, 120 * LAKH),
        ("₹85_lakh_-_₹1_cr", 85 * LAKH, CRORE),
        ("between 1 and 2 crore", CRORE, 2 * CRORE),
        ("₹ 75,00,000 - 90,00,000", 75 * LAKH, 90 * LAKH),
        ("above_₹5_cr", 5 * CRORE, None),
        ("5 Cr+", 5 * CRORE, None),
        ("2.5 करोड़ से अधिक", 25_000_000, None),
        ("under 2 Cr", None, 2 * CRORE),
        ("up to 50 lakh", None, 50 * LAKH),
    ],
)
def test_ranges_and_bounds_keep_both_ends_apart(raw, low, high):
    found = clean_money(raw)

    assert (found.min, found.max, found.currency, found.issues) == (low, high, "INR", ())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1.5", "unit_missing"),
        ("12.500", "ambiguous_number"),
        ("1,2345,67", "ambiguous_number"),
        ("50 - 1 cr", "ambiguous_range"),
        ("1 cr - 2", "ambiguous_range"),
        ("5000/sqft", "rate_not_total"),
        ("AED 120k per year", "rate_not_total"),
        ("1.25E+07", "unrecoverable"),
        ("SAR 2M", "currency_unsupported"),
        ("USD or AED 2M", "several_currencies"),
        ("1 lakh crore 1 crore", "unreadable"),
        ("999999999999 Cr", "too_large"),
        ("on request", "unreadable"),
    ],
)
def test_what_can_be_read_in_two_ways_stays_unresolved(raw, code):
    found = clean_money(raw, currency_hint="INR")

    assert (found[:3], [issue.code for issue in found.issues]) == ((None, None, None), [code])


def test_the_currency_comes_from_the_cell_then_the_hint_then_nowhere():
    assert clean_money("AED 1,850,000", currency_hint="INR").currency == "AED"
    assert clean_money("1,850,000", currency_hint="INR").currency == "INR"
    assert [issue.code for issue in clean_money("1,850,000").issues] == ["currency_unknown"]


@pytest.mark.parametrize(
    ("amount", "currency", "short", "exact"),
    [
        ("24500000", "INR", "₹2.45 Cr", "₹2,45,00,000"),
        ("8500000", "INR", "₹85 L", "₹85,00,000"),
        ("75000", "INR", "₹75,000", "₹75,000"),
        ("2300000", "AED", "AED 2.3M", "AED 2,300,000"),
        ("950000", "AED", "AED 950,000", "AED 950,000"),
        ("1234567.8", "USD", "USD 1.23M", "USD 1,234,567.80"),
    ],
)
def test_amounts_are_shown_as_their_market_reads_them(amount, currency, short, exact):
    value = Decimal(amount)

    assert (format_money(value, currency), format_money(value, currency, exact=True)) == (
        short,
        exact,
    )


AMOUNTS = st.decimals(1000, 10**13, places=2)
CURRENCIES = st.sampled_from(["INR", "AED", "USD", "GBP", "EUR", "SGD"])


@given(AMOUNTS, CURRENCIES)
def test_a_shown_amount_reads_back_exactly(amount, currency):
    found = clean_money(format_money(amount, currency, exact=True))

    assert (found.min, found.max, found.currency) == (amount, amount, currency)


@given(st.integers(1, 999_99), st.sampled_from([("Cr", CRORE), ("lakh", LAKH), ("M", 10**6)]))
def test_units_scale_without_rounding(hundredths, unit):
    name, scale = unit

    found = clean_money(f"{hundredths // 100}.{hundredths % 100:02d} {name}")

    assert found.min == Decimal(hundredths) * scale / 100
