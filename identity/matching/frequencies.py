"""How common a value is: agreeing on a rare name says more than agreeing on a common one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log2
from typing import Final

from identity.matching.types import Person

FIELDS: Final = tuple(
    "name given family phone email born street postal city locality company gender id".split()  # noqa: SIM905 -- a word list reads better
)


UNSEEN: Final = 200
"""People that every population is taken to have beyond those at hand.

Of five people two may share a name, and yet it is not a name of every second person.
"""


class Frequencies:
    """Counts of values by field in a population of `total` people."""

    def __init__(self, total: int, counts: Mapping[str, Mapping[str, int]]) -> None:
        self.total = max(total, 2)
        self._rare = log2(self.total + UNSEEN)
        self._bits = {
            field: {value: self._rare - log2(count) for value, count in values.items() if count > 1}
            for field, values in counts.items()
        }

    def bits(self, field: str, value: str) -> float:
        """Return what an agreement on the value tells: -log2 of its share of the people."""
        return self._bits.get(field, {}).get(value, self._rare)

    def table(self, field: str) -> Mapping[str, float]:
        """Return the bits of a field's common values, for a caller in a hurry."""
        return self._bits.get(field, {})

    def among(self, people: Iterable[Person]) -> "Frequencies":
        """Return the frequencies with numbers and e-mails counted among these people."""
        counted = count_values(people)
        narrowed = Frequencies(self.total, {})
        narrowed._bits = dict(self._bits)
        for field in ("phone", "email", "id", "street"):
            told = {value: bits - counted.rare for value, bits in counted.table(field).items()}
            narrowed._bits[field] = {value: self._rare + bits for value, bits in told.items()}
        return narrowed

    @property
    def rare(self) -> float:
        """The bits of a value that only one person has."""
        return self._rare


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
    return Frequencies(total, counts)
