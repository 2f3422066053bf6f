"""Which delimiter and quote a delimited text uses."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import StringIO
from itertools import islice
from typing import NamedTuple

from imports.sources.values import DATE, EMPTY, LINK, NUMBER, TEXT, value_type

_COMMON = ",;\t|"
_RARE = " :^~\x1f\x01"
_SAMPLE = 2**16
_ROWS = 300
_AGREE = 0.9
_CLOSE = 0.8  # the second opinion decides only between rivals


class Dialect(NamedTuple):
    """How cells are told apart; `spaced` when every delimiter is followed by a space."""

    delimiter: str = ","
    quotechar: str = '"'
    spaced: bool = False


class _Fit(NamedTuple):
    score: float
    agreement: float
    width: int
    typed: float


def detect(text: str, delimiter: str | None = None) -> Dialect:
    """Return the dialect of the first lines of a file (at most 64 KB are looked at).

    A dialect is right when it cuts the lines into rows of one width whose cells look like
    values. Where no common delimiter does, CleverCSV gives a second opinion and rare
    delimiters (space, colon, caret, tilde, unit separator) are tried.
    """
    text = text[:_SAMPLE]
    hint = re.match(r"sep=(.)\r?\n", text)
    chosen = delimiter or (hint[1] if hint else None) or _best_delimiter(text)
    quote = _quote(text, chosen)
    return Dialect(chosen, quote, _spaced(text, chosen))


def _best_delimiter(text: str) -> str:
    fits = {mark: _fit(text, mark) for mark in _candidates(text)}
    best = max(fits, key=lambda mark: fits[mark].score, default=",")
    if best in fits and fits[best].agreement >= _AGREE:
        return best
    rare = {mark: _fit(text, mark) for mark in _RARE if mark in text}
    plausible = {mark: fit for mark, fit in rare.items() if _convincing(fit)}
    if plausible:
        return max(plausible, key=lambda mark: plausible[mark].score)
    other = _second_opinion(text)
    return other if other in fits and fits[other].score > _CLOSE * fits[best].score else best


def _candidates(text: str) -> list[str]:
    sniffed = []
    with suppress(csv.Error):  # the sniffer may have no opinion
        sniffed.append(csv.Sniffer().sniff(text[: _SAMPLE // 4], delimiters=_COMMON).delimiter)
    return list(dict.fromkeys([*sniffed, *(mark for mark in _COMMON if mark in text)]))


def _fit(text: str, delimiter: str) -> _Fit:
    rows = sample_rows(text, delimiter)
    widths, sizes = Counter[int](), Counter[int]()
    for row in rows:
        if any(row):
            widths[len(row)] += 1
            sizes[len(row)] += sum(map(len, row)) + len(row)
    shares = {
        width: (count / widths.total() + sizes[width] / sizes.total()) / 2
        for width, count in widths.items()
        if width > 1
    }
    if not shares:
        return _Fit(0.0, 0.0, 1, 0.0)
    width, agreement = max(shares.items(), key=lambda share: (share[1], share[0]))
    body = [row for row in rows[1:] if len(row) == width] or rows
    typed = _cleanliness(body, delimiter)
    return _Fit(agreement * (1 - 1 / (width + 1)) * typed, agreement, width, typed)


def sample_rows(text: str, delimiter: str, quotechar: str | None = None) -> list[list[str]]:
    """Return the first rows of a text, read leniently and without the cut last line."""
    lines = list(islice(StringIO(text, newline=""), _ROWS))
    if len(lines) > 1 and not lines[-1].endswith(("\n", "\r")) and len(text) == _SAMPLE:
        lines.pop()
    quote = quotechar or _quote(text, delimiter)
    spaced = _spaced(text, delimiter)
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote, skipinitialspace=spaced)
    return list(reader)


def _cleanliness(rows: Sequence[Sequence[str]], delimiter: str) -> float:
    """Share of cells that look like one value, not like several glued together."""
    foreign = [mark for mark in (_COMMON if delimiter in _RARE else ";\t|") if mark != delimiter]
    worth = {NUMBER: 1.0, DATE: 1.0, LINK: 1.0, EMPTY: 0.9, TEXT: 0.8}
    total = points = 0.0
    for row in rows:
        for cell in row:
            total += 1
            if not any(mark in cell for mark in foreign):
                points += worth[value_type(cell)]
    return points / total if total else 0.0


def _convincing(fit: _Fit) -> bool:
    """Ask a rare delimiter for proof: prose also splits at spaces."""
    return fit.agreement >= _AGREE and fit.width > 2 and fit.typed > 0.82  # noqa: PLR2004 -- tuned on polluted files


def _second_opinion(text: str) -> str | None:
    # loaded for files in doubt alone: it takes megabytes of every process that reads one
    clevercsv = import_module("clevercsv")
    try:
        found = clevercsv.Sniffer().sniff(text[: _SAMPLE // 4])
    except clevercsv.Error:
        return None
    mark = str(found.delimiter) if found else ""
    return mark if mark and mark in _COMMON else None


def _quote(text: str, delimiter: str) -> str:
    """Return the quote that encloses whole cells more often."""
    mark = re.escape(delimiter)
    single, double = (
        len(
            re.findall(
                rf"(?:^|{mark} ?){quote}[^{quote}\r\n]*{quote}(?={mark}|\r?$)", text, re.MULTILINE
            )
        )
        for quote in ("'", '"')
    )
    return "'" if single > 4 * double and single > 1 else '"'


def _spaced(text: str, delimiter: str) -> bool:
    """Tell whether the delimiter is really two characters: itself and a space."""
    if delimiter.isspace():
        return False
    marks = text.count(delimiter)
    ends = len(re.findall(re.escape(delimiter) + r"\s*?$", text, re.MULTILINE))
    return marks - ends > 1 and text.count(delimiter + " ") >= marks - ends
