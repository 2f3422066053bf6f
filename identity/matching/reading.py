"""From the cells of a record to a person the matcher can compare."""

from collections.abc import Mapping, Sequence
from typing import Final

from identity.matching import fields, names
from identity.matching.types import Person

ROLES: Final = (
    "title", "full_name", "given_name", "middle_name", "family_name", "phone", "email", "born",
    "year", "month", "day", "street", "postal", "city", "locality", "company", "gender", "id",
    "extra",
)  # fmt: skip
"""What a column can be to the matcher; several columns may share a role."""

_SPELT: Final = 3  # letters a word needs to be told from chance

_LONGEST: Final = 1_000
"""Letters of a cell that are read: comparing longer ones takes long and tells nothing more."""

Cells = Mapping[str, Sequence[str]]


def read_person(cells: Cells, *, day_first: bool = True) -> Person:
    """Return the person that the cells describe, each role with the values of its columns."""
    cells = {role: [raw[:_LONGEST] for raw in values] for role, values in cells.items()}
    emails = _distinct(fields.email_of(raw) for raw in cells.get("email", ()))
    name = _completed(_name(cells), emails)
    return Person(
        given=name.given,
        family=name.family,
        phones=_distinct(
            number for raw in cells.get("phone", ()) for number in fields.phones_of(raw)
        ),
        emails=emails,
        born=_born(cells, day_first=day_first),
        street=fields.street_of(" ".join(cells.get("street", ()))),
        postal=_first(cells, "postal").replace(" ", ""),
        city=fields.city_of(" ".join(cells.get("city", ()))[:80]),
        locality=_first(cells, "locality"),
        company=_first(cells, "company"),
        gender=_first(cells, "gender")[:1] or _sex(cells),
        ids=_distinct(fields.words_of(raw).replace(" ", "") for raw in cells.get("id", ())),
        extras=tuple(fields.words_of(raw) for raw in cells.get("extra", ())),
    )


def _name(cells: Cells) -> names.Parts:
    full = " ".join(cells.get("full_name", ()))
    parts = [" ".join(cells.get(f"{part}_name", ())) for part in ("given", "middle", "family")]
    if full.strip():
        return names.split_name(full)
    return names.split_parts(*parts)


def _sex(cells: Cells) -> str:
    """Return `f` or `m` where a title says so, in a column of its own or before the name."""
    told = " ".join((*cells.get("title", ()), *cells.get("full_name", ()))).split(maxsplit=1)
    return names.SEXES.get(names.fold(told[0]).rstrip("."), "") if told else ""


def _completed(name: names.Parts, emails: tuple[str, ...]) -> names.Parts:
    """Return the name with an initial or a missing half spelt out as the e-mail has it.

    `R. Ansari` who writes from reena.ansari@ is Reena.
    """
    for address in emails:
        letters = "".join(filter(str.isalpha, address.partition("@")[0]))
        if len(name.given) == len(name.family) == 1 and len(name.given[0]) == 1:
            rest = _rest(letters, name.family[0])
            if len(rest) >= _SPELT and rest[0] == name.given[0]:
                return names.Parts((rest,), name.family)
        elif len(name.given) == 1 and not name.family:
            rest = _rest(letters, name.given[0])
            if len(rest) >= _SPELT:
                return names.Parts(name.given, (rest,))
    return name


def _rest(letters: str, word: str) -> str:
    """Return what is left of the letters before or behind a word of at least three."""
    if len(word) < _SPELT:
        return ""
    if letters.startswith(word):
        return letters.removeprefix(word)
    return letters.removesuffix(word) if letters.endswith(word) else ""


def _born(cells: Cells, *, day_first: bool) -> str:
    if raw := " ".join(cells.get("born", ())).strip():
        return fields.date_of(raw, day_first=day_first)
    parts = [" ".join(cells.get(part, ())).strip() for part in ("year", "month", "day")]
    if not all(part.isdecimal() for part in parts):
        return ""
    return f"{int(parts[0]):04}{int(parts[1]):02}{int(parts[2]):02}"


def _first(cells: Cells, role: str) -> str:
    values = cells.get(role, ())
    return fields.words_of(values[0]) if values else ""


def _distinct(values: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))  # type: ignore[attr-defined]
