"""Names of countries in the languages of the world, looked up in those of a text's letters."""

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final

from babel import Locale

# The languages of an alphabet, by the first word of its letters' names. Each costs a megabyte of
# memory, so they are read when a text of that alphabet is first asked about.
_LANGUAGES: Final = {
    "ARABIC": "ar fa ur",
    "BENGALI": "bn",
    "CJK": "zh zh_Hant ja",
    "CYRILLIC": "ru uk",
    "DEVANAGARI": "hi mr ne",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "LATIN": "de fr es pt it nl tr pl",
    "MALAYALAM": "ml",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}
_CODE: Final = 2  # letters of a country; others are continents


def named(text: str, spell: Callable[[str], str]) -> str | None:
    """Return the two-letter code of the country of this name, both spelled by `spell`, or None."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    script = unicodedata.name(letter, "").partition(" ")[0] if letter else ""
    return _names(script, spell).get(spell(text))


@cache
def _names(script: str, spell: Callable[[str], str]) -> dict[str, str]:
    """Return the codes by name in the languages of a script, without names of two countries."""
    found: dict[str, set[str]] = {}
    for language in _LANGUAGES.get(script, "").split():
        for code, name in Locale.parse(language).territories.items():
            if len(code) == _CODE and code.isalpha():
                found.setdefault(spell(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
