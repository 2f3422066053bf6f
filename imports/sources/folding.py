"""Folded lines of UTF-8 that were cut at a count of bytes, in the midst of a character.

Old phones and mail programs fold a vCard so. The bytes before the fold belong to the line after
it; once they stand there, every line can be decoded by itself.
"""

import re
from collections.abc import Iterable, Iterator

from imports.sources.encoding import Scan

_FOLD = re.compile(rb"\r?\n[ \t]|\r[ \t]")
_CUT = re.compile("([\udc80-\udcff]{1,3})([\r\n]{0,2})$")
_TAIL = 5  # characters: three bytes of one of four, and a line end


def without_folds(seen: Scan) -> Scan:
    """Return what was seen of a file as it looks unfolded: a cut character is no foreign byte."""
    head, foreign = _FOLD.sub(b"", seen.head), seen.foreign
    if foreign is not None:
        foreign = _FOLD.sub(b"", foreign)
    return Scan(head, foreign)


def mended(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines with each cut character whole, behind its fold.

    The lines have to be decoded with `surrogateescape`; bytes that are no character even so
    become U+FFFD.
    """
    before = ""
    for line in lines:
        cut = _CUT.search(before[-_TAIL:]) if line.startswith((" ", "\t")) else None
        if cut:
            yield _shown(before[: -len(cut[0])] + cut[2])
            before = _decoded(line[0] + cut[1] + line[1:], "surrogateescape")
            continue
        if before:
            yield _shown(before)
        before = line
    if before:
        yield _shown(before)


def _shown(line: str) -> str:
    return line if line.isascii() else _decoded(line, "replace")


def _decoded(line: str, errors: str) -> str:
    return line.encode("utf-8", "surrogateescape").decode("utf-8", errors)
