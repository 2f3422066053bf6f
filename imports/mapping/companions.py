"""Reading columns by those that stand beside them: whose they are, and what they only repeat."""

import re
from typing import Final

from imports.mapping.fields import THRESHOLD, UNMAPPED, Entity
from imports.mapping.folding import word_set
from imports.mapping.headers import normalise
from imports.mapping.neighbours import Scores, Table, best
from imports.mapping.parts import PLAIN_ID
from imports.mapping.phrases import rank_of
from imports.mapping.values import Profile

_FULL: Final = "contact.full_name"
_NAMES: Final = frozenset({_FULL, "contact.given_name", "contact.family_name"})
_COMPANY: Final = "contact.company"
_PHONE: Final = "contact.phone"
_ID: Final = "contact.external_id"
_SURE: Final = 0.7
_YIELDS: Final = 0.4
_HALF: Final = 0.5
_HARDLY: Final = 0.3
_REPEATED: Final = 0.6  # share of different cells; the same few are those of colleagues
_FEW: Final = 4
_MANY: Final = 0.8
_OURS: Final = word_set("""
    user host agent assignee organizer organiser rep representative staff employee advisor adviser
    consultant operator executive salesperson counsellor counselor closer setter usuario benutzer
    utilisateur mitarbeiter asesor conseiller مستخدم موظف сотрудник
""")
# Those who come to see us: a table that names one by this word names ours by another.
_CALLERS: Final = word_set("""
    invitee guest attendee visitor client customer lead contact prospect buyer booker participant
    respondent applicant enquirer caller
""")
_SPOUSES: Final = frozenset({"spouse", "wife", "husband"})
_OF_SPOUSE: Final = re.compile(r"\((?:s|sp|w|spouse)\.?\)\s*$", re.IGNORECASE)
_TAILS: Final = frozenset({"label", "name", "value", "text", "title"})
_OF_MEETINGS: Final = word_set("invitee attendee meeting event appointment booking organizer host")
_PLACES_OF_MEETINGS: Final = frozenset({"location", "place", "venue", "where"})
_STATUS: Final = "contact.lead_status"
_TEMPERATURES: Final = frozenset({"category", "group", "class", "kind", "type", "lead category"})


def settle_companions(scores: list[Scores], table: Table, entity: Entity) -> None:
    """Let columns tell of others beside them whose they are; changes `scores`."""
    _leave_repeated_ids(scores, table)
    if entity == "opportunity":
        _leave_further_parties(scores, table)
    if entity == "contact":
        _settle_numbers(scores)
        _settle_colleagues(scores, table)
        _settle_firms(scores, table)
        _settle_places(scores, table)
        _settle_categories(scores, table)
        _leave_spouses(scores, table)
    if entity == "activity":
        _settle_callees(scores, table)
        _settle_sides(scores, table)


def _leave_repeated_ids(scores: list[Scores], table: Table) -> None:
    """Leave `status id` alone beside `status label`, which says the same in words."""
    phrases = [normalise(text) for text in table.header]
    said = {_stem(phrase): at for at, phrase in enumerate(phrases) if not phrase.endswith(" id")}
    for at, phrase in enumerate(phrases):
        stem, _, tail = phrase.rpartition(" ")
        other = said.get(stem) if tail == "id" else None
        if other is None or best(scores[at]).endswith(".external_id"):
            continue
        if best(scores[other]) != UNMAPPED and best(scores[other]) == best(scores[at]):
            scores[at] = {UNMAPPED: PLAIN_ID}


def _settle_numbers(scores: list[Scores]) -> None:
    """Take an `Attendee #` for an id beside a column that is the phone, where there is no id."""
    if any(best(reading) == _ID for reading in scores):
        return
    if not any(reading.get(_PHONE, 0.0) > _SURE and _ID not in reading for reading in scores):
        return
    doubtful = [reading for reading in scores if {_PHONE, _ID} <= set(reading)]
    if len(doubtful) == 1 and doubtful[0][_ID] >= THRESHOLD:
        del doubtful[0][_PHONE]


def _stem(phrase: str) -> str:
    stem, _, tail = phrase.rpartition(" ")
    return stem if stem and tail in _TAILS else phrase


