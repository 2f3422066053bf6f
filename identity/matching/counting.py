"""How common the values of people are: of a file, of those a search compares, of columns."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from identity.matching.columns import Columns, Lists, Numbers, Texts, distinct
from identity.matching.frequencies import Frequencies
from identity.matching.series import series_among
from identity.matching.types import Person

_COMMON: Final = 50_000  # values of a field that are worth remembering
_AMONG: Final = ("phone", "email", "id", "street")
_SINGLE: Final = ("born", "postal", "city", "locality", "company", "gender")


def count_values(people: Iterable[Person]) -> Frequencies:
    """Return the frequencies of a file of people, with those of its further columns."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    for person in people:
        total += 1
        counts["name"].update({*person.given, *person.family})
        if person.given and person.family:
            counts["given"][person.given[0]] += 1
            counts["family"][person.family[-1]] += 1
        counts["phone"].update(person.phones)
        counts["email"].update(person.emails)
        counts["id"].update(person.ids)
        for field in ("born", "street", "postal", "city", "locality", "company", "gender"):
            if value := getattr(person, field):
                counts[field][value] += 1
        for number, value in enumerate(person.extras):
            if value:
                counts[f"extra{number}"][value] += 1
    return Frequencies(total, counts, series_among(counts))


def count_among(known: Frequencies, people: Iterable[Person]) -> Frequencies:
    """Return the frequencies with numbers, e-mails and streets counted among these people."""
    counts: dict[str, Counter[str]] = {field: Counter() for field in _AMONG}
    for person in people:
        counts["phone"].update(person.phones)
        counts["email"].update(person.emails)
        counts["id"].update(person.ids)
        if person.street:
            counts["street"][person.street] += 1
    return known.with_counts(counts, series_among(counts))


def frequencies_of(people: Columns) -> Mapping[str, Mapping[str, int]]:
    """Return by field how many people have a value, of the commoner ones that two have.

    Given and family names are the first and the last word of who has both.
    """
    both = (people.given.firsts > 0) & (people.family.firsts > 0)
    counted: dict[str, Numbers] = {
        "name": _words_of(people),
        "given": people.given.firsts[both],
        "family": people.family.lasts[both],
        **{field: people.single[field] for field in _SINGLE},
    }
    words = people.texts["name"]
    return {
        field: _common(numbers, people.texts.get(field, words))
        for field, numbers in counted.items()
    }


def _words_of(people: Columns) -> Numbers:
    """Return the words of all names, each once of a person."""
    size = len(people.texts["name"])
    held = np.concatenate([_keyed(part, size) for part in (people.given, people.family)])
    return (distinct(held) % size).astype(np.int32)


def _keyed(words: Lists, size: int) -> NDArray[np.int64]:
    of = np.repeat(np.arange(len(words.firsts), dtype=np.int64), np.diff(words.starts))
    return of * size + words.flat


def _common(numbers: Numbers, texts: Texts) -> Mapping[str, int]:
    counts = np.bincount(numbers)
    counts[:1] = 0
    best = np.argsort(-counts, kind="stable")[:_COMMON]
    best = best[counts[best] > 1]
    return dict(zip(texts.at(best.astype(np.int32)), counts[best].tolist(), strict=True))
