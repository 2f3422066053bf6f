"""Texts that came as web markup, as plain text: paragraphs, breaks and items are lines."""

import re
from html.parser import HTMLParser
from typing import Final

from imports.cleaning import clean_text

_TAG: Final = re.compile(
    r"</?(?:p|br|div|span|b|i|u|strong|em|ul|ol|li|a|h[1-6]|table|tr|td|font|blockquote|pre)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
LONGEST: Final = 50_000  # characters; the parser's time grows faster than a broken text does
_LINES: Final = frozenset({"br", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_UNSEEN: Final = frozenset({"script", "style", "head", "title"})
_BLANKS: Final = re.compile(r"\n{3,}")


class _Reader(HTMLParser):
    """Collects what a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where the page begins one."""
        del attrs
        self._unseen += tag in _UNSEEN
        if tag == "li":
            self.seen.append("\n- ")
        elif tag in _LINES:
            self.seen.append("\n")
        elif tag == "p":
            self.seen.append("\n\n")
        elif tag == "td":
            self.seen.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph with a blank line."""
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in ("p", "ul", "ol"):
            self.seen.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Take the text; its own line breaks are spaces on a page."""
        if not self._unseen:
            self.seen.append(" ".join(re.split(r"\s+", data)))


def prose(raw: str, *, multiline: bool = True) -> str:
    """Return a text as people read it, cleaned; one that is no markup only cleaned."""
    if "<" in raw and len(raw) <= LONGEST and _TAG.search(raw):
        reader = _Reader()
        reader.feed(raw)
        reader.close()
        raw = _BLANKS.sub("\n\n", clean_text("".join(reader.seen), multiline=True))
    return clean_text(raw, multiline=multiline)
