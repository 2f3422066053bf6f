"""Personal names: honorific, given, middle and family name; the full name is always kept.

nameparser is the reference (about 200 us a name); names made of plain words only take a fast path
that a differential test holds equal to it.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from imports.cleaning.name_words import (
    COMMON_HONORIFICS,
    ORGANISATION_WORDS,
    PARSER,
    PLACEHOLDER_NAMES,
    SPECIAL_WORDS,
)
from imports.cleaning.result import Issue
from imports.cleaning.text import clean_text, fold

_LONGEST: Final = 300
_MOST_PLAIN_WORDS: Final = 5
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_INITIAL: Final = re.compile(r"[A-Za-z]\.")
_RELATION: Final = re.compile(
    r"[\s,]+(?P<kind>[SDWCH]\s?/\s?O|(?:son|daughter|wife|husband|care)\s+of)\b\.?\s*:?\s*(?P<who>.+)$",
    re.IGNORECASE,
)
_GLUED_HONORIFIC: Final = re.compile(
    r"^(mr|mrs|ms|dr|prof|smt|shri|er|adv|ca|capt|col)\.(?=[^\W\d_]{2})", re.IGNORECASE
)
# nameparser reads a leading word with a period as a title; these abbreviate Muhammad
_SHORT_GIVEN: Final = re.compile(r"\b(mohd|mohammad|muhd|md)\.", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"\S\s*(?:&|\+|\band\b|/)\s*\S", re.IGNORECASE)
_FIRM_PREFIX: Final = re.compile(r"^m/s\b", re.IGNORECASE)
_DIGITS: Final = re.compile(r"[0-9]{3}")
_WORD_EDGES: Final = ".,()'\"-"


class Name(NamedTuple):
    """A name taken apart; parts that are absent are empty, `full` is the trimmed original.

    `relation` keeps what follows `S/o`, `W/o`, `née`: it names somebody or something else.
    """

    given: str
    middle: str
    family: str
    honorific: str
    suffix: str
    full: str
    nickname: str = ""
    relation: str = ""
    issues: tuple[Issue, ...] = ()


def clean_name(raw: str) -> Name:
    """Return the parts of a full name. Never raises; a single word is a valid given name."""
    full = clean_text(raw)
    return _read_plain(full) or _read_any(full)


def compose_full(given: str, middle: str = "", family: str = "") -> str:
    """Return the full name of separate columns, single-spaced."""
    return " ".join(f"{given} {middle} {family}".split())


def _read_plain(full: str) -> Name | None:
    """Read a name of ordinary words only, perhaps behind a common honorific, else None."""
    words = full.split(" ")
    honorific = ""
    first = words[0]
    if len(words) > 1 and first.removesuffix(".").lower() in COMMON_HONORIFICS:
        honorific = first
        del words[0]
    count = len(words)
    if count > _MOST_PLAIN_WORDS or not all(map(_is_plain, words)):
        return None
    if count == 1:
        given, family = ("", words[0]) if honorific else (words[0], "")
        return Name(given, "", family, honorific, "", full)
    return Name(words[0], " ".join(words[1:-1]), words[-1], honorific, "", full)


@lru_cache(maxsize=4096)
def _is_plain(word: str) -> bool:
    """Tell whether a word has nothing special: Latin letters not in the vocabulary, or `K.`."""
    if word.endswith("."):
        return _INITIAL.fullmatch(word) is not None
    return _LATIN.fullmatch(word) is not None and word.lower() not in SPECIAL_WORDS


@lru_cache(maxsize=4096)
def _read_any(full: str) -> Name:
    """Read any text as a name, through nameparser where it is one."""
    unread = Name("", "", "", "", "", full)
    if not full:
        return unread
    doubt = _doubt(full)
    if doubt is not None:
        return unread._replace(issues=(doubt,))
    clause = _RELATION.search(full)
    text = full[: clause.start()] if clause else full
    name = _parsed(text, full)
    if clause:
        note = Issue("relation_clause", "The name was followed by a relation, which was set apart")
        relation = f"{clause['kind']} {clause['who']}"
        name = name._replace(relation=relation, issues=(*name.issues, note))
    if _SEVERAL.search(text):
        note = Issue("several_people", "This looks like the name of more than one person")
        name = name._replace(issues=(*name.issues, note))
    return name


def _doubt(full: str) -> Issue | None:
    """Return why the text should not be taken apart as a person's name."""
    if "@" in full or _DIGITS.search(full) or len(full) > _LONGEST:
        return Issue("not_a_name", "This is not the name of a person")
    words = [word.strip(_WORD_EDGES).replace(".", "") for word in fold(full).split()]
    if " ".join(words) in PLACEHOLDER_NAMES or not any(map(str.isalpha, full)):
        return Issue("placeholder", "This was typed to fill the field and names nobody")
    if _FIRM_PREFIX.match(full) or not ORGANISATION_WORDS.isdisjoint(words):
        return Issue("organisation_name", "This looks like the name of an organisation")
    return None


def _parsed(text: str, full: str) -> Name:
    """Return what nameparser makes of the text."""
    spaced = _SHORT_GIVEN.sub(r"\1", _GLUED_HONORIFIC.sub(r"\1. ", text))
    parsed = PARSER.parse(spaced)
    if not (parsed.given or parsed.family):  # a lone word that is also a title: Sri, Prof
        return Name(text, "", "", "", "", full)
    middle, family, suffix = parsed.middle, parsed.family, parsed.suffix
    if len(suffix) == 1:  # in South India a last letter is an initial, not a Roman numeral
        middle, family, suffix = f"{middle} {family}".strip(), suffix, ""
    relation = f"née {parsed.maiden}" if parsed.maiden else ""
    return Name(
        parsed.given,
        middle,
        family,
        parsed.title,
        suffix,
        full,
        nickname=parsed.nickname,
        relation=relation,
    )
