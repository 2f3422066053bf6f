"""Taking by its cells what a table must have and no header names: who it is, how to reach them."""

from collections.abc import Callable
from typing import Final

from imports.mapping.fields import FIELDS, THRESHOLD, UNMAPPED, Entity
from imports.mapping.headers import normalise
from imports.mapping.lexicon import resolve
from imports.mapping.neighbours import Scores, Table, best
from imports.mapping.telling import SURE_SHARE, is_dialled
from imports.mapping.values import WHOLE_NAMES, Profile
from imports.mapping.words import OTHERS

_FEW: Final = 3  # cells from which a column may be told
_OWN: Final = 0.6  # share of different cells; the same few are those of colleagues
_KNOWN: Final = 0.5


def settle_lone(scores: list[Scores], table: Table, entity: Entity) -> None:
    """Take the one column that can be a phone, an e-mail or a name, where none is called so.

    Changes `scores`. A column of which a header or another cell says better is left alone.
    """
    for concept, told in _TOLD.items():
        target, _ = resolve(concept, entity)
        if target == UNMAPPED or FIELDS[target].entity not in {entity, "contact"}:
            continue
        if any(_holds(reading, target, concept) for reading in scores):
            continue
        lone = [
            at
            for at, reading in enumerate(scores)
            if _is_free(reading, table.header[at]) and told(table.profiles[at])
        ]
        if len(lone) == 1:
            scores[lone[0]][target] = THRESHOLD


def _holds(reading: Scores, target: str, concept: str) -> bool:
    """Tell whether a column already says what is looked for, or a part of it."""
    top = best(reading)
    if reading.get(top, 0.0) < THRESHOLD:
        return False
    return top == target or top in _AS_GOOD.get(concept, frozenset())


_AS_GOOD: Final = {
    "phone": frozenset({"contact.phone", "contact.whatsapp"}),
    "email": frozenset({"contact.email"}),
    "full_name": frozenset({"contact.full_name", "contact.given_name", "contact.family_name"}),
}


def _is_free(reading: Scores, header: str) -> bool:
    """Tell whether nothing sure is known of a column, and its words speak of nobody else."""
    top = best(reading)
    sure = bool(reading) and reading[top] >= THRESHOLD
    return not sure and not set(normalise(header).split()) & OTHERS


def _is_own(cells: Profile) -> bool:
    return cells.count >= _FEW and cells.distinct > _OWN


def _are_phones(cells: Profile) -> bool:
    return _is_own(cells) and is_dialled(cells)


def _are_mails(cells: Profile) -> bool:
    return _is_own(cells) and cells.share("email") >= SURE_SHARE


def _are_people(cells: Profile) -> bool:
    return (
        _is_own(cells)
        and cells.share("person") >= SURE_SHARE
        and cells.words >= WHOLE_NAMES
        and cells.share("human") >= _KNOWN
        and not cells.share("org")
    )


def _are_companies(cells: Profile) -> bool:
    return cells.count >= _FEW and cells.share("org") >= SURE_SHARE and not cells.share("job")


_TOLD: Final[dict[str, Callable[[Profile], bool]]] = {
    "phone": _are_phones,
    "email": _are_mails,
    "full_name": _are_people,
    "company": _are_companies,
}
