"""What the columns of one table tell about each other, beyond who takes a field first."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from imports.mapping.fields import THRESHOLD, UNMAPPED, Entity
from imports.mapping.headers import normalise
from imports.mapping.phrases import is_nameless
from imports.mapping.values import Profile

Scores = dict[str, float]

_FULL: Final = "contact.full_name"
_GIVEN: Final = "contact.given_name"
_FAMILY: Final = "contact.family_name"
_STATUS: Final = "contact.lead_status"
_CREATED: Final = "opportunity.created_at"
_CLOSES: Final = "opportunity.close_date"
_SURE_SHARE: Final = 0.8
_HARDLY: Final = 0.3
_YIELDS: Final = 0.4
_FEW: Final = 3
_PLAIN_STATUS: Final = frozenset({"status", "lead status", "lead stage", "stage"})
_OF_CALLS: Final = frozenset({"call", "calling", "dial", "visit", "meeting", "disposition"})
_OF_TICKETS: Final = frozenset({"ticket type", "order number", "attendee status", "barcode"})
_DATES: Final = frozenset({"date", "date 1", "date 2"})


@dataclass(frozen=True, slots=True)
class Table:
    """Header, columns of sample cells, and their profiles."""

    header: list[str]
    columns: list[list[str]]
    profiles: list[Profile]


def best(reading: Scores) -> str:
    """Return the field a column would take if it were alone."""
    return max(reading, key=reading.__getitem__, default=UNMAPPED)


def settle_neighbours(scores: list[Scores], table: Table, entity: Entity) -> None:
    """Let columns that are sure tell what others beside them hold; changes `scores`."""
    if entity == "contact":
        _settle_name_parts(scores, table)
        _settle_titles(scores, table)
        _settle_statuses(scores, table)
        _settle_tickets(scores, table)
    if entity == "opportunity":
        _settle_opening(scores, table)


def _settle_name_parts(scores: list[Scores], table: Table) -> None:
    """Take two nameless columns of single words side by side for given and family names.

    One of them must hold names we know, or what stands in the e-mail of the same row.
    """
    if any(best(reading) in {_FULL, _GIVEN, _FAMILY} for reading in scores):
        return
    mails = [at for at, reading in enumerate(scores) if best(reading) == "contact.email"]
    for left, right in pairwise(range(len(scores))):
        if _may_be_part(left, scores, table) and _may_be_part(right, scores, table):
            known = [_known_share(table.profiles[at]) for at in (left, right)]
            mailed = any(_in_mails(at, mails, table) for at in (left, right))
            if max(known) >= _HARDLY or mailed:
                given, family = (left, right) if known[0] >= known[1] else (right, left)
                scores[given][_GIVEN] = scores[family][_FAMILY] = THRESHOLD
                return


def _known_share(cells: Profile) -> float:
    return cells.share("given", "human")


def _may_be_part(at: int, scores: list[Scores], table: Table) -> bool:
    cells = table.profiles[at]
    return (
        not scores[at]
        and is_nameless(normalise(table.header[at]))
        and cells.count >= _FEW
        and cells.share("person") >= _SURE_SHARE
        and cells.words < 1.5  # noqa: PLR2004 -- `Al Fahim`, `Mary Ann`
        and cells.share("place", "source", "status", "stage", "org", "job", "boolean") < _HARDLY
    )


def _in_mails(at: int, mails: list[int], table: Table) -> bool:
    """Tell whether most cells stand in the e-mail of the same row, before the sign."""
    pairs = [
        (cell.casefold(), mail.partition("@")[0].casefold())
        for position in mails
        for cell, mail in zip(table.columns[at], table.columns[position], strict=True)
        if cell and mail
    ]
    return len(pairs) >= _FEW and sum(cell in mail for cell, mail in pairs) * 2 >= len(pairs)


def _settle_titles(scores: list[Scores], table: Table) -> None:
    """Take a name for a title when it is neither that of the first nor that of the last name.

    `Lead name` says `Call from ...` where `First name` and `Last name` hold the person.
    """
    parts = [at for at, reading in enumerate(scores) if best(reading) in {_GIVEN, _FAMILY}]
    for at, reading in enumerate(scores):
        if best(reading) != _FULL or not parts:
            continue
        shares = [_share_within(table.columns[part], table.columns[at]) for part in parts]
        if all(0 <= share < _HARDLY for share in shares):
            reading[_FULL] = _YIELDS


def _share_within(parts: list[str], wholes: list[str]) -> float:
    """Return the share of rows in which one cell stands in the other; -1 with too few rows."""
    pairs = [(p.casefold(), w.casefold()) for p, w in zip(parts, wholes, strict=True) if p and w]
    if len(pairs) < _FEW:
        return -1
    return sum(part.strip() in whole for part, whole in pairs) / len(pairs)


def _settle_statuses(scores: list[Scores], table: Table) -> None:
    """Leave the status of a call alone where the status of the lead stands beside it."""
    phrases = [normalise(text) for text in table.header]
    if not any(
        phrase in _PLAIN_STATUS and best(reading) == _STATUS
        for phrase, reading in zip(phrases, scores, strict=True)
    ):
        return
    for phrase, reading in zip(phrases, scores, strict=True):
        if _STATUS in reading and set(phrase.split()) & _OF_CALLS:
            reading[_STATUS] = _YIELDS


def _settle_tickets(scores: list[Scores], table: Table) -> None:
    """Leave `Group` alone in a list of tickets, where it is a party that booked together."""
    phrases = [normalise(text) for text in table.header]
    if not _OF_TICKETS & set(phrases):
        return
    for phrase, reading in zip(phrases, scores, strict=True):
        if phrase == "group":
            reading.clear()


def _settle_opening(scores: list[Scores], table: Table) -> None:
    """Take a bare `Date` beside the day of closing for the day the deal was opened."""
    tops = {best(reading) for reading in scores if max(reading.values(), default=0) >= THRESHOLD}
    if _CLOSES not in tops or _CREATED in tops:
        return
    for text, reading in zip(table.header, scores, strict=True):
        if normalise(text) in _DATES and _CREATED in reading:
            reading[_CREATED] = max(reading[_CREATED], THRESHOLD)
            return
