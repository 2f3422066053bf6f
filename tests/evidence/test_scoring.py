"""The formula: bounded, additive, blind to order, and what it says in plain cases."""

from dataclasses import replace
from datetime import date, timedelta
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.scoring import Scale, Signal, counted, score, score_component

SCALE = Scale(weights={"intent": 30, "engagement": 25, "fit": 20, "readiness": 15})
TODAY = date(2026, 11, 21)
VISIT = Signal(
    key="visit",
    kind="site_visit_done",
    component="engagement",
    value=1,
    mass=3,
    half_life_days=90,
    age_days=0,
    day=TODAY,
)

signals = st.lists(
    st.builds(
        Signal,
        key=st.uuids().map(str),
        kind=st.sampled_from(["call", "visit", "reply"]),
        component=st.sampled_from([*SCALE.weights, "perception"]),
        value=st.floats(-1, 1),
        mass=st.floats(0.001, 10),
        half_life_days=st.floats(1, 400),
        age_days=st.floats(-5, 2000),
        day=st.dates(TODAY - timedelta(days=3), TODAY),
        daily_cap=st.integers(1, 5),
    ),
    max_size=25,
    unique_by=lambda signal: signal.key,
)


def visits(number: int) -> list[Signal]:
    return [replace(VISIT, key=str(n), day=TODAY - timedelta(days=n)) for n in range(number)]


@given(signals)
def test_a_score_and_its_coverage_are_bounded(found):
    whole = score(found, SCALE)

    parts = [whole, *whole.components.values()]
    assert all(0 <= part.value <= 100 and 0 <= part.coverage < 1 for part in parts)


@given(signals, st.randoms())
def test_the_order_of_evidence_does_not_matter(found, random):
    shuffled = random.sample(found, len(found))

    assert score(shuffled, SCALE) == score(found, SCALE)


@given(signals)
def test_the_points_add_up_to_the_score_exactly(found):
    whole = score(found, SCALE)

    assert 50 + fsum(whole.contributions().values()) == pytest.approx(whole.value, abs=1e-9)
    for part in whole.components.values():
        assert 50 + fsum(part.points.values()) == pytest.approx(part.value, abs=1e-9)


@given(signals)
def test_a_further_good_sign_never_lowers_a_component(found):
    of_one = [signal for signal in found if signal.component == "engagement"]
    before = score_component(of_one, 25, SCALE)

    after = score_component([*of_one, VISIT], 25, SCALE)

    assert after.value >= before.value - 1e-9
    assert after.coverage > before.coverage


@given(signals)
def test_no_kind_counts_more_often_a_day_than_its_cap(found):
    capped = [replace(signal, daily_cap=2) for signal in found]

    per_day = [(signal.kind, signal.day) for signal in counted(capped)]
    assert all(per_day.count(pair) <= 2 for pair in per_day)


def test_no_evidence_is_neutral_and_thin():
    whole = score([], SCALE)

    assert (whole.value, whole.coverage, whole.band) == (50, 0, "thin")


def test_one_fresh_visit_lifts_engagement_by_its_share():
    whole = score([VISIT], SCALE)

    assert whole.components["engagement"].value == pytest.approx(100 * (4 * 0.5 + 3) / (4 + 3))


def test_after_a_half_life_half_of_the_mass_is_left():
    old = replace(VISIT, age_days=90)

    engagement = score([old], SCALE).components["engagement"]

    assert engagement.value == pytest.approx(100 * (4 * 0.5 + 1.5) / (4 + 1.5))
    assert engagement.coverage == pytest.approx(1.5 / 5.5)


def test_a_sign_against_lowers_the_score():
    opt_out = replace(VISIT, kind="opt_out", value=-1)

    assert score([opt_out], SCALE).value < 50


def test_a_component_without_a_weight_says_nothing():
    seen = replace(VISIT, component="perception")

    assert score([seen], SCALE) == score([], SCALE)


def test_a_burst_of_one_day_counts_up_to_the_cap():
    burst = [replace(VISIT, key=str(n)) for n in range(9)]

    assert score(burst, SCALE) == score(counted(burst), SCALE)
    assert len(counted(burst)) == 3


@pytest.mark.parametrize(
    ("value", "number", "band"),
    [(1, 0, "thin"), (1, 20, "high"), (0, 20, "medium"), (-1, 20, "low")],
)
def test_the_band_needs_coverage_and_follows_the_value(value, number, band):
    found = [
        replace(sign, value=value, component=name, key=f"{name}{sign.key}", kind=name)
        for sign in visits(number)
        for name in SCALE.weights
    ]

    assert score(found, SCALE).band == band
