"""Readings of a single header: which fields its words may name, and how surely."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from imports.mapping import lexicon
from imports.mapping.abbreviations import agreed, begun, cut_off, taken_apart, written_out
from imports.mapping.classes import classed, shortened
from imports.mapping.fields import FIELDS, UNMAPPED, Entity
from imports.mapping.headers import normalise
from imports.mapping.lexicon import Readings
from imports.mapping.occasions import occasion
from imports.mapping.parts import beside, by_parts, composed, dated, kept_by, known, own, scaled
from imports.mapping.paths import part_of_address, path
from imports.mapping.phrases import is_nameless, without_rank
from imports.mapping.questions import question
from imports.mapping.spelling import spelled
from imports.mapping.words import (
    CHANGERS,
    FILLERS,
    FLAGS,
    OPPOSITES,
    PARTIES,
    PREPOSITIONS,
    ROLES,
    SUBJECTS,
    TAIL_SUBJECTS,
    TWINS,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Priors of the fields a header may name, and how they were found, for the reason shown."""

    priors: Readings = field(default_factory=dict)
    how: str = ""
    matched: str = ""
    strict: bool = False  # a guess that only counts when the values agree


_NOTHING: Final = Reading()
# A name of another entity only: known to mean nothing here, unless its parts do.
_ELSEWHERE: Final = {UNMAPPED: lexicon.FOREIGN}
_DOTTED: Final = re.compile(r"[^\W\d]\.(?=[\s-]|$)")  # `zul. gesprochen`
_FUZZY_CUTOFF: Final = 86
_SHORT: Final = 5  # letters of a word that may be misspelled once
_LONG: Final = 12  # letters of a word that may be misspelled twice
_LONGEST_HEADER: Final = 14  # words; more are a sentence
_LONGEST_NAME: Final = 4  # words of a name looked for inside a header
_SHORTEST_NAME: Final = 4  # letters of the same
_REMARKS: Final = frozenset({"note", "comment", "remark", "feedback"})


@lru_cache(maxsize=16384)
def read(header: str, entity: Entity) -> Reading:
    """Read a header for a table of `entity`: listed names first, then parts, spelling, keywords."""
    phrase = normalise(header)
    if is_nameless(phrase):
        return _NOTHING
    nested = path(header, entity) or part_of_address(header, entity)
    exact = known(phrase, entity)
    if not exact and not beside(phrase):
        exact = known(without_rank(phrase), entity)
    if exact and not nested:
        return _exact(phrase, exact, entity)
    if cut := _from_names(cut_off(header, phrase, entity), entity):
        return cut
    return _composed(header, phrase, nested, entity) or _guessed(header, phrase, entity)


def _composed(header: str, phrase: str, nested: Readings, entity: Entity) -> Reading | None:
    """Take a header nobody listed apart into listed names."""
    readings = nested or next((found for found in by_parts(header, phrase, entity) if found), {})
    if readings:
        return Reading(readings, "composed", phrase)
    if dates := dated(phrase, entity) or occasion(phrase, entity):
        return Reading(dates, "composed", phrase, strict=True)
    if coded := classed(phrase, entity) or shortened(phrase, entity) or kept_by(phrase):
        return Reading(coded, "composed", phrase)
    if apart := taken_apart(phrase, entity):
        return Reading(known(apart, entity) or composed(apart, entity), "composed", apart)
    return None


def _guessed(header: str, phrase: str, entity: Entity) -> Reading:
    """Guess what a header may ask, misspell, shorten, hold or begin, the surest first."""
    if asked := question(phrase, entity):
        return Reading(asked, "asked", phrase)
    short = _abbreviated(phrase, entity, dotted=_DOTTED.search(header) is not None)
    found = _fuzzy(phrase, entity) or short or _mended(phrase, entity) or _keyword(phrase, entity)
    return found if found.priors else Reading(begun(phrase, entity), "begun", phrase, strict=True)


@lru_cache(maxsize=16384)
def listed(header: str, entity: Entity) -> Readings:
    """Read a header by listed names alone, whole or composed, without guessing."""
    phrase = normalise(header)
    return (known(phrase, entity) or composed(phrase, entity)) if phrase else {}


