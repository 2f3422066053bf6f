"""Chats exported from WhatsApp on Android or iOS, as a table: one row a message."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from imports.sources.csv_file import open_text
from imports.sources.oddities import inspect
from imports.sources.table import MAX_LINE, Issue, Part, Row, Table

HEADER = ["timestamp", "sender", "text", "kind"]

_INVISIBLE = "\u200e\u200f\u202a\u202c\ufeff"
_DATE = r"(?P<a>\d{1,4})[./-](?P<b>\d{1,2})[./-](?P<c>\d{2,4})"
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
_HALF = r"(?:\s*(?P<half>[AaPp])\.?\s?[Mm]\.?)?"
_START = re.compile(rf"\[?{_DATE},?\s{_TIME}{_HALF}(?:\]\s|\s[-\u2013]\s)(?P<rest>.*)", re.DOTALL)
_SENDER = re.compile(r"(?P<sender>[^:\n]{1,100}): ?(?P<text>.*)", re.DOTALL)
_SYSTEM = re.compile(
    r"messages and calls are end-to-end encrypted|messages to this (?:chat|group) are now secured"
    r"|.*\b(?:created (?:this )?group|changed the (?:subject|group|description)"
    r"|changed this group|was added|added you|\badded\b|\bleft$|joined using|removed"
    r"|security code changed|changed (?:their|to) phone number|now an admin|is a contact"
    r"|missed (?:voice|video) call|blocked this contact|disappearing messages)",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    r"<media omitted>|<attached: .*>|<.{1,30} (?:omitted|weggelassen|omis|omitido)>"
    r"|.*\b(?:image|video|audio|sticker|gif|document|contact card) omitted"
    r"|(?!location: ).*\(file attached\)",
    re.IGNORECASE | re.DOTALL,
)
_DELETED = re.compile(
    r"(?:this message was deleted(?: by admin .*)?|you deleted this message)\.?",
    re.IGNORECASE,
)
_LOCATION = re.compile(r"(?:live )?location: https?://", re.IGNORECASE)
_ORDERS = {"DMY": (2, 1, 0), "MDY": (2, 0, 1), "YMD": (0, 1, 2)}
_CENTURY = 2000
_NOON = 12


class _Message(NamedTuple):
    """One message as written: `when` the matched date and time, `rest` what follows."""

    line: int
    when: re.Match[str]
    rest: str


def is_chat(text: str) -> bool:
    """Tell whether a text starts like an exported chat."""
    lines = [line.strip(_INVISIBLE + " \r\n") for line in text.splitlines()[:20]]
    starts = [line for line in lines if _START.match(line)]
    return bool(starts) and lines[0] == starts[0] and 4 * len(starts) >= len(lines)


def open_whatsapp(path: Path, encoding: str) -> Table:
    """Read an exported chat; the order of day and month is decided over all its dates.

    Columns: `timestamp` (ISO, to the minute or second as exported), `sender` (empty for the
    app itself), `text` (may span lines) and `kind`: message, media, deleted, location, system.
    """
    order = _date_order(message.when for message in _messages(path, encoding))
    return Table(
        kind="whatsapp",
        header=list(HEADER),
        header_row=None,
        read=partial(_read, path, encoding, order),
        encoding=encoding,
        date_order=order,
    )


def summarise_chat(table: Table) -> dict[str, Any]:
    """Count the messages of a chat and name its people in order of appearance."""
    kinds = {"system": 0, "media": 0, "deleted": 0}
    participants: dict[str, None] = {}
    messages = multiline = 0
    first = last = ""
    for row in table.rows():
        when, sender, text, kind = row.cells
        first, last = first or when, when or last
        if kind in kinds:
            kinds[kind] += 1
        if kind != "system":
            messages += 1
            multiline += "\n" in text
            participants[sender] = None
    return {
        "date_order": table.date_order,
        "participants": list(participants),
        "messages": messages,
        "system_messages": kinds["system"],
        "media": kinds["media"],
        "deleted": kinds["deleted"],
        "multiline": multiline,
        "first": first,
        "last": last,
    }


def _messages(path: Path, encoding: str) -> Iterator[_Message]:
    with open_text(path, encoding) as stream:
        current: _Message | None = None
        for number, raw in enumerate(stream, 1):
            line = raw.replace("\u202f", " ").replace("\xa0", " ").lstrip(_INVISIBLE)
            start = _START.match(line.rstrip("\r\n"))
            if start:
                if current:
                    yield current
                current = _Message(number, start, start["rest"])
            elif current and len(current.rest) < MAX_LINE:
                more = raw.rstrip("\r\n")
                current = current._replace(rest=f"{current.rest}\n{more}")
        if current:
            yield current


def _date_order(dates: Iterable[re.Match[str]]) -> str:
    """Any part over 12 decides; else the order in which time does not run backwards."""
    backwards = {"DMY": 0, "MDY": 0}
    before: dict[str, tuple[int, ...]] = {}
    for when in dates:
        parts = (int(when["a"]), int(when["b"]), int(when["c"]))
        if len(when["a"]) > 2:  # noqa: PLR2004 -- a year has four digits
            return "YMD"
        if max(parts[0], parts[1]) > _NOON:
            return "DMY" if parts[0] > _NOON else "MDY"
        for order in backwards:
            day = tuple(parts[place] for place in _ORDERS[order])
            backwards[order] += day < before.get(order, day)
            before[order] = day
    return "MDY" if backwards["MDY"] < backwards["DMY"] else "DMY"


def _read(path: Path, encoding: str, order: str, part: Part) -> Iterator[Row]:
    if part == "footer":
        return
    for message in _messages(path, encoding):
        when = _timestamp(message.when, order)
        sender, text, kind = _classify(message.rest.strip(_INVISIBLE + " "))
        cells, issues = inspect([when, sender, text, kind])
        if not when:
            issues += (Issue("bad_date", f"{message.when[0][:40]} is not a date in this chat"),)
        yield Row(message.line, cells, issues)


def _timestamp(when: re.Match[str], order: str) -> str:
    parts = (int(when["a"]), int(when["b"]), int(when["c"]))
    year, month, day = (parts[place] for place in _ORDERS[order])
    year += _CENTURY if year < 100 else 0  # noqa: PLR2004 -- WhatsApp is younger than 2000
    hour = int(when["hour"])
    if when["half"]:
        hour = hour % _NOON + (_NOON if when["half"].lower() == "p" else 0)
    try:
        moment = datetime(year, month, day, hour, int(when["minute"]), int(when["second"] or 0))  # noqa: DTZ001 -- the export names no zone
    except ValueError:
        return ""
    return moment.isoformat(timespec="seconds" if when["second"] else "minutes")


def _classify(rest: str) -> tuple[str, str, str]:
    """Return sender, text and kind of what follows the date."""
    named = _SENDER.fullmatch(rest)
    if not named or _SYSTEM.match(named["sender"]):
        return "", rest, "system"
    text = named["text"].strip(_INVISIBLE + " ")
    if named["text"].startswith("\u200e") and _SYSTEM.match(text):
        return "", text, "system"  # iOS writes the name of the chat before its own messages
    if text.casefold().startswith("messages and calls are end-to-end encrypted"):
        return "", text, "system"
    for kind, pattern in (("media", _MEDIA), ("deleted", _DELETED)):
        if pattern.fullmatch(text):
            return named["sender"], text, kind
    return named["sender"], text, "location" if _LOCATION.match(text) else "message"
