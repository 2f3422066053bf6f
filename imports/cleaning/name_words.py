"""The vocabulary of names: nameparser's lexicon fitted to South Asia and the Gulf, and our own."""

from dataclasses import fields
from typing import Final

from nameparser import Lexicon, Parser


def _words(text: str) -> frozenset[str]:
    """Return the words of a list kept as running text."""
    return frozenset(text.split())


REGIONAL_HONORIFICS: Final = _words(
    "shri sri shree smt shrimati kumari er adv ca eng engr sheikha haji hajj ustad maulana "
    "pandit brig h.e h.h hh hrh justice sardarni mst begum"
)
# titles elsewhere, but names people bear here: Prince Khanna, Guru Dutt, Shaikh Imran
_BORNE_TITLES: Final = _words(
    "prince princess king queen guru baba lama sultan sultana shaikh shaik shekh shaykh shayk "
    "giani gyani master pir mahdi rock saint"
)
_BORNE_PARTICLES: Final = _words("das bat dal dei heer vel te")
_NUMERALS: Final = _words("i v x")


def _lexicon() -> Lexicon:
    """Return nameparser's vocabulary with the region's honorifics."""
    return (
        Lexicon.default()
        .remove(titles=_BORNE_TITLES, given_name_titles=_BORNE_TITLES)
        .remove(particles=_BORNE_PARTICLES, particles_ambiguous=_BORNE_PARTICLES)
        .add(titles=REGIONAL_HONORIFICS, given_name_titles=["sheikha"])
    )


LEXICON: Final = _lexicon()
PARSER: Final = Parser(lexicon=LEXICON)
"""The reference for personal names."""

COMMON_HONORIFICS: Final = _words("mr mrs ms miss dr prof smt shri sri shree er adv ca col capt")
"""Honorifics after which the fast path may go on; a lone name behind one is a family name."""

ORGANISATION_WORDS: Final = _words(
    "llc llp ltd limited pvt inc corp corporation gmbh plc fze fzco fzc dmcc wll huf sarl bv "
    "enterprise enterprises properties property realty realtors realtor realestate developers "
    "developer builders infra infratech infrastructure construction constructions holdings "
    "associates consultants consultancy consulting estates estate industries solutions services "
    "technologies trading traders investments ventures group bank trust foundation company agency "
    "agencies hospital school society international brokers brokerage interiors contracting "
    "projects homes housing advisors advisory"
)

PLACEHOLDER_NAMES: Final = _words(
    "test tester testing unknown na n/a none null nil name noname anonymous lead customer client "
    "guest user admin dummy abc xyz xxx asdf owner tenant buyer seller enquiry inquiry "
    "mr mrs ms miss dr"
) | {"no name", "not available", "not provided", "first name", "full name", "test test"}

_RELATION_WORDS: Final = _words("son daughter wife husband care of so wo do and")


def _lexicon_words() -> frozenset[str]:
    """Return every word nameparser treats specially, phrases by their last."""
    words = set()
    for field in fields(LEXICON):
        entries = getattr(LEXICON, field.name)
        if isinstance(entries, frozenset):
            # the last word tells a phrase; its first may be an initial (`z domu`)
            words |= {entry.split()[-1] for entry in entries}
    return frozenset(words)


SPECIAL_WORDS: Final = (
    _lexicon_words()
    | ORGANISATION_WORDS
    | _RELATION_WORDS
    | _NUMERALS
    | {word for phrase in PLACEHOLDER_NAMES for word in phrase.split()}
)
"""Lower-case words that keep a name off the fast path."""
