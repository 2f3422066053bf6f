"""Credit for deals, and the fit of units."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opportunities.scoring import MODELS, shares

from opportunities.matching import Offer, fit

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@given(
    st.sampled_from(sorted(MODELS)),
    st.lists(st.floats(0, 40_000), min_size=1, max_size=30).map(sorted),
)
def test_shares_are_parts_of_one_whole(model, ages):
    moments = [NOW - timedelta(days=age) for age in reversed(ages)]

    found = shares(model, moments, NOW)

    assert sum(found) == pytest.approx(1, abs=1e-12)
    assert min(found) >= -1e-12


def test_a_touch_a_week_older_counts_half():
    found = shares("decay", [NOW - timedelta(days=7), NOW], NOW)

    assert found == pytest.approx([1 / 3, 2 / 3])


def test_without_touches_there_is_nothing_to_share():
    assert shares("linear", [], NOW) == []


def an_offer(**more) -> Offer:
    values = {
        "price": 100, "currency": "INR", "configuration": "3bhk", "micro_market": "Worli",
        "carpet_sqft": 1500, "floor": 12, "facing": "w", "possession": date(2027, 1, 1),
    }  # fmt: skip
    return Offer(**{**values, **more})


@pytest.mark.parametrize(
    ("criteria", "score", "hard"),
    [
        ({}, 100, False),
        ({"price": {"high": 100, "currency": "INR"}}, 100, False),
        ({"price": {"high": 90, "currency": "INR"}}, 44.43, False),
        ({"price": {"high": 50, "currency": "INR"}}, 0, True),
        ({"price": {"high": 50, "currency": "AED"}}, 50, False),
        ({"configurations": ["4bhk"]}, 0, True),
        ({"micro_markets": ["worli"]}, 100, False),
        ({"carpet_sqft": [1600, 2000], "facing": "w"}, 79.2, False),
        ({"possession_by": "2026-12-31", "floors": [10, 20]}, 50, False),
    ],
)
def test_a_unit_earns_what_it_offers(criteria, score, hard):
    found = fit(criteria, an_offer())

    assert (found.score, found.hard_fail) == (pytest.approx(score, abs=0.1), hard)
