"""From the cells of a row to something that happened, or that is to be done."""

import json
import re
from datetime import tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from imports.cleaning import clean_datetime, clean_phones, clean_text, clean_word, fold
from imports.cleaning.clock import read_clock
from imports.cleaning.result import Issue
from imports.projection.contact import emails, external_id, phones
from imports.projection.markup import prose
from imports.projection.state import Column, Handler, Projected, fit, park, settle

KINDS = {
    "whatsapp": "whatsapp", "wa": "whatsapp", "waba": "whatsapp", "call": "call", "phone": "call",
    "voice": "call", "telephony": "call", "ivr": "call", "email": "email", "e mail": "email",
    "mail": "email", "sms": "sms", "text": "sms", "meeting": "meeting", "site visit": "site_visit",
    "visit": "site_visit", "revisit": "site_visit", "viewing": "site_visit", "zoom": "meeting",
    "in person": "meeting", "face to face": "meeting", "virtual": "meeting", "web": "web",
    "website": "web", "webform": "web", "form": "web",
    "chat": "chat", "webchat": "chat", "live chat": "chat", "bot": "chat", "message": "chat",
    "instagram": "social", "facebook": "social", "messenger": "social", "linkedin": "social",
    "telegram": "social", "event": "event", "note": "note_event", "media": "chat",
    "location": "chat", "deleted": "chat",
}  # fmt: skip
TASK = "task"
TASKS = frozenset({"task", "to do", "todo", "follow up", "followup", "reminder", "deadline"})
DIRECTIONS = {
    "in": "inbound", "inbound": "inbound", "incoming": "inbound", "received": "inbound",
    "user": "inbound", "customer": "inbound", "lead": "inbound", "client": "inbound",
    "out": "outbound", "outbound": "outbound", "outgoing": "outbound", "sent": "outbound",
    "agent": "outbound", "bot": "outbound", "assistant": "outbound", "system": "outbound",
}  # fmt: skip
DONE = frozenset(
    {"done", "completed", "complete", "closed", "held", "finished", "yes", "true", "1"}
)
AHEAD = frozenset(
    {"to do", "todo", "open", "planned", "pending", "scheduled", "not started", "in progress",
     "not done", "upcoming", "overdue", "no", "false", "0"}
)  # fmt: skip
OUTCOMES = {
    "connected": "connected", "answered": "connected", "no answer": "no_answer",
    "not answered": "no_answer", "switched off": "no_answer", "ringing": "no_answer",
    "missed": "no_answer", "not reachable": "no_answer",
    "rnr": "no_answer", "left voicemail": "no_answer", "busy": "busy",
    "replied": "replied", "no show": "no_show",
    "bounced": "bounced", "failed": "bounced", "undelivered": "bounced",
    "cancelled": "cancelled", "canceled": "cancelled",
}  # fmt: skip
ZONES = {"AE": ZoneInfo("Asia/Dubai"), "IN": ZoneInfo("Asia/Kolkata")}
OFFICE = ZoneInfo("Asia/Kolkata")
LONGEST_LINE = 300
LONGEST_NAME = 200
_ADDRESS = re.compile(r"(?<![^\s@<>(),;:\"'])[^\s@<>(),;:\"']++@[^\s<>(),;:\"']+")
_BRACKETS = re.compile(r"[<(][^<>()]*[>)]")
_IS_ID = re.compile(r"(?:^|[\W_])(?:id|ref|uuid)s?$", re.IGNORECASE)
_OUTCOME = re.compile(r"outcome|result|disposition", re.IGNORECASE)
_TOLD = frozenset({"duration_s", "outcome", "direction"})  # tell of a call that it was one
_SPAN = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})")


def zone_of(row: Projected) -> tzinfo:
    """Return the clock that times without a zone are told by: that of the row's country."""
    return ZONES.get(row.region or "", OFFICE)


def moment(row: Projected, column: Column, raw: str) -> None:
    """Take when it happened, with the time of day where another column gave it."""
    clock = row.extra.pop("_clock", "")
    cleaned = clean_datetime(f"{raw} {clock}".strip(), column.dates, zone=zone_of(row))
    if cleaned.value is not None and "occurred_at" not in row.entity:
        row.entity["occurred_at"] = cleaned.value.isoformat()
        row.extra["_day"] = (raw, column.dates)
    settle(row, column, raw, cleaned.issues, ok=cleaned.value is not None)