def _settle_colleagues(scores: list[Scores], table: Table) -> None:
    """Take `User Name` and `User Email` beside those of an `Invitee` for the colleague's."""
    firsts = [next(iter(normalise(text).split()), "") for text in table.header]
    for at, first in enumerate(firsts):
        target = best(scores[at])
        named = target in {_FULL, "contact.email"} and scores[at][target] >= THRESHOLD
        if first not in _OURS or not named:
            continue
        if any(
            other in _CALLERS and best(scores[there]) in ({target} | _NAMES)
            for there, other in enumerate(firsts)
        ):
            scores[at] = {"contact.owner": _SURE}


def _settle_callees(scores: list[Scores], table: Table) -> None:
    """Never take an `Assignee Email` for whom an activity is about."""
    for at, text in enumerate(table.header):
        first = next(iter(normalise(text).split()), "")
        if first in _OURS and best(scores[at]) == "activity.contact":
            dialled = table.profiles[at].share("phone") >= _HALF
            scores[at] = {UNMAPPED: PLAIN_ID} if dialled else {"activity.owner": _SURE}


def _leave_further_parties(scores: list[Scores], table: Table) -> None:
    """Leave `Purchaser 2` alone beside `Purchaser 1`: a deal is with the first."""
    phrases = [normalise(text) for text in table.header]
    for at, phrase in enumerate(phrases):
        rank = rank_of(phrase) or 0
        first = re.sub(rf"\b{rank}\b", "1", phrase)
        if rank > 1 and first in phrases and best(scores[at]) == "opportunity.contact":
            scores[at] = {UNMAPPED: PLAIN_ID}


def _leave_spouses(scores: list[Scores], table: Table) -> None:
    """Leave `Mob. (S)` alone in a list of members that has a column of their spouses."""
    if not _SPOUSES & {token for text in table.header for token in normalise(text).split()}:
        return
    for at, text in enumerate(table.header):
        if _OF_SPOUSE.search(text):
            scores[at] = {UNMAPPED: PLAIN_ID}


def _settle_firms(scores: list[Scores], table: Table) -> None:
    """Take a second name that is mostly a company for the person's: `lead_name` beside `name`."""
    if any(best(reading) == _COMPANY for reading in scores):
        return
    named = {at for at, reading in enumerate(scores) if _is_sure_name(reading)}
    for at, (reading, cells) in enumerate(zip(scores, table.profiles, strict=True)):
        firm = cells.share("org") >= _HARDLY and cells.share("human") < _HARDLY
        if _FULL in reading and firm and named - {at}:
            scores[at] = {_COMPANY: _SURE}
            return


def _is_sure_name(reading: Scores) -> bool:
    return best(reading) in _NAMES and reading[best(reading)] >= THRESHOLD


def _settle_places(scores: list[Scores], table: Table) -> None:
    """Leave the place of a meeting alone, unless its cells are towns."""
    phrases = [normalise(text) for text in table.header]
    if sum(bool(set(phrase.split()) & _OF_MEETINGS) for phrase in phrases) < _FEW:
        return
    for at, phrase in enumerate(phrases):
        if phrase in _PLACES_OF_MEETINGS and table.profiles[at].share("place") < _HALF:
            scores[at] = {UNMAPPED: PLAIN_ID}


def _settle_categories(scores: list[Scores], table: Table) -> None:
    """Take a `Category` of steps (`Hot`, `New`, `Closed`) for the status where there is none."""
    if any(best(reading) == _STATUS for reading in scores):
        return
    for at, text in enumerate(table.header):
        cells = table.profiles[at]
        steps = cells.share("status", "score", "stage") >= _HALF and not cells.share("number")
        if normalise(text) in _TEMPERATURES and steps and cells.distinct < 1:
            scores[at] = scores[at] | {_STATUS: _SURE + 0.2}
            return


def _are_many_people(cells: Profile) -> bool:
    return cells.share("person") >= _MANY and cells.distinct > _REPEATED


def _settle_sides(scores: list[Scores], table: Table) -> None:
    """Give the side of a call that has the same few names over and over to the colleague."""
    contact, owner = "activity.contact", "activity.owner"
    if any(best(reading) == owner and reading[owner] >= THRESHOLD for reading in scores):
        return
    named = [
        at
        for at, reading in enumerate(scores)
        if best(reading) == contact
        and reading[contact] >= THRESHOLD
        and table.profiles[at].share("human", "given") >= _HALF
        and table.profiles[at].count >= _FEW
    ]
    ours = [at for at in named if table.profiles[at].distinct <= _REPEATED]
    others = (cells for at, cells in enumerate(table.profiles) if best(scores[at]) == contact)
    if len(ours) == 1 and any(map(_are_many_people, others)):
        scores[ours[0]] = {owner: _SURE}
