"""Plain text: composed, free of invisible characters, trimmed; folded for search; split lists."""

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import Final

_ASCII_END: Final = 0x80
# U+200C and U+200D shape Devanagari and Persian words, so they are text and not noise
_JOINERS: Final = "\u200c\u200d"
_KEPT: Final = "\n\t"
# every control, format, space and digit character lives here: planes 0 and 1, surrogates, tags
_SCANNED: Final = tuple(chain(range(0x20000), range(0xE0000, 0xE0080)))


def _invisible() -> dict[int, str | None]:
    """Map every control, format, surrogate and odd space character to its replacement."""
    table: dict[int, str | None] = {}
    for code in _SCANNED:
        category = unicodedata.category(chr(code))
        if category in {"Cc", "Cf", "Cs"} and chr(code) not in _JOINERS + _KEPT:
            table[code] = None
        elif category == "Zs":
            table[code] = " "
        elif category in {"Zl", "Zp"}:
            table[code] = "\n"
    return table


_INVISIBLE: Final = _invisible()
_DIGITS: Final = {
    code: str(unicodedata.decimal(chr(code)))
    for code in _SCANNED
    if code >= _ASCII_END and unicodedata.category(chr(code)) == "Nd"
}
_MARKS: Final = {
    **_DIGITS,
    **dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-"),
    0xFF0B: "+",
    0xFE62: "+",
    0xFF0F: "/",
    0xFF0E: ".",
    0x66B: ".",
    0x66C: ",",
    0x60C: ",",
}
# letters that no decomposition takes apart, and the quotes word processors set
_LETTERS: Final = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "\u0131": "i",
    "\u2018": "'",
    "\u2019": "'",
    "\u02bc": "'",
}
_UNACCENT: Final[dict[int, str | None]] = {
    # combining marks of Latin, Greek and Cyrillic, and the Arabic vowel signs and tatweel;
    # Indic vowel signs are letters of the word and stay
    **dict.fromkeys([*range(0x300, 0x370), *range(0x64B, 0x660), 0x670, 0x640]),
    **{ord(letter): plain for letter, plain in _LETTERS.items()},
}
_SPACES: Final = re.compile(r"[ \t\n]+")
_LINE_SPACES: Final = re.compile(r"[ \t]+")
# a spreadsheet shows the value alone; the apostrophe comes of rejected rows sent in again
_GUARDED: Final = re.compile(r"\s*'?=\"((?:[^\"]|\"\")*)\"\s*")
_NULL: Final = r"\N"  # what MySQL and PostgreSQL write where a row has no value
_LIST_SEPARATOR: Final = re.compile(r":::|[,;|\n]")


def clean_text(raw: str, *, multiline: bool = False) -> str:
    """Return the text composed (NFC), without invisible characters, trimmed and single-spaced.

    With `multiline` the line breaks of a note are kept. Of a cell written as a formula to keep
    its zeros (`="00001"`) the value is returned, of the NULL of a database nothing.
    """
    if raw.isascii() and raw.isprintable() and '="' not in raw:
        text = raw.strip()
        if text == _NULL:
            return ""
        return " ".join(text.split()) if "  " in text else text
    text = _composed(raw, multiline=multiline)
    value = unguarded(text)
    return text if value == text else clean_text(value, multiline=multiline)


@lru_cache(maxsize=8192)
def clean_word(raw: str) -> str:
    """Return what `clean_text` does, remembered: for fields whose values come again and again."""
    return clean_text(raw)


def unguarded(text: str) -> str:
    """Return the value of a cell written as a formula to keep it, any other text as it is."""
    found = _GUARDED.fullmatch(text) if '="' in text else None
    return found[1].replace('""', '"') if found else text


def _composed(raw: str, *, multiline: bool) -> str:
    """Return any text composed, visible, trimmed and single-spaced."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    text = unicodedata.normalize("NFC", text)
    if not multiline:
        return _SPACES.sub(" ", text).strip()
    return "\n".join(_LINE_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def ascii_marks(text: str) -> str:
    """Return the text with digits, dashes, plus and decimal signs of every script as ASCII."""
    return text if text.isascii() else text.translate(_MARKS)


def fold(text: str) -> str:
    """Return the text lower-cased and without accents, as searches and comparisons want it."""
    if text.isascii():
        return text.lower()
    stripped = unicodedata.normalize("NFKD", text.lower()).lower().translate(_UNACCENT)
    return unicodedata.normalize("NFC", stripped)


_EVERYBODY = re.compile(r"\s*(?:\*|system group:)\s*my ?contacts\s*", re.IGNORECASE)


@lru_cache(maxsize=16384)
def clean_tags(raw: str) -> tuple[str, ...]:
    """Return the tags of a cell, split at comma, semicolon, bar, `:::` or line, each once.

    Quotes and the leading star of contact exports are dropped, and the group of that kind that
    holds everybody; the spelling stays.
    """
    tags: dict[str, str] = {}
    for part in _LIST_SEPARATOR.split(unguarded(raw)):
        tag = clean_text(part).strip("\"'* ")
        if tag and not _EVERYBODY.fullmatch(part):
            tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())
