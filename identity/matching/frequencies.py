"""How common a value is: agreeing on a rare name says more than agreeing on a common one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log2
from typing import Final

from identity.matching.series import NO_SERIES, Series, series_among
from identity.matching.types import Person

FIELDS: Final = tuple(
    "name given family phone email born street postal city locality company gender id".split()  # noqa: SIM905 -- a word list reads better
)


UNSEEN: Final = 200
"""People that every population is taken to have beyond those at hand.

Of five people two may share a name, and yet it is not a name of every second person.
"""


_NO_VALUES: Final[Mapping[str, float]] = {}


class Frequencies:
    """Counts of values by field in a population of `total` people, and those that count on."""

    def __init__(
        self,
        total: int,
        counts: Mapping[str, Mapping[str, int]],
        series: Mapping[str, Series] | None = None,
    ) -> None:
        self._series = series or {}
        self.total = max(total, 2)
        self.rare = log2(self.total + UNSEEN)
        """The bits of a value that only one person has."""
        self._bits = {
            field: {value: self.rare - log2(count) for value, count in values.items() if count > 1}
            for field, values in counts.items()
        }

    def bits(self, field: str, value: str) -> float:
        """Return what an agreement on the value tells: -log2 of its share of the people."""
        return self._bits.get(field, {}).get(value, self.rare)

    def bits_of(self, field: str, values: Iterable[str]) -> list[float]:
        """Return the bits of many values of a field."""
        table, rare = self._bits.get(field, _NO_VALUES), self.rare
        return [table.get(value, rare) for value in values]

    def series(self, field: str) -> Series:
        """Return the values of a field that stand in series, of which a slip tells nothing."""
        return self._series.get(field, NO_SERIES)

    def agreed(self, field: str, mine: str, other: str) -> float:
        """Return what agreement tells; of two spellings the commoner one is the likelier truth."""
        table, rare = self._bits.get(field, _NO_VALUES), self.rare
        told = table.get(mine, rare)
        return told if mine == other else min(told, table.get(other, rare))

    def among(self, people: Iterable[Person]) -> "Frequencies":
        """Return the frequencies with numbers and e-mails counted among these people."""
        values: dict[str, list[str]] = {"phone": [], "email": [], "id": [], "street": []}
        phones, emails, ids, streets = values.values()
        for person in people:
            phones += person.phones
            emails += person.emails
            ids += person.ids
            if person.street:
                streets.append(person.street)
        narrowed = Frequencies(self.total, {}, series_among(values))
        narrowed._bits = self._bits | {
            field: {
                value: self.rare - log2(count)
                for value, count in Counter(told).items()
                if count > 1
            }
            for field, told in values.items()
        }
        return narrowed


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