def time_of_day(row: Projected, column: Column, raw: str) -> None:
    """Take the time of day of a date that stands in another column."""
    if read_clock(clean_text(raw).lower()) is None:
        issue = Issue("unreadable_time", "This is no time of day")
        settle(row, column, raw, (issue,), ok=False)
        return
    day, dates = row.extra.get("_day", ("", None))
    if day:
        cleaned = clean_datetime(f"{day} {raw}", dates, zone=zone_of(row))
        if cleaned.value is not None:
            row.entity["occurred_at"] = cleaned.value.isoformat()
    else:
        row.extra["_clock"] = clean_text(raw)


def recorded(row: Projected, column: Column, raw: str) -> None:
    """Take when the source wrote it down; it stands for the moment where no other is given."""
    cleaned = clean_datetime(raw, column.dates, zone=zone_of(row))
    if cleaned.value is not None:
        row.extra["_recorded"] = cleaned.value.isoformat()
    settle(row, column, raw, cleaned.issues, ok=cleaned.value is not None)


def kind(row: Projected, column: Column, raw: str) -> None:
    """Take the channel; one we do not know is told as an issue and stays on the source record."""
    row.extra["channel"] = raw
    known = _kind_in(_folded(raw))
    if known == TASK:
        row.entity["task"] = True
        return
    if known is None:
        issue = Issue("unknown_channel", "This is no channel we know")
        settle(row, column, raw, (issue,), ok=False)
        return
    row.entity["kind"] = known


def direction(row: Projected, column: Column, raw: str) -> None:
    """Take who turned to whom; other words stay on the source record."""
    known = DIRECTIONS.get(_folded(raw))
    if known is None:
        park(row, column, raw)
        return
    row.entity["direction"] = known


def status(row: Projected, column: Column, raw: str) -> None:
    """Take whether it is done and what came of it; other words stay on the source record."""
    word = _folded(raw)
    if word in DONE or word in AHEAD:
        row.entity["done"] = word in DONE
    elif word in OUTCOMES:
        row.entity["outcome"] = OUTCOMES[word]
    else:
        park(row, column, raw)
        return


def body(row: Projected, column: Column, raw: str) -> None:
    """Take what was said: a text, or a list of messages as JSON, which is a transcript too.

    A word for what came of it, under a header that says so, is the outcome.
    """
    outcome = OUTCOMES.get(_folded(raw)) if _OUTCOME.search(column.header) else None
    if outcome and "outcome" not in row.entity:
        row.entity["outcome"] = outcome
        return
    lines = _messages(raw)
    text = "\n".join(f"{who}: {said}" if who else said for who, said in lines)
    text = text or prose(raw)
    known = row.entity.get("body")
    row.entity["body"] = f"{known}\n\n{text}" if known else text
    if lines:
        row.extra["_lines"] = [list(line) for line in lines]


def subject(row: Projected, column: Column, raw: str) -> None:
    """Take what it was about."""
    row.entity["subject"] = fit(row, column, prose(raw, multiline=False), LONGEST_LINE)


def identity(row: Projected, _column: Column, raw: str) -> None:
    """Take the id the source knows the person by; it is no name to show, and no number to dial."""
    row.extra["_person"] = clean_text(raw)[:LONGEST_NAME]


def person(row: Projected, column: Column, raw: str) -> None:
    """Take who it was with: an id of the source, addresses, a number, a name, or several."""
    value = clean_text(raw)[:LONGEST_NAME]
    row.entity.setdefault("counterparty", value)
    row.extra.setdefault("_from", value)
    if _IS_ID.search(column.header):
        row.extra["_person"] = value
    elif found := _ADDRESS.findall(value):
        _name(row, _ADDRESS.sub(" ", _BRACKETS.sub(" ", value)))
        emails(row, column, ", ".join(found))
    elif any(phone.e164 for phone in clean_phones(value, region=row.region)):
        phones(row, column, raw)
    else:
        row.extra.setdefault("_person", value)
        _name(row, value)


def duration(row: Projected, column: Column, raw: str) -> None:
    """Take how long it lasted: seconds, or hours, minutes and seconds with colons.

    Two numbers are hours and minutes, as calendars write them.
    """
    value = clean_text(raw)
    span = _SPAN.fullmatch(value)
    if span:
        hours, minutes, rest = int(span[1] or 0), int(span[2]), int(span[3])
        seconds = hours * 3600 + minutes * 60 + rest if span[1] else minutes * 3600 + rest * 60
    elif value.isdecimal() and len(value) < 7:  # noqa: PLR2004 -- more seconds than a week has
        seconds = int(value)
    else:
        park(row, column, raw)
        return
    row.entity["duration_s"] = seconds


