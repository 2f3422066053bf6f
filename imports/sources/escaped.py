r"""Quotes escaped by a backslash: `"Said \"yes\", then left"`.

MySQL, PHP and JavaScript write so. The csv module would take the backslash off every character
(`C:\dir` would be `C:dir`), so the text is put into the usual form before it is cut: the quote
doubled, the doubled backslash single, every other backslash as it is.
"""

import re
from typing import TextIO

_OPENS, _CLOSES = r'(?:^|[,;\t|] ?)"', r'"(?=[,;\t|]|\r?$)'
_CELL = re.compile(rf'{_OPENS}((?:[^"\\]|\\.)*+){_CLOSES}', re.MULTILINE | re.DOTALL)
_INSIDE = re.compile(r'\\"(?![,;\t|\r\n]|$)')
_DOUBLED = re.compile(r'(?<![,;\t|\r\n])""(?![,;\t|\r\n])')
_ENDS_IN_ONE = re.compile(rf'{_OPENS}[^"\r\n]*(?<!\\)\\{_CLOSES}', re.MULTILINE)
_PAIR = re.compile(r'\\([\\"])')
_PLAIN = {'"': '""', "\\": "\\"}
_FEWEST = 2  # one may be a slip; the habit shows more often


def is_escaped(text: str) -> bool:
    """Tell whether a backslash escapes quotes in the first lines of a file.

    It does where quoted cells can only be read so, no quote is doubled and no cell ends in a
    single backslash, as a path does.
    """
    if '\\"' not in text or _DOUBLED.search(text) or _ENDS_IN_ONE.search(text):
        return False
    cells = (cell[1] for cell in _CELL.finditer(text))
    return sum(cell.count('\\"') for cell in cells if _INSIDE.search(cell)) >= _FEWEST


def unescape(text: str) -> str:
    """Return the text with doubled quotes in the place of escaped ones."""
    return _PAIR.sub(lambda found: _PLAIN[found[1]], text)


class Unescaped:
    """A text stream with doubled quotes, with the two methods the records are read by."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def read(self, size: int) -> str:
        """Return whole lines of about `size` characters; empty at the end."""
        return unescape(self._stream.read(size) + self._stream.readline())

    def readline(self) -> str:
        """Return nothing: every piece read ends with a line."""
        return ""
