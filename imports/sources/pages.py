"""The lines that number printed pages: `Page 1 of 3`, `Page 1/3`, `- 1 -`."""

import re
from collections.abc import Sequence

_WORDS = (
    "page",
    "pg",
    "p\u00e1gina",
    "pagina",
    "seite",
    "\u0635\u0641\u062d\u0629",
    "\u092a\u0943\u0937\u094d\u0920",
)
_SIGN = r"(?:[Nn][Oo]\.?|[Nn][\u00b0\u00ba]|#)?"
_OF = r"(?:\s*(?:of|out of|/|de|di|sur|von|\u0645\u0646|\u0915\u093e)\s*\d{1,5})?"
_LINE = re.compile(
    rf"\s*(?:(?:{'|'.join(_WORDS)})[.:]?\s*{_SIGN}\s*:?\s*\d{{1,5}}{_OF}"
    r"|([-\u2013\u2014])\s*\d{1,5}\s*\1|\S.{0,100}[\s(|]page \d{1,5} ?(?:of|/) ?\d{1,5}\)?)\s*",
    re.IGNORECASE,
)
_LONGEST = 200  # characters, the blanks that centre the line included
_SPELT = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}|{word.upper()}" for word in _WORDS)
PAGE_START = (
    rf"(?:(?:{_SPELT})[.: ]{{,4}}{_SIGN}[: ]{{,4}}\d|[-\u2013\u2014] *\d{{1,5}} *[-\u2013\u2014])"
)
"""What a page line begins with, for a search through raw text; other lines may begin so too."""
PAGE_LETTERS = "".join(sorted({letter for word in _WORDS for letter in word[0] + word[0].upper()}))
"""The first letters of the words for a page."""


def is_page_line(cells: Sequence[str]) -> bool:
    """Tell whether the one filled cell of a row does nothing but number a printed page."""
    only = ""
    for cell in cells:
        if cell and not cell.isspace():
            if only:
                return False
            only = cell
    return 0 < len(only) <= _LONGEST and _LINE.fullmatch(only) is not None
