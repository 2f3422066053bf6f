"""Which encoding a text file is in.

Byte order mark, NUL pattern of UTF-16, strict UTF-8, a statistical guess, cp1252: in this order.
"""

import codecs
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from imports.sources.oddities import REPLACED
from imports.sources.table import MAX_LINE, SourceError

_CHUNK = 2**20
_SAMPLE = 2**16
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A small file looks alike in a dozen encodings; these are the ones spreadsheets really write.
_WRITTEN_BY_OFFICE = frozenset(
    (
        *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
        *("cp874", "cp932", "cp949", "shift_jis", "euc_jp", "euc_kr", "gb2312", "gbk", "gb18030"),
        *("big5", "koi8-r", "mac-roman", "utf-8"),
    )
)
_MARGIN = 1.15  # measured: names of one language reach 1.29 and more over cp1252
_FOREIGN_WORD = re.compile(rb"[^\s,;\"]*[\x80-\xff][^\s,;\"]*")
_LATIN = re.compile("[A-Za-z]")
_A_WORD = 3  # letters; fewer may all carry accents


class Scan(NamedTuple):
    """What one pass over the bytes tells.

    `head` is the first bytes, `foreign` those around the first one that is not UTF-8 (None when
    all are).
    """

    head: bytes
    foreign: bytes | None


def scan(path: Path) -> Scan:
    """Read the file once, in constant memory; refuse one with an endless line."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, head, foreign = 0, b"", None
    for chunk in _chunks(path):
        line = _running_line(line, chunk)
        if line > MAX_LINE:
            raise SourceError(
                "line_too_long",
                f"A line is longer than {MAX_LINE // 2**20} MB, so this is not a table of rows. "
                "Export the list again with one row per line.",
            )
        if foreign is None:
            foreign = _not_utf8(decoder, chunk)
        head = head or chunk[:_SAMPLE]
    return Scan(head, foreign)


def read_head(path: Path) -> bytes:
    """Return the first 64 KB; refuse an empty file."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if not head:
        raise SourceError("empty_file", "The file is empty. Export it again and upload that file.")
    return head


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _running_line(line: int, chunk: bytes) -> int:
    """Length of the line the chunk ends in; a line inside one chunk cannot be too long."""
    first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
    if first < 0:
        first, last = chunk.find(b"\r"), chunk.rfind(b"\r")
    if first < 0:
        return line + len(chunk)
    if line + first > MAX_LINE:
        return line + first
    return len(chunk) - last - 1


def _not_utf8(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bytes | None:
    if chunk.isascii() and not decoder.getstate()[0]:
        return None
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError as error:
        return chunk[max(0, error.start - _SAMPLE // 2) : error.start + _SAMPLE // 2]
    return None


def detect(seen: Scan) -> str:
    """Return the Python name of the encoding of a scanned file."""
    named = declared(seen.head)
    if named:
        return named
    if seen.foreign is None or _mostly_utf8(seen.foreign):
        return "utf-8"
    return _guess(seen.head + b"\n" + seen.foreign)


def declared(head: bytes) -> str | None:
    """Return the encoding that a byte order mark or the NUL pattern of UTF-16 gives away.

    In UTF-16 without a mark nearly all NUL bytes sit on one side of each pair.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    low, high = head[0::2].count(0), head[1::2].count(0)
    if max(low, high) < 0.3 * len(head) / 2 or min(low, high) > 0.1 * max(low, high):
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _mostly_utf8(sample: bytes) -> bool:
    """Tell UTF-8 with a few foreign bytes: no other encoding looks like it by chance."""
    text = sample.decode("utf-8", "replace")
    foreign = text.count(REPLACED)
    return sum(not char.isascii() for char in text) - foreign > foreign


def _guess(sample: bytes) -> str:
    """Take the likeliest encoding; where little of the text is foreign, that of its words alone."""
    best = _likeliest(sample)
    words = _FOREIGN_WORD.findall(sample)
    return _likeliest(b" ".join(words)) if best == "cp1252" and not _are_latin(words) else best


def _are_latin(words: list[bytes]) -> bool:
    """Tell `Müller` from a Russian word read as cp1252, in which no letter is of ASCII: `Èìÿ`."""
    long = [text for word in words if len(text := word.decode("cp1252", "replace")) >= _A_WORD]
    return 2 * sum(not _LATIN.search(text) for text in long) <= len(long)


def _likeliest(sample: bytes) -> str:
    """Take the likeliest encoding; cp1252 where the evidence for another one is thin."""
    # loaded for files in doubt alone: it takes megabytes of every process that reads one
    chardet = import_module("chardet")
    likely: dict[str, float] = {}
    for guess in chardet.detect_all(sample):
        name = known(str(guess["encoding"] or "cp1252"))
        if name in _WRITTEN_BY_OFFICE:
            likely.setdefault(name, float(guess["confidence"]))
    best = max(likely, key=lambda name: likely[name], default="cp1252")
    if sample.decode(best, "replace") == sample.decode("cp1252", "replace"):
        return "cp1252"
    return best if likely.get(best, 0.0) > _MARGIN * likely.get("cp1252", 0.0) else "cp1252"


def known(name: str) -> str:
    """Return Python's name of an encoding; raise SourceError for one that does not exist."""
    try:
        found = codecs.lookup(name).name
    except LookupError as error:
        raise SourceError(
            "unknown_encoding", f"There is no encoding named {name}. Choose one from the list."
        ) from error
    return {"iso8859-1": "cp1252", "ascii": "utf-8"}.get(found, found)
