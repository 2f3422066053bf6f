"""Leaving alone what belongs to us or to somebody else, as the columns beside it tell."""

from typing import Final

from imports.mapping.fields import UNMAPPED, Entity
from imports.mapping.headers import normalise
from imports.mapping.neighbours import Scores, Table, best
from imports.mapping.parts import PLAIN_ID

_RECEIVERS: Final = frozenset({"receiver", "recipient"})
_SENDERS: Final = frozenset({"sender", "enquirer", "from"})
_PARTNERS: Final = frozenset({"cp", "channel"})
_AGENCIES: Final = frozenset({"agency", "broker", "brokerage", "agent", "or"})
_COMPANY: Final = "contact.company"
_MOSTLY: Final = 0.6
_LANDLORDS: Final = frozenset({"landlord", "landlady", "lessor"})
_LET_TO: Final = frozenset({"tenant", "lessee"})
_NAMES: Final = frozenset({"contact.full_name", "contact.given_name", "contact.family_name"})
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
    _leave_landlords(scores, phrases)
    _take_agencies(scores, table, phrases)
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


def _leave_landlords(scores: list[Scores], phrases: list[str]) -> None:
    """Leave the landlord and their number alone in a list that names its client.

    In a list of landlords they are the clients, and tenants are who they let to.
    """
    firsts = [phrase.partition(" ")[0] for phrase in phrases]
    others = (at for at, first in enumerate(firsts) if first not in _LANDLORDS | _LET_TO)
    if not any(best(scores[at]) in _NAMES for at in others):
        return
    for at, first in enumerate(firsts):
        if first in _LANDLORDS:
            scores[at] = {UNMAPPED: PLAIN_ID}


def _take_agencies(scores: list[Scores], table: Table, phrases: list[str]) -> None:
    """Take `Agency/Broker` for the company of the person where its cells are firms, not people."""
    for at, phrase in enumerate(phrases):
        words = set(phrase.split())
        if len(words) < 2 or not words <= _AGENCIES:  # noqa: PLR2004 -- one of them says which it is
            continue
        if best(scores[at]) != _COMPANY and table.profiles[at].share("org") >= _MOSTLY:
            scores[at] = {_COMPANY: _SURE}


def _settle_partners(scores: list[Scores], phrases: list[str]) -> None:
    """Take a channel partner, whatever else the header calls them, for who referred the person."""
    for at, phrase in enumerate(phrases):
        if _PARTNERS & set(phrase.split()) and best(scores[at]) == _OWNER:
            known = any(best(reading) == _REFERRED for reading in scores)
            scores[at] = {UNMAPPED: PLAIN_ID} if known else {_REFERRED: _SURE}
