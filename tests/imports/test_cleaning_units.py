from decimal import Decimal

import pytest

from imports.cleaning import clean_area, clean_configuration


@pytest.mark.parametrize(
    ("raw", "sqft", "unit", "basis"),
    [
        ("2,450 sq ft", "2450.00", "sqft", None),
        ("1250 Sq.Ft. (carpet)", "1250.00", "sqft", "carpet"),
        ("RERA carpet 650 sft", "650.00", "sqft", "carpet"),
        ("Super area: 1,450 sq. ft.", "1450.00", "sqft", "super_built_up"),
        ("1500 sq feet built-up", "1500.00", "sqft", "built_up"),
        ("120 sqm", "1291.67", "sqm", None),
        ("85 m²", "914.93", "sqm", None),
        ("Plot 250 gaj", "2250.00", "sqyd", "plot"),
        ("१२०० वर्ग फुट", "1200.00", "sqft", None),
        ("120 متر مربع", "1291.67", "sqm", None),
    ],
)
def test_an_area_is_kept_in_square_feet_with_its_basis(raw, sqft, unit, basis):
    area = clean_area(raw)

    assert (area.sqft, area.unit, area.basis, area.issues) == (Decimal(sqft), unit, basis, ())


def test_a_range_of_areas_keeps_both_ends():
    area = clean_area("1100-1300", unit_hint="sqft", basis_hint="carpet")

    assert (area.sqft, area.sqft_max, area.basis) == (1100, 1300, "carpet")


@pytest.mark.parametrize(
    ("raw", "code", "suggestion"),
    [
        ("1,450", "unit_unknown", "1450 sqft"),
        ("30x40", "dimensions", "1200 sqft"),
        ("2 acres", "unit_unsupported", "87120 sqft"),
        ("2 bigha", "unit_unsupported", None),
        ("1.450 sqm", "ambiguous_number", None),
        ("0 sqft", "implausible_area", None),
        ("big", "unreadable_area", None),
    ],
)
def test_what_is_no_area_we_keep_says_why(raw, code, suggestion):
    area = clean_area(raw)

    assert area.sqft is None
    assert [issue[::2] for issue in area.issues] == [(code, suggestion)]


@pytest.mark.parametrize(
    ("raw", "bedrooms", "most", "kind", "extras"),
    [
        ("3BHK", "3", "3", None, ()),
        ("2.5 BHK", "2.5", "2.5", None, ()),
        ("3_bhk", "3", "3", None, ()),
        ("4BR + maid", "4", "4", None, ("maid",)),
        ("4 BHK + SQ", "4", "4", None, ("servant_quarter",)),
        ("2BHK/3BHK", "2", "3", None, ()),
        ("2,3 BHK", "2", "3", None, ()),
        ("Five bed villa with pool", "5", "5", "villa", ("pool",)),
        ("3 Bed 2 Bath apartment", "3", "3", "apartment", ()),
        ("Studio", "0", "0", "studio", ()),
        ("2", "2", "2", None, ()),
    ],
)
def test_a_configuration_is_taken_apart(raw, bedrooms, most, kind, extras):
    expected = (Decimal(bedrooms), Decimal(most), kind, extras, ())

    assert clean_configuration(raw) == expected


def test_a_penthouse_has_no_stated_bedrooms():
    assert clean_configuration("Penthouse") == (None, None, "penthouse", (), ())


@pytest.mark.parametrize(
    ("raw", "code"),
    [("luxury", "unreadable_configuration"), ("25 BHK", "implausible_bedrooms")],
)
def test_what_is_no_configuration_says_why(raw, code):
    assert [issue.code for issue in clean_configuration(raw).issues] == [code]
