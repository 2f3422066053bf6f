"""The fit of units to what somebody wants."""

from datetime import date

import pytest

from opportunities.matching import Offer, fit


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
