"""Surgery on normalised phrases: numbers, kinds, subjects, fillers and glued words."""

from functools import lru_cache
from typing import Final

from imports.mapping.fields import Entity
from imports.mapping.words import (
    FILLERS,
    GLUED_BEFORE,
    GLUED_BEHIND,
    LINKED,
    LINKS,
    NAMELESS,
    ORDINALS,
    PARTICLES,
    PREPOSITIONS,
    SUBJECTS,
    TAIL_SUBJECTS,
    TYPE_WORDS,
)

_FIRST_PARTIES: Final = frozenset({"applicant", "buyer", "purchaser", "allottee", "tenant"})
_COUNTS: Final = {"number", *ORDINALS}
_HIGHEST_RANK: Final = 20
_DEVICES: Final = ("fax", "pager", "assistant", "mobile", "main")
_SHORTEST_CORE: Final = 4  # letters left of a word when glue is taken off
# Ends that add nothing to what stands before them, longest first.
_TAILS: Final = (
    ("id", "name"),
    ("id", "code"),
    ("full", "name"),
    ("name",),
    ("value",),
    ("detail",),
    ("number",),
    ("info",),
    ("field",),
)


def is_nameless(phrase: str) -> bool:
    """Tell whether a header says nothing: it is empty, a number, or `Column 3`."""
    tokens = phrase.split()
    if all(token.isdigit() or token in NAMELESS for token in tokens):
        return True
    # `2nd No` counts, though not what
    return len(tokens) > 1 and set(tokens) <= _COUNTS


def rank_of(phrase: str) -> int | None:
    """Return the number in a header: 2 in `phone 2` and in `secondary phone`, else None."""
    for token in phrase.split():
        if token in ORDINALS:
            return ORDINALS[token]
        if token.isdigit() and 1 <= int(token) <= _HIGHEST_RANK:
            return int(token)
    return None


def type_of(phrase: str) -> str | None:
    """Return the kind of phone, e-mail or address a header names: mobile, work, home, fax ..."""
    kinds = [TYPE_WORDS[token] for token in phrase.split() if token in TYPE_WORDS]
    device = next((kind for kind in _DEVICES if kind in kinds), None)
    return device or (kinds[0] if kinds else None)


def without_rank(phrase: str) -> str:
    """Drop numbers and ordinals."""
    return " ".join(t for t in phrase.split() if not t.isdigit() and t not in ORDINALS)


def without_prepositions(phrase: str) -> str:
    """Drop the prepositions of the Romance and Germanic languages."""
    return " ".join(token for token in phrase.split() if token not in PREPOSITIONS)


@lru_cache(maxsize=16384)
def shorter(phrase: str) -> tuple[str, ...]:
    """List what is left of a phrase without number, kind, empty tail, fillers or glue."""
    ranked = without_rank(phrase)
    found: dict[str, None] = {}
    for base in (phrase, ranked, _without_type(phrase), _without_type(ranked)):
        for cut in (_same, _trimmed, _without_tail, _without_fillers, _unglued):
            found[cut(base)] = None
    return tuple(variant for variant in found if variant and variant != phrase)


def _same(phrase: str) -> str:
    return phrase


def _without_type(phrase: str) -> str:
    """Drop the words for a kind; `fax del trabajo` is all kinds and keeps `fax`."""
    tokens = phrase.split()
    kept = [token for token in tokens if token not in TYPE_WORDS]
    if all(token in PREPOSITIONS for token in kept):
        return next((t for t in tokens if TYPE_WORDS.get(t) in _DEVICES), "")
    return " ".join(kept)


def _trimmed(phrase: str) -> str:
    """Drop prepositions and `associated` at both ends."""
    tokens = phrase.split()
    while tokens and tokens[-1] in PREPOSITIONS | LINKED:
        tokens.pop()
    while tokens and tokens[0] in PREPOSITIONS | LINKED:
        tokens.pop(0)
    return " ".join(tokens)


def _without_tail(phrase: str) -> str:
    tokens = phrase.split()
    for tail in _TAILS:
        if len(tokens) > len(tail) and tuple(tokens[-len(tail) :]) == tail:
            return " ".join(tokens[: -len(tail)])
    return phrase


def _without_fillers(phrase: str) -> str:
    return " ".join(token for token in phrase.split() if token not in FILLERS)


def _unglued(phrase: str) -> str:
    """Take off what German or Dutch glues to the last word: `geschaftstelefon`, `mobilnummer`."""
    *before, word = phrase.split() or [""]
    for part in GLUED_BEHIND:
        if len(word) >= len(part) + _SHORTEST_CORE:
            word = word.removesuffix(part)
    for part in GLUED_BEFORE:
        if len(word) > len(part) + _SHORTEST_CORE:
            word = word.removeprefix(part)
    return " ".join([*before, word])


def split_subject(phrase: str) -> tuple[Entity | None, str]:
    """Split `deal owner` into (`opportunity`, `owner`); `associated company` reads as its name.

    Returns (None, phrase) when the phrase does not begin with a subject, or is nothing else.
    """
    tokens = phrase.split()
    linked = False
    while len(tokens) > 1 and tokens[0] in LINKS and tokens[1] in SUBJECTS:
        tokens, linked = tokens[1:], True
    if tokens[0] == "first" and len(tokens) > 2 and tokens[1] in _FIRST_PARTIES:  # noqa: PLR2004
        tokens = tokens[1:]  # `First applicant: Mobile`, under a group's name
    if tokens[0] not in SUBJECTS or (len(tokens) == 1 and not linked):
        return None, phrase
    subject = SUBJECTS[tokens[0]]
    rest = [token for token in tokens[1:] if token not in PARTICLES]
    if subject == "contact" and rest[:1] == ["person"]:
        rest = rest[1:]
    if len(rest) > 1 and rest[0] in {"detail", "info", "information"}:
        rest = rest[1:]  # `Client details: Name`, under a group's name
    return subject, " ".join(rest) or "name"


def split_tail_subject(phrase: str) -> tuple[Entity | None, str]:
    """Split `fuente de posible cliente` into (`contact`, `fuente`)."""
    tokens = phrase.split()
    if len(tokens) <= 1 or tokens[-1] not in TAIL_SUBJECTS:
        return None, phrase
    subject = TAIL_SUBJECTS[tokens.pop()]
    while tokens and tokens[-1] in PREPOSITIONS:
        tokens.pop()
    return (subject, " ".join(tokens)) if tokens else (None, phrase)
