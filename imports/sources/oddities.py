"""Oddities inside a row: what is dangerous or damaged is reported, never repaired."""

import re
from collections.abc import Callable, Sequence

from imports.sources.pages import PAGE_LETTERS, PAGE_START
from imports.sources.table import Issue

VISIBLE_NUL = "\u2400"  # a database text cannot hold the byte itself
REPLACED = "\ufffd"

_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_C1 = re.compile("[\x80-\x9f]")
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_PUNCTUATION = {
    code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)
}
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
# What a spreadsheet would run. A phone (+91 98...), a negative number and "-None-" stay quiet.
_FORMULA = re.compile(
    r"=\s*[^\s=]|[+\-@]\s*(?:[a-z_][\w.]*[(!|]|\$?[a-z]{1,3}\$?\d|.*\bcmd\s*\|)",
    re.DOTALL | re.IGNORECASE,
)
_START = r"[=+\-@](?:(?<==)[^\s=]|[A-Za-z_$])"
_NUMBERED = re.compile(r"Page \d{1,5} ?(?:of|/)")  # behind the title of a report
_DRAWN = "[-=_+]{3}"
_LINE = (
    r"(?=[-=+_@\"TtGg \u2013\u2014" + PAGE_LETTERS + r"])"
    rf"(?:{_START}|\"?(?:[Gg][Rr][Aa][Nn][Dd] )?[Tt][Oo][Tt][Aa][Ll]"
    rf"|\"? *(?:{PAGE_START}|{_DRAWN}))"
)


def watch(delimiter: str, quotechar: str, *, spaced: bool = False) -> Callable[[str], bool]:
    """Return a cheap test whether rows of a block of raw text may hold an oddity or no data.

    It is what keeps clean files at the speed of the csv module: rows are looked at one by one
    only inside a block that answers yes. Each pattern begins with one character and is tried
    only where that occurs, because the search for a mere character is far faster.
    """
    begins = {
        f"{delimiter} " if spaced else delimiter: _START,
        quotechar: _START,
        "\n": _LINE,
        "\r": _LINE,
    }
    patterns = [(mark, re.compile(re.escape(mark) + what)) for mark, what in begins.items()]
    first = re.compile(_LINE)  # of the block: no line end stands before it

    def suspicious(text: str) -> bool:
        raw = text.encode("utf-8", "surrogatepass")
        return bool(
            len(raw.translate(None, _CONTROL_BYTES)) != len(raw)
            or REPLACED in text
            or (b"\xc2" in raw and _C1_BYTES.search(raw))
            or ("|" in text and "cmd" in text.lower())
            or first.match(text)
            or ("Page " in text and _NUMBERED.search(text))
            or any(mark in text and pattern.search(text) for mark, pattern in patterns)
        )

    return suspicious


def is_formula(cell: str) -> bool:
    """Tell whether a spreadsheet would run this cell."""
    return cell[:1] in ("=", "+", "-", "@") and _FORMULA.match(cell) is not None


def punctuated(cells: Sequence[str]) -> list[str]:
    """Show C1 control codes as cp1252 punctuation: text that was once decoded as Latin-1."""
    return [cell.translate(_PUNCTUATION) for cell in cells]


def inspect(cells: Sequence[str]) -> tuple[list[str], tuple[Issue, ...]]:
    """Return the cells with NUL bytes made visible, and the issues found in them."""
    text = "\n".join(cells)
    issues = []
    if "\0" in text:
        cells = [cell.replace("\0", VISIBLE_NUL) for cell in cells]
        issues.append(Issue("nul_byte", f"NUL bytes are shown as {VISIBLE_NUL}"))
    if _C1.search(text):
        cells = punctuated(cells)
        issues.append(
            Issue(
                "punctuation", "Control codes are shown as the punctuation they stand for in cp1252"
            )
        )
    if _CONTROL.search(text):
        issues.append(Issue("control_character", "The row holds invisible control characters"))
    if REPLACED in text:
        issues.append(
            Issue("undecodable", f"Bytes that are not of this encoding are shown as {REPLACED}")
        )
    columns = [str(place) for place, cell in enumerate(cells, 1) if is_formula(cell)]
    if columns:
        issues.append(
            Issue("formula", f"Column {', '.join(columns)} holds a formula, kept as plain text")
        )
    return list(cells), tuple(issues)
