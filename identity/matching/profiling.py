"""Profiles of contacts: from rows of the database to lines it reads back."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from identity.matching.blocking import hash_key, keys_of
from identity.matching.reading import read_person
from identity.matching.types import Person, pack

RULES: Final = 3
"""Rules people are read and keyed by: raised when they change, so that all are made anew."""

type ContactRow = tuple[Any, ...]
"""A contact's id and the columns that `person_from` reads."""


def person_from(row: Sequence[Any]) -> Person:
    """Return the person of a contact's row without its id; the columns stand as unpacked here."""
    title, full, given, middle, family, gender, born, company, points, address = row
    reached = points or ()
    lines, locality, city, postal = address or ("", "", "", "")
    return read_person(
        {
            "title": (title,),
            "full_name": () if given and family else (full,),
            "given_name": (given,),
            "middle_name": (middle,),
            "family_name": (family,),
            "phone": [value for kind, value in reached if kind in {"phone", "whatsapp"}],
            "email": [value for kind, value in reached if kind == "email"],
            "born": (born,),
            "street": (lines,),
            "postal": (postal,),
            "city": (city,),
            "locality": (locality,),
            "company": (company,),
            "gender": (gender,),
        }
    )


def profile_lines(rows: Iterable[ContactRow]) -> bytes:
    """Return lines for COPY in text format: contact id, match keys, packed person."""
    return "".join(_line(row[0], person_from(row[1:])) for row in rows).encode()


def _line(contact_id: int, person: Person) -> str:
    keys = ",".join(str(hash_key(key)) for key in keys_of(person))
    packed = pack(person).replace("\\", "\\\\")  # JSON has escaped tabs and line ends itself
    return f"{contact_id}\t{{{keys}}}\t{packed}\n"