def named(name: str) -> Handler:
    """Return the handler that keeps a name to be looked up: of a colleague, account or deal."""

    def handle(row: Projected, _column: Column, raw: str) -> None:
        row.entity.setdefault(name, clean_word(raw)[:LONGEST_NAME])

    return handle


PEOPLE: dict[str, Handler] = {
    "contact.phone": phones,
    "contact.whatsapp": phones,
    "contact.email": emails,
    "contact.full_name": person,
    "contact.external_id": identity,
}
HANDLERS: dict[str, Handler] = {
    "activity.date": moment,
    "activity.time": time_of_day,
    "activity.created_at": recorded,
    "activity.type": kind,
    "activity.direction": direction,
    "activity.status": status,
    "activity.body": body,
    "activity.subject": subject,
    "activity.contact": person,
    "activity.account": named("account"),
    "activity.opportunity": named("deal"),
    "activity.owner": named("owner"),
    "activity.duration": duration,
    "activity.external_id": external_id,
    **PEOPLE,
}


def finish(row: Projected) -> None:
    """See that it is known when something happened and what; say what is missing."""
    entity, extra = row.entity, row.extra
    extra.pop("_day", None)
    extra.pop("_clock", None)
    if recorded_at := extra.pop("_recorded", None):
        entity.setdefault("occurred_at", recorded_at)
    entity["task"] = bool(entity.get("task")) or entity.get("done") is False
    row.refusal = _missing(row)
    if "channel" in extra and "kind" not in entity and not entity["task"]:
        entity["kind"] = "event"  # what it was stays on the source record
    elif "kind" not in entity and row.channel:
        entity["kind"] = row.channel
    finish_person(row)


def finish_person(row: Projected) -> None:
    """Say who the row is about as well as can be told."""
    if not row.entity.get("counterparty") and row.points:
        row.entity["counterparty"] = str(row.points[0]["raw"])[:LONGEST_NAME]
    row.name_key = fold(str(row.extra.get("_name") or row.entity.get("counterparty", "")))


def _missing(row: Projected) -> str:
    entity = row.entity
    said = entity.get("body") or entity.get("subject")
    if row.extra.get("channel") == "system":
        return "a notice of the messenger, not something anybody said"
    if entity["task"]:
        return "" if said else "it is not said what is to be done"
    if "occurred_at" not in entity:
        return "no moment: it is not known when this happened"
    if not said and "kind" not in entity and not (row.channel and _TOLD & entity.keys()):
        return "nothing is said about what happened"
    if "channel" in row.extra and "kind" not in entity and not entity.get("subject"):
        return f"unknown channel {row.extra['channel']!r}"
    return ""


def _folded(raw: str) -> str:
    return fold(clean_text(raw)).replace("_", " ").replace("-", " ")


@lru_cache(maxsize=1024)
def _kind_in(text: str) -> str | None:
    """Return the kind whose longest word a text holds, TASK for what is to be done."""
    words = f" {text} "
    if words.strip() in TASKS:
        return TASK
    listed = sorted(KINDS, key=len, reverse=True)
    return next((KINDS[word] for word in listed if f" {word} " in words), None)


def _name(row: Projected, text: str) -> None:
    """Keep a name, for a person to compare: a name alone identifies nobody."""
    name = " ".join(text.replace(";", " ").split())
    if any(letter.isalpha() for letter in name):
        row.extra.setdefault("_name", name)


def _messages(raw: str) -> list[tuple[str, str]]:
    """Return speaker and text of each message of a JSON list, empty for any other text."""
    if not raw.lstrip().startswith("["):
        return []
    try:
        found = json.loads(raw)
    except ValueError:
        return []
    lines = [_line(item) for item in found if isinstance(item, dict | str)]
    return [line for line in lines if line[1]]


def _line(item: dict[str, Any] | str) -> tuple[str, str]:
    if isinstance(item, str):
        return "", item.strip()
    who = next((item[k] for k in ("role", "sender", "from", "speaker", "author") if k in item), "")
    said = next((item[k] for k in ("content", "text", "message", "body") if k in item), "")
    return clean_text(str(who))[:80], str(said).replace("\0", "").strip()
