"""Folding letters that sources write in more than one way."""

import re
import unicodedata
from typing import Final

# combining accents, Arabic vowel signs and the Devanagari nukta; not the Indic vowel signs
_MARKS: Final = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640\u093c]")
_ARABIC: Final = str.maketrans(
    {"\u0623": "\u0627", "\u0625": "\u0627", "\u0622": "\u0627", "\u0671": "\u0627"}  # alef
    | {"\u0649": "\u064a", "\u0629": "\u0647"}  # final yeh and teh marbuta
)


def fold(text: str) -> str:
    """Fold case, accents, width and the forms of Arabic letters: `Straße` is `strasse`."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", text).translate(_ARABIC))


def word_set(text: str) -> frozenset[str]:
    """Read a list of words set apart by spaces; each is folded."""
    return frozenset(fold(text).split())
