"""Splink weighs a pair exactly as the levels of the model artifact say, to the ninth digit."""

from collections import Counter
from itertools import combinations
from math import log2
from random import Random

import pytest
from rapidfuzz.distance import JaroWinkler, Levenshtein

from identity.engine import _SHAPES, THRESHOLD, Record, find_pairs
from identity.matching.model import default_model
from identity.matching.names import sound_of
from identity.matching.reading import read_person

PEOPLE = 5_000
LEAST = 1e-6
GIVEN = ("Asha", "Aasha", "Ashok", "Vikram", "Vikrum", "Leela", "Lila", "")
FAMILY = ("Rao", "Rau", "Iyer", "Aiyar", "Khan", "")
SINGLE = ("given", "family", "born", "street", "postal", "city", "company")


def records() -> list[Record]:
    """Return people with values in common, all under one key."""
    dice = Random(11)  # noqa: S311 -- made-up people, no secret
    people = [
        read_person(
            {
                "given_name": [dice.choice(GIVEN)],
                "family_name": [dice.choice(FAMILY)],
                "phone": [dice.choice(("9876543210", "9876543211", ""))],
                "email": [dice.choice(("asha@example.com", "rao@example.com", ""))],
                "born": [dice.choice(("1980-04-02", "1980-04-03", "1990-01-01", ""))],
                "street": [dice.choice(("12 Lake Road", "14 Hill Street", ""))],
                "postal": [dice.choice(("560001", "560002", ""))],
                "city": [dice.choice(("Pune", "Delhi", ""))],
                "company": [dice.choice(("Infosys", "Wipro", ""))],
            }
        )
        for _ in range(60)
    ]
    return [Record(number, person, [1]) for number, person in enumerate(people)]


def value(person, name):
    if name == "given":
        return person.given[0] if person.given else ""
    if name == "family":
        return person.family[-1] if person.family else ""
    return getattr(person, {"phone": "phones", "email": "emails"}.get(name, name))


def level(name, mine, other):
    """Return the place of the level among those of the comparison, as Splink is told it."""
    if name in {"phone", "email"}:
        return 0 if set(mine) & set(other) else 1
    near = (
        [sound_of(mine) == sound_of(other), JaroWinkler.similarity(mine, other) >= 0.9]
        if name in {"given", "family"}
        else [Levenshtein.distance(mine, other) <= 1]
        if name == "born"
        else []
    )
    return next((place for place, holds in enumerate([mine == other, *near]) if holds), None)


def bits(model, name, mine, other, shares):
    told = _SHAPES[name]
    known = {key for comparison, key in model.levels if comparison == name}
    place = level(name, mine, other)
    last = place is None or place >= len(told)
    levels = known.difference(*told) if last else told[place]
    m, u = (
        min(1.0, max(LEAST, sum(getattr(model.levels[name, key], part) for key in levels)))
        for part in ("m", "u")
    )
    rarity = log2(u / shares[name][mine]) if name in SINGLE and place == 0 else 0.0
    return log2(m / u) + rarity


def expected(model, everybody):
    """Return the weight of every pair above the threshold, counted by hand."""
    shares = {}
    for name in SINGLE:
        counts = Counter(filter(None, (value(each.person, name) for each in everybody)))
        shares[name] = {word: count / counts.total() for word, count in counts.items()}
    rate = min(0.5, 2 * model.matches_per_person / PEOPLE)
    found = {}
    for left, right in combinations(everybody, 2):
        weight = log2(rate / (1 - rate))
        for name in _SHAPES:
            mine, other = value(left.person, name), value(right.person, name)
            if mine and other:
                weight += bits(model, name, mine, other, shares)
        found[left.number, right.number] = weight
    return found


def test_splink_predicts_what_the_levels_say():
    model, everybody = default_model(), records()
    by_hand = expected(model, everybody)

    told = {(left, right): weight for left, right, weight in find_pairs(everybody, model, PEOPLE)}

    assert len(told) > 100
    assert told == pytest.approx({pair: by_hand[pair] for pair in told}, abs=1e-9)
    assert set(told) == {pair for pair, weight in by_hand.items() if weight >= THRESHOLD}
