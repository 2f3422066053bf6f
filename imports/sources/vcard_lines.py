"""The properties of one vCard: lines unfolded, parameters apart, values decoded.

Read leniently, because writers of cards are: commas stand unescaped, line breaks of pictures
have no fold, and the character set of a value is not the one it names.
"""

import quopri
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_HEAD = re.compile(
    r'\s*(?:(?P<group>[\w-]+)\.)?(?P<name>[\w-]+)(?P<params>(?:;(?:"[^"]*"|[^":])*)?):'
)
_PARAM = re.compile(r'(?:"[^"]*"|[^;"])+')
_ITEM = re.compile(r'(?:"[^"]*"|[^,"])+')
_ESCAPED = re.compile(r'\\([\\;,:"nN])')
_LITERAL, _MARK = "\ufdd0", "\ufdd1"  # noncharacters: no text holds them
_PICTURES = frozenset({"BASE64", "B"})


class Property(NamedTuple):
    """One line of a card; `value` is decoded but still escaped, bare parameters are types."""

    name: str
    value: str
    params: dict[str, list[str]]
    group: str = ""

    @property
    def text(self) -> str:
        """The whole value as one text."""
        return unescaped(self.value)

    @property
    def kinds(self) -> list[str]:
        """The types in small letters, however they were written."""
        return [kind for kinds in self.params.get("TYPE", ()) for kind in kinds.lower().split(",")]


def properties(lines: Iterable[str]) -> Iterator[Property | str]:
    """Yield each property of the lines of a card; a line that is none comes as it is."""
    for line in _logical(lines):
        head = _HEAD.match(line)
        if not head:
            yield line
            continue
        params, encodings = _params(head["params"])
        value = line[head.end() :]
        if "QUOTED-PRINTABLE" in encodings:
            value = _unquoted(value, next(iter(params.get("CHARSET", ())), ""))
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        yield Property(head["name"].upper().replace("_", "-"), value, params, head["group"] or "")


def fields(value: str, mark: str) -> list[str]:
    """Split an escaped value at a mark that is not escaped itself."""
    held = value.replace("\\\\", _LITERAL).replace(f"\\{mark}", _MARK)
    return [part.replace(_MARK, f"\\{mark}").replace(_LITERAL, "\\\\") for part in held.split(mark)]


def unescaped(value: str) -> str:
    r"""Return the text of a value: `\,` is a comma, `\n` a line break."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _logical(lines: Iterable[str]) -> Iterator[str]:
    """Join the physical lines of each property; soft breaks of quoted-printable stay."""
    parts: list[str] = []
    quoted = picture = False
    for text in _bare(lines):
        if quoted and parts[-1].endswith("="):
            parts.append(f"\n{text}")
        elif text.startswith((" ", "\t")) and parts:
            parts.append(text[1:])
        elif picture and ":" not in text:
            parts.append(text)
        elif text:
            if parts:
                yield "".join(parts)
            parts = [text]
            encodings = _encodings(text)
            quoted, picture = "QUOTED-PRINTABLE" in encodings, not _PICTURES.isdisjoint(encodings)
    if parts:
        yield "".join(parts)


def _bare(lines: Iterable[str]) -> Iterator[str]:
    """Take the line ends off; a card that is indented as a whole is not all one fold."""
    indent = None
    for line in lines:
        if indent is None:
            indent = line[: len(line) - len(line.lstrip(" \t"))]
        yield line.rstrip("\r\n").removeprefix(indent)


def _encodings(line: str) -> set[str]:
    head = _HEAD.match(line)
    return _params(head["params"])[1] if head else set()


def _params(text: str) -> tuple[dict[str, list[str]], set[str]]:
    """Return the parameters, bare ones as types, and apart from them the encodings."""
    params: dict[str, list[str]] = {}
    for param in _PARAM.findall(text):
        name, named, values = param.strip().partition("=")
        items = [item.strip('" ') for item in _ITEM.findall(values)] if named else [name]
        params.setdefault(name.upper() if named else "TYPE", []).extend(items)
    bare = {kind.upper() for kind in params.get("TYPE", ())} & {"QUOTED-PRINTABLE", "BASE64"}
    return params, bare | {item.upper() for item in params.get("ENCODING", ())}


def _unquoted(value: str, charset: str) -> str:
    r"""Decode quoted-printable; an encoded semicolon beside plain ones is text, so it is `\;`."""
    plain = [_decoded(quopri.decodestring(part.encode()), charset) for part in value.split(";")]
    return ";".join(part.replace(";", "\\;") for part in plain) if len(plain) > 1 else plain[0]


def _decoded(data: bytes, charset: str) -> str:
    """Decode by the named character set; where that is none or wrong, as what it looks like."""
    for name in (charset, "utf-8"):
        try:
            return data.decode(name or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8" if charset.upper() == "UTF-8" else "cp1252", "replace")
