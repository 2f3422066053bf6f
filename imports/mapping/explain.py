"""Saying in plain words why a column was mapped, or why it was left for a question."""

from typing import Final

from imports.mapping.candidates import Reading
from imports.mapping.fields import FIELDS, UNMAPPED, Kind
from imports.mapping.values import Profile, fit

_LOOKS: Final[dict[Kind, str]] = {
    "email": "e-mail addresses", "phone": "phone numbers", "date": "dates", "time": "times",
    "url": "web addresses", "money": "amounts", "number": "numbers", "country": "countries",
    "honorific": "salutations", "name": "names of people", "org": "names of companies",
    "place": "places", "currency": "currencies", "gender": "genders", "language": "languages",
    "purpose": "buying or renting", "config": "room counts", "area": "areas", "score": "scores",
    "property": "kinds of property",
    "boolean": "yes or no", "postal": "postal codes", "percent": "percentages", "id": "identifiers",
    "duration": "durations", "linkedin": "LinkedIn profiles", "notes": "sentences",
}  # fmt: skip
_HOW: Final = {
    "known": "is a known name for",
    "composed": "is made of words that stand for",
    "similar": "is spelled much like “{matched}”, a name for",
    "short": "may be short for “{matched}”, a name for",
    "asked": "asks for",
    "answered": "holds the answers to “{matched}”, which asks for",
    "begun": "begins a name for",
    "part": "contains “{matched}”, a name for",
    "": "is unknown, but its values suggest",
}
_OTHERWISE: Final = "names something else alone, but its values and the columns beside it suggest"


def reason(
    header: str, target: str, reading: Reading, cells: Profile, others: list[tuple[str, float]]
) -> str:
    """One or two sentences for an operator about the choice made for a column."""
    if target != UNMAPPED:
        chosen = FIELDS[target]
        said = not reading.priors or target in reading.priors
        how = _HOW[reading.how].format(matched=reading.matched) if said else _OTHERWISE
        return f"“{header}” {how} {chosen.label}.{_values(chosen.kind, cells)}"
    if UNMAPPED in reading.priors:
        return f"“{header}” is bookkeeping of the source or a fact that is not kept here."
    if not others:
        return f"Nothing known is called “{header}”, and its values do not settle it."
    return _doubt(header, others[0][0], cells)


def _values(kind: Kind, cells: Profile) -> str:
    if not cells.count:
        return " The sample cells are empty."
    if kind in _LOOKS and fit(kind, cells) > 0:
        if cells.count == 1:
            return f" The one sample value looks like {_LOOKS[kind]}."
        return f" Most of the {cells.count} sample values look like {_LOOKS[kind]}."
    return ""


def _doubt(header: str, candidate: str, cells: Profile) -> str:
    field = FIELDS[candidate]
    if fit(field.kind, cells) < 0:
        looks = _LOOKS.get(field.kind, "such values")
        return f"“{header}” could be {field.label}, but its values do not look like {looks}."
    return (
        f"“{header}” could be {field.label}, but not surely enough; another column may fit better."
    )