def _exact(phrase: str, exact: Readings, entity: Entity) -> Reading:
    """Take a listed name, unless it is unmapped only because it belongs to another entity."""
    if exact == _ELSEWHERE:
        if found := composed(phrase, entity):
            return Reading(found, "composed", phrase)
        inside = _keyword(phrase, entity)
        return inside if inside.priors else Reading(exact, "composed", phrase)
    if set(exact) == {UNMAPPED} and (mine := own(phrase, entity)):
        return Reading(mine, "composed", phrase)
    return Reading(exact, "known", phrase)


def _fuzzy(phrase: str, entity: Entity) -> Reading | None:
    """Find the listed name spelled most nearly like the header: a slip, not another word."""
    if len(phrase) < _SHORT:
        return None
    phrases = lexicon.index(entity)
    for matched, score, _ in process.extract(
        phrase, phrases.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY_CUTOFF, limit=3
    ):
        if _same_but_for_slips(phrase, matched):
            return Reading(scaled(phrases[matched], score / 100 * 0.88), "similar", matched)
    return None


def _mended(phrase: str, entity: Entity) -> Reading | None:
    """Read a phrase whose words are misspelled as what is meant."""
    right = spelled(phrase)
    found = known(right, entity) or composed(right, entity) if right else {}
    return Reading(scaled(found, 0.88), "similar", right) if found else None


def _abbreviated(phrase: str, entity: Entity, *, dotted: bool) -> Reading | None:
    """Write a header out by the listed names it may abbreviate, when they all agree."""
    return _from_names(written_out(phrase, entity, dotted=dotted), entity)


def _from_names(found: list[str], entity: Entity) -> Reading | None:
    """Read what a header is short for, where all the names it may stand for agree."""
    readings = agreed([lexicon.index(entity)[name] for name in found])
    return Reading(scaled(readings, 0.88), "short", found[0]) if readings else None


def _same_but_for_slips(phrase: str, matched: str) -> bool:
    """Tell whether two phrases differ by spaces alone, or by a letter in long enough words."""
    if phrase.replace(" ", "") == matched.replace(" ", ""):
        return True
    ours, theirs = phrase.split(), matched.split()
    if len(ours) != len(theirs) or (set(ours) ^ set(theirs)) & (CHANGERS | OPPOSITES):
        return False
    return all(_same_word(a, b) for a, b in zip(ours, theirs, strict=True))


def _same_word(ours: str, theirs: str) -> bool:
    """Tell a slip of the pen; `contract` is no misspelled `contact`, for it is a word itself."""
    if ours != theirs and ours in TWINS:
        return False
    slips = (len(ours) >= _SHORT) + (len(ours) >= _LONG)
    return ours == theirs or (ours[0] == theirs[0] and OSA.distance(ours, theirs) <= slips)


def _keyword(phrase: str, entity: Entity) -> Reading:
    """Find a listed name inside a longer header, when no other word changes its sense.

    A question (`which configuration are you looking for`) reads so. Only values that agree make
    the reading count, except for lists of choices.
    """
    tokens = phrase.split()
    changers = (CHANGERS | PARTIES) - (ROLES if tokens[-1] in _REMARKS else frozenset())
    if len(tokens) > _LONGEST_HEADER or set(tokens) & changers or tokens[0] in FLAGS:
        return _NOTHING
    for matched, at_end in _names_inside(tokens):
        readings = known(matched, entity)
        vague = " " not in matched and any(_is_name(target) for target in readings)
        if readings and UNMAPPED not in readings and not vague:
            return Reading(scaled(readings, 0.76 if at_end else 0.72), "part", matched, strict=True)
    return _NOTHING


def _names_inside(tokens: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield runs of words that may be a name, long ones and those at the end first."""
    for size in range(min(_LONGEST_NAME, len(tokens) - 1), 0, -1):
        for start in range(len(tokens) - size, -1, -1):
            matched = " ".join(tokens[start : start + size])
            silent = len(matched) < _SHORTEST_NAME or matched in _SILENT
            # `adresse` in `nom de l'adresse` says whose name it is, not what it is
            if not silent and not (start and tokens[start - 1] in PREPOSITIONS):
                yield matched, start + size == len(tokens)


_SILENT: Final = frozenset(SUBJECTS) | frozenset(TAIL_SUBJECTS) | FILLERS


def _is_name(target: str) -> bool:
    return target in FIELDS and FIELDS[target].kind == "name"
