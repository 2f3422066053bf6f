"""Reading names of database columns: a table, what is kept, and a class word at the end."""

from typing import Final

from imports.mapping import lexicon
from imports.mapping.abbreviations import agreed, written_out
from imports.mapping.fields import FIELDS, UNMAPPED, Entity, Kind
from imports.mapping.lexicon import Readings
from imports.mapping.parts import PLAIN_ID, composed, dated, known, scaled
from imports.mapping.phrases import split_subject
from imports.mapping.words import CHANGERS

_LISTED: Final[frozenset[Kind]] = frozenset(
    {
        *("choice", "place", "country", "currency", "language", "tags", "honorific", "gender"),
        *("property", "purpose", "postal", "config", "score"),
    }
)
_WORDED: Final[frozenset[Kind]] = _LISTED | {"job", "notes", "text", "org", "name"}
_MOMENTS: Final[frozenset[Kind]] = frozenset({"date", "time"})
_ANSWERS: Final[frozenset[Kind]] = frozenset({"boolean"})

# What a class word says of the values; a field of another kind cannot be meant.
_KINDS: Final[dict[str, frozenset[Kind]]] = {
    "code": _LISTED,
    "key": _LISTED,
    "description": _WORDED,
    "text": _WORDED | {"email", "url"},
    "string": _WORDED | {"email", "url", "phone"},
    "name": _WORDED,
    "flag": _ANSWERS,
    "indicator": _ANSWERS | {"gender"},
    "ind": _ANSWERS | {"gender"},
    "boolean": _ANSWERS,
    "yn": _ANSWERS,
    "timestamp": _MOMENTS,
    "datetime": _MOMENTS,
    "date": _MOMENTS,
    "time": _MOMENTS,
    "number": frozenset({"phone", "id"}),
    "amount": frozenset({"money"}),
    "value": frozenset({"money", "score", "choice"}),
    "percent": frozenset({"percent"}),
    "url": frozenset({"url", "linkedin"}),
}
_ANSWERING: Final = frozenset({"flag", "indicator", "ind", "boolean", "yn"})
_LINES: Final = frozenset({"1", "2", "3"})
_FACTOR: Final = 0.92


def classed(phrase: str, entity: Entity) -> Readings:
    """Read `customer gender code` as a gender, and a flag of anything we keep no flag for as none.

    The words before the class word are a listed name, or short for one.
    """
    stem, _, last = phrase.rpartition(" ")
    if not stem or last not in _KINDS:
        return {}
    kinds = _KINDS[last]
    named = plain(stem, entity)
    found = {t: p for t, p in named.items() if t in FIELDS and FIELDS[t].kind in kinds}
    if found or last not in _ANSWERING:
        return scaled(found, _FACTOR)
    return {UNMAPPED: PLAIN_ID}


def plain(stem: str, entity: Entity) -> Readings:
    """Read a phrase as a listed name, with its subject or short for one; no guess at parts."""
    found = known(stem, entity) or composed(stem, entity) or dated(stem, entity)
    return found or shortened(stem, entity)


def shortened(phrase: str, entity: Entity) -> Readings:
    """Read an abbreviated name that stands behind its subject: `customer salut`."""
    subject, rest = split_subject(phrase)
    tokens = rest.split() if subject == entity else phrase.split()
    if not tokens or set(tokens) & CHANGERS:
        return {}
    names = written_out(" ".join(token for token in tokens if token not in _LINES), entity)
    return agreed([lexicon.index(entity)[name] for name in names])
