"""From the columns of any table to people the matcher can compare."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from identity.matching.fields import words_of
from identity.matching.generations import Generation, generation_of
from identity.matching.reading import read_person
from identity.matching.types import Person
from imports.mapping import UNMAPPED, propose_columns

MOST_EXTRAS: Final = 4
_SAMPLES: Final = 500
_MOST_TEXT: Final = 40  # letters of a value beyond which a column is prose
_DERIVED: Final = 0.8
_NAMES: Final = ("full_name", "given_name", "middle_name", "family_name")
_MOST_NAME: Final = 300

# canonical field -> role; fields that say nothing about who somebody is have none
_ROLES: Final = {
    "full_name": "full_name", "given_name": "given_name", "middle_name": "middle_name",
    "family_name": "family_name", "phone": "phone", "whatsapp": "phone", "email": "email",
    "date_of_birth": "born", "street": "street", "address_full": "street", "city": "city",
    "postal_code": "postal", "location_preference": "locality", "company": "company",
    "gender": "gender", "honorific": "title", "job_title": "job", "state": "extra",
    "nationality": "extra",
}  # fmt: skip

# headers the mapper leaves alone because no canonical field holds them
_HEADERS: Final = tuple(
    (re.compile(pattern), role)
    for pattern, role in (
        (r"^(ssn|soc(ial)? ?sec.*|passport.*|nino|tax ?id|national ?id.*)$", "id"),
        (r"^(pan|pan no|aadhaa?r.*)$", "id"),
        (r"^(by|yob|birth ?year|year of birth)$", "year"),
        (r"^(bm|mob|birth ?month|month of birth)$", "month"),
        (r"^(bd|birth ?day|day of birth)$", "day"),
        (r"^(dob|d o b|date of birth|birth ?date|born)$", "born"),
        (r"^(f ?name|fname c1|first ?name.*|given.*|forename.*)$", "given_name"),
        (r"^(fname c2|middle.*)$", "middle_name"),
        (r"^(l ?name|lname c1|last ?name.*|surname.*|family ?name)$", "family_name"),
        (r"^(birth ?place|place of birth)$", "city"),
    )
)  # fmt: skip


def people_of(
    header: Sequence[str], rows: Iterable[Sequence[str]], id_column: int
) -> tuple[list[str], list[Person], list[Generation]]:
    """Return the ids and the people of a table, and what their names say of father and son.

    `id_column` counts from 0.
    """
    table = [list(row) + [""] * (len(header) - len(row)) for row in rows]
    roles = roles_of(header, table[:_SAMPLES], id_column)
    day_first = _is_day_first(row[at] for at in roles.get("born", ()) for row in table[:_SAMPLES])
    people = [
        read_person(
            {role: [row[at] for at in places] for role, places in roles.items()},
            day_first=day_first,
        )
        for row in table
    ]
    named = [at for role in _NAMES for at in roles.get(role, ())]
    generations = [generation_of(" ".join(row[at] for at in named)[:_MOST_NAME]) for row in table]
    return [row[id_column] for row in table], people, generations


def roles_of(
    header: Sequence[str], samples: Sequence[Sequence[str]], id_column: int
) -> dict[str, list[int]]:
    """Return which columns have which role for the matcher, by the mapper's reading of them."""
    roles: dict[str, list[int]] = {}
    proposal = propose_columns(list(header), [list(row) for row in samples], entity="contact")
    for column in proposal.columns:
        if column.position != id_column:
            role = _role(column.target, header[column.position])
            roles.setdefault(role, []).append(column.position)
    roles.pop("", None)
    extras = roles.pop("extra", [])
    for role, fallback in (("job", "company"), ("city", "city")):
        kept = roles.pop(role, [])
        roles.setdefault(fallback, kept[:1]) if kept else None
        extras += kept[1:] if roles.get(fallback) == kept[:1] else kept
    named = [
        at for role in ("full_name", "given_name", "family_name") for at in roles.get(role, ())
    ]
    told = [at for at in extras if _tells(samples, at) and not _derived(samples, at, named)]
    if told:
        roles["extra"] = told[:MOST_EXTRAS]
    return roles


def _role(target: str, header: str) -> str:
    if target != UNMAPPED:
        return _ROLES.get(target.rpartition(".")[2], "")
    words = words_of(header)
    return next((role for pattern, role in _HEADERS if pattern.match(words)), "extra")


def _tells(samples: Sequence[Sequence[str]], at: int) -> bool:
    """Tell whether a column's values are shared by some people and not by all."""
    values = [row[at] for row in samples if row[at].strip()]
    distinct = Counter(values)
    if len(distinct) <= 1 or len(distinct) == len(values):
        return False
    return sum(map(len, values)) / len(values) <= _MOST_TEXT


def _derived(samples: Sequence[Sequence[str]], at: int, named: Sequence[int]) -> bool:
    """Tell whether a column repeats words of the name."""
    filled = [row for row in samples if row[at].strip()]
    repeated = sum(
        set(words_of(row[at]).split()) <= set(words_of(" ".join(row[i] for i in named)).split())
        for row in filled
    )
    return bool(filled) and repeated >= _DERIVED * len(filled)


def _is_day_first(values: Iterable[str]) -> bool:
    """Tell how slashed dates are written: a first number above 12 can only be a day."""
    pairs = [re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}", value.strip()) for value in values]
    found = [(int(pair[1]), int(pair[2])) for pair in pairs if pair]
    return sum(day > 12 for day, _ in found) >= sum(month > 12 for _, month in found)  # noqa: PLR2004 -- months of a year
