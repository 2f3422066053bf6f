"""`python -m bench.identity [SET[:half] ...]`: how well people are matched, beside two rivals.

For each labelled set: pair precision, recall and F1, cluster F1, B-cubed, what would be linked
without a person, and the seconds. Only halves and sets the artifact was not fitted to.
"""

import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence

from bench.identity_rivals import Pairs, exact_pairs, splink_pairs
from bench.identity_sets import Labelled, load
from identity.matching.linking import link
from identity.matching.model import default_model, probability

SETS = (
    "fake_1000:b", "rldata500:b", "febrl1", "in_contacts_dev_20k", "historical_people_a:b",
    "pseudopeople_census_w2:b",
)  # fmt: skip


def main(names: Sequence[str]) -> None:
    """Print a table for each set."""
    for name in names:
        data = load(*name.split(":"))
        print(f"\n{name}: {len(data.people):,} records, {data.matches:,} matching pairs")
        rivals(data)
        for train in (False, True):
            begun = time.perf_counter()
            linked = link(data.people, default_model(), train=train)
            seconds = time.perf_counter() - begun
            label = "ours, --train" if train else "ours, shipped"
            pairs = [(p.left, p.right) for p in linked.pairs if p.probability >= 0.5]
            report(label, data, pairs, seconds)
            auto = [(p.left, p.right) for p in linked.pairs if p.decision == "auto"]
            report("  linked without a person", data, auto, seconds)
            clusters(data, linked.groups)
            reviewed = sum(p.decision == "review" for p in linked.pairs) / len(data.people)
            print(f"  review pairs per record {reviewed:.3f}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory {memory:,.0f} MB")


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
