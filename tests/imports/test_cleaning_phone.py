import csv
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.cleaning import clean_phones, region_for
from imports.cleaning.phone_plans import HOME_REGIONS, read_home_number

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
KINDS = {
    phonenumbers.PhoneNumberType.MOBILE: "mobile",
    phonenumbers.PhoneNumberType.FIXED_LINE: "fixed",
}
CODES = {"IN": "91", "AE": "971", "US": "1", "GB": "44"}


def only(raw, region=None):
    (phone,) = clean_phones(raw, region=region)
    return phone


def codes(phone):
    return [issue.code for issue in phone.issues]


def by_library(written, region):
    """The reference: E.164 and kind of a valid number, else None."""
    if written.startswith("00"):
        written = f"+{written[2:]}"
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164, KINDS.get(phonenumbers.number_type(number), "unknown")


@pytest.mark.parametrize(
    ("raw", "region", "e164"),
    [
        ("9876543210", "IN", "+919876543210"),
        ("098765 43210", "IN", "+919876543210"),
        ("91-6000000100", "IN", "+916000000100"),
        ("00919876543210", "US", "+919876543210"),
        ("p:+916000000100", None, "+916000000100"),
        ("tel:+91 98765-43210", None, "+919876543210"),
        ("'9876543210", "IN", "+919876543210"),
        ('="9876543210"', "IN", "+919876543210"),
        ("9876543210.0", "IN", "+919876543210"),
        ("+44 (0)20 7946 0128", None, "+442079460128"),
        ("(0)20 7946 0128", "GB", "+442079460128"),
        ("٠٥٠١٢٣٤٥٦٧", "AE", "+971501234567"),
        ("९८७६५४३२१०", "IN", "+919876543210"),
        ("\u202a+91 98765 43210\u202c", None, "+919876543210"),
        ("Rahul: 9876543210 (office)", "IN", "+919876543210"),
        ("(512) 555-0163", "US", "+15125550163"),
        ("03023125135", "DE", "+493023125135"),
    ],
)
def test_a_number_is_read_through_what_people_write_around_it(raw, region, e164):
    phone = only(raw, region)

    assert (phone.e164, phone.issues) == (e164, ())


@pytest.mark.parametrize(
    "raw",
    [
        "+91 60000 00107 ::: +91 80000 00107",
        "+91 60000 00107, 8000000107",
        "6000000107 / 8000000107",
        "6000000107\n8000000107",
        "+916000000107+918000000107",
        "6000000107 8000000107",
        "6000000107 or 8000000107; 6000000107",
    ],
)
def test_several_numbers_of_a_cell_are_split_and_come_once(raw):
    found = [phone.e164 for phone in clean_phones(raw, region="IN")]

    assert found == ["+916000000107", "+918000000107"]


@pytest.mark.parametrize(
    "raw", ["020 7946 0128 ext 12", "020 7946 0128 x12", "+442079460128;ext=12", "02079460128,,12"]
)
def test_an_extension_is_kept_apart(raw):
    phone = only(raw, "GB")

    assert (phone.e164, phone.extension) == ("+442079460128", "12")


@pytest.mark.parametrize(
    ("raw", "region", "code"),
    [
        ("9.18E+11", "IN", "unrecoverable"),
        ("9876543210", None, "region_unknown"),
        ("0000000000", "IN", "placeholder"),
        ("+91-9999999999", None, "placeholder"),
        ("1234567890", "IN", "placeholder"),
        ("+910000000000", None, "placeholder"),
        ("98765O3210", "IN", "letters_in_number"),
        ("NA", "IN", "no_digits"),
        ("0500000114", "IN", "invalid_number"),
        ("12345678901234567890", "IN", "too_long"),
        ("123", "IN", "too_short"),
    ],
)
def test_what_is_no_number_stays_raw_with_its_reason(raw, region, code):
    phone = only(raw, region)

    assert (phone.raw, phone.e164, codes(phone)) == (raw, None, [code])


def test_a_plus_before_a_national_number_is_questioned():
    phone = only("+9876543210", "IN")

    assert (phone.e164, phone.issues[0].suggestion) == (None, "+919876543210")


def test_a_calling_code_without_plus_is_taken_and_said_so():
    phone = only("15125550163", "AE")

    assert (phone.e164, codes(phone)) == ("+15125550163", ["country_code_assumed"])


def test_a_trunk_zero_the_country_does_not_use_is_removed_and_said_so():
    phone = only("0600000149", "ES")

    assert (phone.e164, codes(phone)) == ("+34600000149", ["trunk_zero_removed"])


def test_a_range_no_operator_uses_is_kept_and_said_so():
    phone = only("+33 639 980 142")

    assert (phone.e164, codes(phone)) == ("+33639980142", ["unassigned_range"])


def test_the_short_ending_of_an_alternative_number_is_not_lost():
    first, second = clean_phones("022-22345678/79", region="IN")

    assert (first.e164, second.raw, codes(second)) == ("+912222345678", "79", ["too_short"])


def test_the_region_comes_from_the_strongest_witness():
    assert [
        region_for("India", "+971"),
        region_for("U.A.E."),
        region_for("Atlantis", hint="IN"),
        region_for(numbers=["+442079460128", "9876543210"], hint="IN"),
        region_for(numbers=["+442079460128", "+919876543210"], hint="IN"),
        region_for(),
    ] == ["AE", "AE", "IN", "GB", "IN", None]


@given(
    st.sampled_from(HOME_REGIONS),
    st.sampled_from(HOME_REGIONS),
    st.sampled_from(["+", "00", "", "0", "1"]),
    st.booleans(),
    st.integers(0, 10**8 - 1),
    st.text("0123456789", min_size=0, max_size=3),
)
def test_the_fast_path_equals_the_library(home, region, prefix, coded, middle, tail):
    example = phonenumbers.example_number(home).national_number
    national = f"{str(example)[:2]}{middle:08d}"[: len(str(example))] + tail[:1]
    written = f"{prefix}{CODES[home] if coded else ''}{national}"

    fast = read_home_number(written, region)

    assert fast is None or by_library(written, region) == (f"+{fast[0]}{fast[1]}", fast[2])


@given(st.sampled_from(HOME_REGIONS), st.text("+0123456789 -()", max_size=18))
def test_the_fast_path_reads_no_digit_soup_differently(region, written):
    fast = read_home_number(written, region)

    assert fast is None or by_library(written, region) == (f"+{fast[0]}{fast[1]}", fast[2])


@settings(deadline=None)
@given(st.sampled_from(HOME_REGIONS), st.integers(6 * 10**9, 10**10 - 1))
def test_every_valid_number_of_a_home_market_is_read_as_the_library_does(region, national):
    written = str(national)
    expected = by_library(written, region)

    phone = only(written, region)

    assert expected is None or codes(phone) == ["placeholder"] or phone[1:3] == expected


@pytest.mark.shared
def test_real_columns_are_read_as_the_library_does():
    path = SHARED / "identity" / "in_contacts_dev_20k.csv"
    if not path.exists():
        pytest.skip("the shared data folder is absent")
    with path.open(encoding="utf-8", newline="") as lines:
        raws = {row[column] for row in csv.DictReader(lines) for column in ("phone", "phone2")}
    fast = {raw: read_home_number(raw, "IN") for raw in sorted(raws)[::4]}

    wrong = [
        raw
        for raw, found in fast.items()
        if found and by_library(raw, "IN") != (f"+{found[0]}{found[1]}", found[2])
    ]

    assert (wrong, len([found for found in fast.values() if found]) > len(fast) * 0.8) == ([], True)
