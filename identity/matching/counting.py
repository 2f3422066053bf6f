"""How common the values of people in columns are."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from identity.matching.columns import Columns, Lists, Numbers, Texts, distinct

_COMMON: Final = 50_000  # values of a field that are worth remembering
_SINGLE: Final = ("born", "postal", "city", "locality", "company", "gender")


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
