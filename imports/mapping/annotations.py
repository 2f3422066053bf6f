"""Taking off what tools add to the names people give: kinds of fields, zones, linked tables."""

import re
from typing import Final

from imports.mapping.folding import word_set
from imports.mapping.headers import normalise
from imports.mapping.words import SUBJECTS

_LOCKED: Final = re.compile(r"^\s*\(do not modify\)\s*", re.IGNORECASE)
_BRACKET: Final = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]\s*$")
_FROM: Final = re.compile(r"^from\s+(.+)$", re.IGNORECASE)
_ZONE: Final = re.compile(
    r"^(?:(?:utc|gmt)(?:\s*[+-]\s*\d{1,2}(?::?\d{2})?)?|ist|gst|est|cet|local time|15|18"
    r"|(?:with |incl\.? |including )?(?:tz|time ?zone)(?: offset)?(?: incl\.?| included)?)$",
    re.IGNORECASE,
)
# How a cell came to hold what it does: `(typed by caller)`. It speaks of nobody else.
_TAKEN: Final = re.compile(
    r"^(?:typed|filled|entered|written|noted|captured|spelled|spelt|heard|stated|told|said|copied"
    r"|as (?:typed|heard|told|stated|said|given|written|spelled|spelt|per|on|in))\b",
    re.IGNORECASE,
)
# The kind of a field, as boards, forms and databases write it behind its name.
_KINDS: Final = word_set("""
    short long single multi multiple line text string select dropdown drop down label labels
    relationship relation linked link to record records rollup lookup formula checkbox people users
    connect boards mirror date datetime currency money url file rating location list tasks table
    verified e.164 primary main sole 1st first reference option optionset picklist
""")
# The unit and currency of amounts, which say nothing of what the amounts are.
_AMOUNTS: Final = word_set("""
    in aed inr usd gbp eur sgd rs rupees dhs dirhams lakh lakhs lac lacs cr crs crore crores mn mio
    million millions k thousand thousands 000 000s bn billion
""")
_REACHING: Final = frozenset({"phone", "email"})


def without_annotation(header: str) -> str:
    """Return a header without the kind of its field: `Client (short text)` is a `Client`.

    A kind that says how somebody is reached is kept as a word (`Client (phone)`), as is the table
    a value comes from (`Email (from Contacts)` is `Contacts Email`). A locked column that is
    called as the record itself is its key.
    """
    text, locked = _LOCKED.subn("", header)
    if locked and normalise(text) in SUBJECTS:
        return f"{text} id"
    found = _BRACKET.search(text)
    kept = text[: found.start()].strip() if found else ""
    if not (found and kept):
        return text
    inside = found[1].strip()
    if _ZONE.match(inside) or _TAKEN.match(inside):
        return kept
    if origin := _FROM.match(inside):
        return _of_table(kept, origin[1])
    return _of_kind(text, kept, normalise(inside), inside)


def _of_table(kept: str, table: str) -> str:
    """Say of whom a column speaks that was fetched from another table, if it does not yet."""
    subject = normalise(table)
    named = subject not in SUBJECTS or subject in normalise(kept).split()
    return kept if named else f"{table} {kept}"


def _of_kind(text: str, kept: str, kind: str, inside: str) -> str:
    words = normalise(kept).split()
    if kind in _REACHING:
        return kept if kind in words else f"{kept} {kind}"
    told = inside.casefold().split()
    if told and set(told) <= _KINDS:
        return kept
    return kept if {word.strip("'\u2019.₹$€£") for word in told} - {""} <= _AMOUNTS else text
