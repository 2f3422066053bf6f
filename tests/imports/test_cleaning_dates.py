from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cleaning import DateFormat, clean_date, clean_datetime, decide_date_order

TODAY = date(2026, 11, 21)
FOURTEENTH = date(2025, 3, 14)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("samples", "hint", "order"),
    [
        (["03/04/2025", "14/03/2025"], "US", DateFormat.DAY_FIRST),
        (["03/04/2025", "3/14/2025"], "IN", DateFormat.MONTH_FIRST),
        (["03/14", "07/29"], None, DateFormat.MONTH_FIRST),
        (["14/03/25 10:00"], None, DateFormat.DAY_FIRST),
        (["2025-03-14 09:12:33"], None, DateFormat.YEAR_FIRST),
        (["03/04/2025"], "IN", DateFormat.DAY_FIRST),
        (["03/04/2025"], "en-US", DateFormat.MONTH_FIRST),
        (["2025-03-14", "03/04/2025"], "mdy", DateFormat.MONTH_FIRST),
        (["03/04/2025"], None, None),
        (["03/04/2025"], "CA", None),
        (["14/03/2025", "03/14/2025"], "IN", None),
        ([], None, None),
    ],
)
def test_the_order_is_decided_once_for_a_column(samples, hint, order):
    assert decide_date_order(samples, hint) == order


@pytest.mark.parametrize(
    "raw",
    [
        "2025-03-14",
        "14/03/2025",
        "14.03.2025",
        "14-03-25",
        "14-Mar-25",
        "14 Mar, 2025",
        "March 14, 2025",
        "14th March 2025",
        "Fri Mar 14 2025",
        "14. März 2025",
        "14 mars 2025",
        "14 de marzo de 2025",
        "2025-03-14T23:12:33+05:30",
        "2025-03-14 09:12",
        "20250314",
        "14032025",
        "45730",
        "45730.38",
        "1741943553",
        "1741943553000",
        "١٤/٠٣/٢٠٢٥",
    ],
)
def test_a_date_is_read_in_any_form(raw):
    assert clean_date(raw, DateFormat.DAY_FIRST) == (FOURTEENTH, ())


@pytest.mark.parametrize(
    ("raw", "order", "code", "suggestion"),
    [
        ("03/04/2025", None, "ambiguous_order", None),
        ("14/03/2025", DateFormat.MONTH_FIRST, "order_contradicts_column", "2025-03-14"),
        ("31/02/2025", DateFormat.DAY_FIRST, "no_such_date", None),
        ("0/0/00", DateFormat.MONTH_FIRST, "empty_date", None),
        ("03/14", DateFormat.MONTH_FIRST, "year_missing", "--03-14"),
        ("--11-02", None, "year_missing", "--11-02"),
        ("03/04", None, "year_missing", None),
        ("14 March", None, "year_missing", None),
        ("Mar 2025", None, "day_missing", None),
        ("2025", None, "day_missing", None),
        ("01/01/1446", DateFormat.DAY_FIRST, "implausible_year", None),
        ("2025-03-14 25:00", None, "unreadable_time", None),
        ("next week", None, "unreadable_date", None),
    ],
)
def test_what_is_no_whole_date_says_why(raw, order, code, suggestion):
    value, (issue,) = clean_date(raw, order)

    assert (value, issue.code, issue.suggestion) == (None, code, suggestion)


def test_birth_years_pivot_to_the_past():
    born = [
        clean_date(raw, DateFormat.DAY_FIRST, not_after=TODAY) for raw in ("14/03/65", "1/1/01")
    ]

    assert [cleaned.value for cleaned in born] == [date(1965, 3, 14), date(2001, 1, 1)]


def test_nobody_is_born_tomorrow():
    value, (issue,) = clean_date("2026-11-22", not_after=TODAY)

    assert (value, issue.code) == (None, "in_future")


def test_a_moment_without_zone_is_in_the_zone_of_the_batch():
    moment = datetime(2025, 3, 14, 3, 42, tzinfo=UTC)

    assert clean_datetime("14/03/2025 9:12 AM", DateFormat.DAY_FIRST, zone=INDIA).value == moment
    assert clean_datetime("2025-03-14 09:12 IST").value == moment
    assert clean_datetime("2025-03-14 09:12", zone=INDIA).value == moment


def test_a_zone_that_names_several_places_is_not_guessed():
    value, (issue,) = clean_datetime("2025-03-14 09:12 EST")

    assert (value, issue.code) == (None, "unreadable_time")


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%B %d, %Y"]))
def test_a_written_day_comes_back(day, style):
    assert clean_date(day.strftime(style), DateFormat.DAY_FIRST).value == day


@given(DAYS, st.sampled_from(["%m/%d/%Y", "%Y-%m-%d", "%Y/%m/%d", "%d-%b-%Y"]))
def test_a_written_day_comes_back_month_first(day, style):
    assert clean_date(day.strftime(style), DateFormat.MONTH_FIRST).value == day


@given(st.datetimes(datetime(1900, 1, 2), datetime(2099, 12, 30)))  # noqa: DTZ001 -- bounds of naive text
def test_a_written_moment_comes_back(moment):
    raw = moment.isoformat(sep=" ")

    assert clean_datetime(raw, zone=UTC).value == moment.replace(tzinfo=UTC)
