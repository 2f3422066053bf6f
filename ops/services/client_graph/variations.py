"""The ways one person gets into a client base twice, each with its name.

Every variation keeps something by which the person can be known again: the phone or the e-mail.
"""

from collections.abc import Callable
from random import Random

from ops.services.client_graph.numbers import as_written, number_of
from ops.services.client_graph.people import Person, again
from ops.services.client_graph.words import MAILS, SPELLINGS

NEW_REACH = frozenset({"new_number", "new_email"})
HONORIFICS = {True: ("Mr", "Shri", "Dr"), False: ("Ms", "Smt", "Dr")}


def second_record(dice: Random, person: Person, number: int, made: int, offset: int) -> Person:
    """Return the same person as somebody else in the company would have entered them."""
    name, change = dice.choice(VARIATIONS if person.phone and person.email else VARIATIONS[:-2])
    record = again(person, number, made, name)
    change(dice, record)
    if name == "new_number":
        record.phone = number_of(person.country, offset + 2 * number)
        record.shares_phone = False
    record.written = as_written(dice, record.phone) if record.phone else ""
    _thin_out(dice, record, reach=name not in NEW_REACH)
    return record


def can_be_known_again(person: Person) -> bool:
    """Whether a second record of somebody would have anything to be known by."""
    return bool(person.phone or person.email)


def _thin_out(dice: Random, record: Person, *, reach: bool) -> None:
    """Drop what a second entry often lacks; of phone and e-mail one, and that only for `reach`."""
    if reach and record.phone and record.email:
        if dice.random() < 0.5:
            record.email = ""
        elif dice.random() < 0.3 and not record.shares_phone:
            record.phone = record.written = ""
    if dice.random() < 0.5:
        record.born = ""
    if dice.random() < 0.5:
        record.address = ("", "", "")
    if dice.random() < 0.6:
        record.occupation, record.firm = "", -1


def _as_is(dice: Random, record: Person) -> None:
    """Change nothing but how the number is written."""


def _typo(dice: Random, record: Person) -> None:
    """Swap, drop or double one letter of the given name."""
    text = record.given
    at = dice.randrange(1, max(2, len(text) - 1))
    slips = (
        text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
    )
    record.given = dice.choice(slips)
    record.name = _joined(record.given, record.middle, record.family)


def _spelling(dice: Random, record: Person) -> None:
    """Write the names as another hand would put them into Latin letters."""
    for old, new in dice.sample(SPELLINGS, 4):
        record.given = _respelt(record.given, old, new)
        record.family = _respelt(record.family, old, new)
    record.name = _joined(record.given, record.middle, record.family)


def _initials(dice: Random, record: Person) -> None:
    """Shorten the given name to its letter."""
    record.given, record.middle = f"{record.given[0]}.", ""
    record.name = _joined(record.given, record.family)


def _swapped(dice: Random, record: Person) -> None:
    """Put the family name first."""
    record.given, record.family, record.middle = record.family, record.given, ""
    record.name = _joined(record.given, record.family)


def _honorific(dice: Random, record: Person) -> None:
    """Write a title before the name."""
    record.salutation = dice.choice(HONORIFICS[record.male])
    record.name = _joined(record.salutation, record.given, record.family)
    record.middle = ""


def _no_middle(dice: Random, record: Person) -> None:
    """Leave the middle name away and shout the rest."""
    record.middle = ""
    record.name = _joined(record.given, record.family).upper()


def _first_name_only(dice: Random, record: Person) -> None:
    """Know nothing but the given name."""
    record.middle = record.family = ""
    record.name = record.given


def _new_email(dice: Random, record: Person) -> None:
    """Give another address."""
    local = record.given.lower().strip(".") or "mail"
    record.email = f"{local}{record.number}@{dice.choice(MAILS)}.example"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _respelt(name: str, old: str, new: str) -> str:
    return name[:1] + name[1:].replace(old, new, 1)


VARIATIONS: tuple[tuple[str, Callable[[Random, Person], None]], ...] = (
    ("same", _as_is),
    ("typo", _typo),
    ("spelling", _spelling),
    ("initials", _initials),
    ("swapped", _swapped),
    ("honorific", _honorific),
    ("no_middle", _no_middle),
    ("first_name_only", _first_name_only),
    ("new_number", _as_is),
    ("new_email", _new_email),
)
