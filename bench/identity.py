"""`python -m bench.identity [SET[:part] ...]`: how well people are matched, beside two rivals.

For each labelled set: recall of the candidates, pair precision, recall and F1, cluster F1,
B-cubed, what would be linked without a person, what is left to people, how many records the
order of the file moves, and the seconds. Only halves and sets the artifact was not fitted to.
"""

import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random

from bench.identity_rivals import Pairs, exact_pairs, splink_pairs
from bench.identity_sets import Labelled, load
from identity.matching.candidates import candidate_pairs
from identity.matching.linking import Linked, Pair, link
from identity.matching.model import default_model, probability

SETS = (
    "fake_1000:b", "rldata500:b", "febrl1", "in_contacts_dev_20k",
    "in_contacts_dev_20k:noisy", "historical_people_a:b", "pseudopeople_census_w2:b",
)  # fmt: skip


def main(names: Sequence[str]) -> None:
    """Print a table for each set."""
    for name in names:
        whole, _, part = name.partition(":")
        data = load(whole, part)
        print(f"\n{name}: {len(data.people):,} records, {data.matches:,} matching pairs")
        reach(data)
        rivals(data)
        for train in (False, True):
            ours(data, train=train)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory {memory:,.0f} MB")


def reach(data: Labelled) -> None:
    """Print which share of the matching pairs is compared at all."""
    pairs = list(candidate_pairs(data.people))
    same = sum(data.entities[left] == data.entities[right] for left, right in pairs)
    each = len(pairs) / len(data.people)
    print(f"candidates: recall {same / data.matches:.4f} at {each:.1f} pairs a record")


def ours(data: Labelled, *, train: bool) -> None:
    """Measure the matcher, shipped or fitted to the set without labels."""
    begun = time.perf_counter()
    linked = link(data.people, default_model(), train=train)
    seconds = time.perf_counter() - begun
    pairs = [(p.left, p.right) for p in linked.pairs if p.probability >= 0.5]
    report("ours, --train" if train else "ours, shipped", data, pairs, seconds)
    auto = [(p.left, p.right) for p in linked.pairs if p.decision == "auto"]
    report("  linked without a person", data, auto, seconds)
    clusters(data, linked.groups)
    review = [p for p in linked.pairs if p.decision == "review"]
    size = len(data.people)
    asked = questions(data, auto, review)
    print(f"  to review: {len(review) / size:.3f} pairs, {asked / size:.3f} questions a record")
    if not train:
        print(f"  in another order: {moved(data, linked) / size:.5f} of the records grouped anew")


def questions(data: Labelled, auto: Iterable[tuple[int, int]], review: Iterable[Pair]) -> int:
    """Return how often somebody who is always right is asked, best pairs first.

    A pair that an earlier answer decides is no question.
    """
    group = list(range(len(data.people)))
    apart: set[tuple[int, int]] = set()

    def of(record: int) -> int:
        while group[record] != record:
            group[record] = record = group[group[record]]
        return record

    for left, right in auto:
        group[of(left)] = of(right)
    asked = 0
    for pair in sorted(review, key=lambda each: -each.weight):
        ends = of(pair.left), of(pair.right)
        if ends[0] == ends[1] or tuple(sorted(ends)) in apart:
            continue
        asked += 1
        if data.entities[pair.left] == data.entities[pair.right]:
            group[ends[0]] = ends[1]
        else:
            apart.add((min(ends), max(ends)))
    return asked


def moved(data: Labelled, linked: Linked) -> int:
    """Return how many records have other companions when the file is read in another order."""
    order = list(range(len(data.people)))
    Random(5).shuffle(order)  # noqa: S311 -- a repeatable order
    again = link([data.people[number] for number in order], default_model())
    back = {number: again.groups[place] for place, number in enumerate(order)}
    both = Counter((linked.groups[number], back[number]) for number in order)
    mine, other = Counter(linked.groups), Counter(back.values())
    return sum(count for (one, two), count in both.items() if not count == mine[one] == other[two])


def rivals(data: Labelled) -> None:
    """Measure the rivals; Splink at its best threshold, which it could not know."""
    begun = time.perf_counter()
    report("exact rules", data, exact_pairs(data.people), time.perf_counter() - begun)
    begun = time.perf_counter()
    found = splink_pairs(data.people)
    seconds = time.perf_counter() - begun
    report("Splink at p 0.5", data, [p for p, w in found.items() if probability(w) >= 0.5], seconds)
    report("Splink at its best", data, best(data, found), seconds)


def best(data: Labelled, found: Pairs) -> list[tuple[int, int]]:
    """Return the pairs above the weight with the highest F1."""
    ordered = sorted(found, key=lambda pair: -found[pair])
    same = most = count = 0
    top = 0.0
    for count, (left, right) in enumerate(ordered, 1):
        same += data.entities[left] == data.entities[right]
        if 2 * same / (count + data.matches) > top:
            top, most = 2 * same / (count + data.matches), count
    return ordered[:most]


def report(label: str, data: Labelled, pairs: Iterable[tuple[int, int]], seconds: float) -> None:
    """Print precision, recall and F1 of pairs."""
    told = [data.entities[left] == data.entities[right] for left, right in pairs]
    precision = sum(told) / max(len(told), 1)
    recall = sum(told) / data.matches
    f1 = 2 * sum(told) / (len(told) + data.matches)
    print(
        f"{label:26} P {precision:.5f}  R {recall:.4f}  F1 {f1:.4f}  {seconds:6.1f} s", flush=True
    )


def clusters(data: Labelled, groups: Sequence[int]) -> None:
    """Print pair F1 of the clusters and B-cubed."""
    both = Counter(zip(groups, data.entities, strict=True))
    mine, true = Counter(groups), Counter(data.entities)
    same, found = _pairs(both.values()), _pairs(mine.values())
    f1 = 2 * same / (found + data.matches)
    size = len(groups)
    precision = sum(n * n / mine[group] for (group, _), n in both.items()) / size
    recall = sum(n * n / true[entity] for (_, entity), n in both.items()) / size
    cubed = 2 * precision * recall / (precision + recall)
    print(f"  clusters: pair F1 {f1:.4f}, B-cubed {cubed:.4f}")


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


if __name__ == "__main__":
    main(sys.argv[1:] or SETS)
