"""Leaving alone what belongs to us or to somebody else, as the columns beside it tell."""

from typing import Final

from imports.mapping.fields import UNMAPPED, Entity
from imports.mapping.headers import normalise
from imports.mapping.neighbours import Scores, Table, best
from imports.mapping.parts import PLAIN_ID

_RECEIVERS: Final = frozenset({"receiver", "recipient"})
_SENDERS: Final = frozenset({"sender", "enquirer", "from"})
_PARTNERS: Final = frozenset({"cp", "channel"})
_OWNER: Final = "contact.owner"
_REFERRED: Final = "contact.referred_by"
_SURE: Final = 0.7
_FEW: Final = 3  # columns that speak of a stay, in a list of guests
_OF_STAYS: Final = frozenset(
    {"arr", "arrival", "arrival date", "dep", "departure", "departure date", "check in"}
    | {"check in date", "check out", "check out date", "nts", "night", "number of night"}
    | {"room type", "rm type", "room night", "rate", "rate aed", "rate code", "room rate"}
)
# What a list of guests says of the stay and of the hotel's own programme.
_STAYED: Final = frozenset(
    {"rm", "room", "rm number", "room number", "configuration number", "confirmation number"}
    | {"confirmation", "mem number", "member number", "membership number", "loyalty number"}
)


def settle_bystanders(scores: list[Scores], table: Table, entity: Entity) -> None:
    """Take nobody else's number, room or partner for those of the person; changes `scores`."""
    if entity != "contact":
        return
    phrases = [normalise(text) for text in table.header]
    _leave_receivers(scores, phrases)
    _leave_stays(scores, phrases)
    _settle_partners(scores, phrases)


def _leave_receivers(scores: list[Scores], phrases: list[str]) -> None:
    """Leave a `Receiver Mobile` alone beside a `Sender Mobile`: an enquiry is received by us."""
    firsts = [phrase.partition(" ")[0] for phrase in phrases]
    if not _SENDERS & set(firsts):
        return
    for at, first in enumerate(firsts):
        if first in _RECEIVERS:
            scores[at] = {UNMAPPED: PLAIN_ID}


def _leave_stays(scores: list[Scores], phrases: list[str]) -> None:
    """Leave `Rm`, `Conf#` and `Mem. No` alone in a list of guests of a hotel."""
    if len(_OF_STAYS & set(phrases)) < _FEW:
        return
    for at, phrase in enumerate(phrases):
        if phrase in _STAYED:
            scores[at] = {UNMAPPED: PLAIN_ID}


def _settle_partners(scores: list[Scores], phrases: list[str]) -> None:
    """Take a channel partner, whatever else the header calls them, for who referred the person."""
    for at, phrase in enumerate(phrases):
        if _PARTNERS & set(phrase.split()) and best(scores[at]) == _OWNER:
            known = any(best(reading) == _REFERRED for reading in scores)
            scores[at] = {UNMAPPED: PLAIN_ID} if known else {_REFERRED: _SURE}
