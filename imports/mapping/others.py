"""Leaving alone how others are reached whom a table names beside the person it is about."""

from typing import Final

from imports.mapping.fields import UNMAPPED, Entity
from imports.mapping.folding import word_set
from imports.mapping.headers import normalise
from imports.mapping.neighbours import Scores, Table, best
from imports.mapping.parts import PLAIN_ID
from imports.mapping.values import WHOLE_NAMES, Profile
from imports.mapping.words import PARTIES

_REACH: Final = frozenset({"contact.phone", "contact.whatsapp", "contact.email"})
_DIALLED: Final = frozenset({"contact.phone", "contact.whatsapp", "activity.contact"})
_LETTING: Final = frozenset({"landlord", "lessor"})  # who are the clients of some lists
_PERSON: Final = frozenset(
    {"contact.full_name", "contact.given_name", "contact.family_name", "opportunity.contact"}
)
_MOSTLY: Final = 0.8
_OWN: Final = 0.6  # share of different cells; the same few are those of colleagues
_MANY: Final = 16  # rows from which a few names over and over are those of a team
_REPEATED: Final = 0.3
_HALF: Final = 0.5
# What the person a row is about is called: there is no other of these.
_CLIENT: Final = word_set("""
    contact person people lead prospect client customer enquirer first full primary main display
""")


def leave_others(scores: list[Scores], table: Table, entity: Entity) -> None:
    """Leave a `Tenant Mobile` alone beside a `Tenant Name` who is not the person; changes `scores`.

    A colleague who fills the column of a name is the owner.
    """
    if entity == "activity":
        _leave_our_numbers(scores, table)
    if entity not in {"contact", "opportunity"}:
        return
    firsts = [next(iter(normalise(text).split()), "") for text in table.header]
    _leave_our_numbers(scores, table)
    _leave_parties(scores, table, PARTIES - _LETTING if entity == "contact" else PARTIES)
    if entity == "contact":
        _settle_colleague(scores, table)
    person = _of_the_person(scores)
    if person is None:
        return
    beside = {
        first
        for at, first in enumerate(firsts)
        if first != firsts[person] and first not in _CLIENT and _is_name(table, at)
    }
    for at, first in enumerate(firsts):
        if first in beside and best(scores[at]) in _REACH:
            scores[at] = {UNMAPPED: PLAIN_ID}


def _leave_our_numbers(scores: list[Scores], table: Table) -> None:
    """Leave the same few numbers over and over beside numbers that differ: they are our own."""
    dialled = [
        at
        for at, cells in enumerate(table.profiles)
        if best(scores[at]) in _DIALLED and cells.share("phone") >= _MOSTLY
    ]
    if not any(table.profiles[at].distinct > _OWN for at in dialled):
        return
    for at in dialled:
        cells = table.profiles[at]
        if cells.count >= _MANY and cells.distinct <= _REPEATED:
            scores[at] = {UNMAPPED: PLAIN_ID}


def _leave_parties(scores: list[Scores], table: Table, parties: frozenset[str]) -> None:
    """Leave a seller, a partner or a driver alone where another column names the person."""
    named = [at for at, reading in enumerate(scores) if best(reading) in _PERSON]
    words = {at: set(normalise(table.header[at]).split()) for at in named}
    others = [at for at in named if parties & words[at] and "id" not in words[at]]
    for at in others if len(others) < len(named) else ():
        scores[at] = {UNMAPPED: PLAIN_ID}


def _settle_colleague(scores: list[Scores], table: Table) -> None:
    """Give a whole name with the same few people over and over to the colleague."""
    full = "contact.full_name"
    named = [at for at, reading in enumerate(scores) if best(reading) == full]
    many = [at for at in named if table.profiles[at].distinct > _OWN]
    for at in named if many else ():
        cells = table.profiles[at]
        ours = cells.share("human", "given") >= _HALF and not cells.share("org")
        if ours and cells.count >= _MANY and cells.distinct <= _REPEATED:
            scores[at] = {"contact.owner": scores[at][full]}


def _of_the_person(scores: list[Scores]) -> int | None:
    named = [at for at, reading in enumerate(scores) if best(reading) in _PERSON]
    return max(named, key=lambda at: scores[at][best(scores[at])], default=None)


def _is_name(table: Table, at: int) -> bool:
    """Tell a column of whole names by its header and its cells."""
    return normalise(table.header[at]).endswith(" name") and _are_people(table.profiles[at])


def _are_people(cells: Profile) -> bool:
    seen = cells.count > 1 and cells.share("person") >= _MOSTLY and not cells.share("org")
    return seen and (cells.words >= WHOLE_NAMES or cells.share("human", "given") >= _HALF)
