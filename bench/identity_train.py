"""`python -m bench.identity_train OUT.json`: fit the shipped model artifact to the labelled sets.

Only half of the entities of each small set are learned from, and of the contacts only the larger
set: `bench.identity` measures on the rest.
"""

import sys
import time
from collections import Counter
from dataclasses import replace
from math import log2
from pathlib import Path
from random import Random

from bench.identity_sets import load
from identity.matching.candidates import candidate_pairs
from identity.matching.compare import Row, compare_people
from identity.matching.counting import count_values
from identity.matching.fitting import Labelled, count_levels, fit
from identity.matching.model import Model, dump

# set, part, share of its pairs that is looked at, weight of a pair
SOURCES = (
    ("in_contacts_dev_100k", "", 0.35, 1.0),
    ("in_contacts_dev_100k", "noisy", 0.2, 0.5),
    ("historical_people_a", "a", 0.6, 0.5),
    ("pseudopeople_census_w2", "a", 0.6, 1.0),
    ("fake_1000", "a", 1.0, 3.0),
    ("febrl3", "a", 0.3, 0.5),
    ("rldata500", "a", 1.0, 5.0),
)
VERSION = "2026-11-22"
AUTO_FROM = 0.97  # in a file, whose pairs the guards and their groups must bear out as well
BLIND = 20_000
EASY, KEPT = -12.0, 0.1  # of pairs that are plainly different one in ten is enough
NAMES = 3_000


def main(out: Path) -> None:
    """Read, count, fit and write."""
    dice = Random(2)  # noqa: S311 -- a repeatable sample
    pairs: list[Labelled] = []
    blind: list[list[Row]] = []
    names: Counter[str] = Counter()
    for source in SOURCES:
        found, other, said = examples(*source)
        pairs += found
        blind += other
        names.update(said)
    model = Model(VERSION, 0.6, count_levels(pairs, blind), {}, auto_from=AUTO_FROM)
    told = []
    for pair in pairs:
        if pair.same or pair.prior + model.points(pair.rows) > EASY:
            told.append(pair)
        elif dice.random() < KEPT:
            told.append(pair._replace(times=pair.times / KEPT))
    begun = time.perf_counter()
    model = fit(told, model)
    print(f"fitted to {len(told):,} pairs in {time.perf_counter() - begun:.0f} s")
    common = {name: round(count) for name, count in names.most_common(NAMES)}
    notes = "Trained on generated and public labelled people; see docs/identity.md."
    out.write_text(dump(replace(model, names=common, notes=notes)), encoding="utf-8")


def examples(
    name: str, half: str, share: float, times: float
) -> tuple[list[Labelled], list[list[Row]], dict[str, float]]:
    """Return compared pairs of a set, blind pairs, and its names per million people."""
    dice = Random(1)  # noqa: S311 -- a repeatable sample
    data = load(name, half)
    people, entities = data.people, data.entities
    known = count_values(people)
    prior = log2(2 * data.matches / len(people) ** 2)

    def rows(left: int, right: int) -> list[Row]:
        compared = compare_people(people[left], people[right], known)
        return [row for row in compared if not row.comparison.startswith("extra")]

    begun = time.perf_counter()
    pairs = [
        Labelled(rows(left, right), prior, entities[left] == entities[right], times)
        for left, right in candidate_pairs(people)
        if share == 1 or dice.random() < share
    ]
    drawn = [(dice.randrange(len(people)), dice.randrange(len(people))) for _ in range(BLIND)]
    blind = [rows(left, right) for left, right in drawn if entities[left] != entities[right]]
    said = Counter(word for person in people for word in {*person.given, *person.family})
    print(f"{name} {half}: {len(pairs):,} pairs, {time.perf_counter() - begun:.0f} s", flush=True)
    weight = 1e6 / len(people) / len(SOURCES)
    return pairs, blind, {word: count * weight for word, count in said.items() if count > 1}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
