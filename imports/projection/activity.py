"""From the cells of a row to something that happened."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from imports.cleaning import clean_datetime, clean_phones, clean_text, fold
from imports.cleaning.email import clean_emails
from imports.cleaning.result import Issue
from imports.projection.contact import emails, external_id, phones
from imports.projection.state import Column, Handler, Projected, park, settle

KINDS = {
    "whatsapp": "whatsapp", "wa": "whatsapp", "waba": "whatsapp", "call": "call", "phone": "call",
    "voice": "call", "telephony": "call", "ivr": "call", "email": "email", "e mail": "email",
    "mail": "email", "sms": "sms", "text": "sms", "meeting": "meeting", "site visit": "site_visit",
    "visit": "site_visit", "web": "web", "website": "web", "webform": "web", "form": "web",
    "chat": "chat", "webchat": "chat", "live chat": "chat", "bot": "chat", "message": "chat",
    "instagram": "social", "facebook": "social", "messenger": "social", "linkedin": "social",
    "telegram": "social", "event": "event", "note": "note_event", "media": "chat",
    "location": "chat",
}  # fmt: skip
DIRECTIONS = {
    "in": "inbound", "inbound": "inbound", "incoming": "inbound", "received": "inbound",
    "user": "inbound", "customer": "inbound", "lead": "inbound", "client": "inbound",
    "out": "outbound", "outbound": "outbound", "outgoing": "outbound", "sent": "outbound",
    "agent": "outbound", "bot": "outbound", "assistant": "outbound", "system": "outbound",
}  # fmt: skip
ZONES = {"AE": ZoneInfo("Asia/Dubai"), "IN": ZoneInfo("Asia/Kolkata")}
OFFICE = ZoneInfo("Asia/Kolkata")
LONGEST_LINE = 300
LONGEST_NAME = 200


def moment(row: Projected, column: Column, raw: str) -> None:
    """Take when it happened; without a zone it is the clock of the row's country."""
    cleaned = clean_datetime(raw, column.dates, zone=ZONES.get(row.region or "", OFFICE))
    if cleaned.value is not None:
        row.entity.setdefault("occurred_at", cleaned.value.isoformat())
    settle(row, column, raw, cleaned.issues, ok=cleaned.value is not None)


def kind(row: Projected, column: Column, raw: str) -> None:
    """Take the channel; one we do not know is told as an issue and stays on the source record."""
    word = fold(clean_text(raw)).replace("_", " ").replace("-", " ")
    known = KINDS.get(word)
    row.extra["channel"] = raw
    if known is None:
        issue = Issue("unknown_channel", "This is no channel we know")
        settle(row, column, raw, (issue,), ok=False)
        return
    row.entity["kind"] = known
    settle(row, column, raw, (), ok=True)


def direction(row: Projected, column: Column, raw: str) -> None:
    """Take who turned to whom; other words stay on the source record."""
    known = DIRECTIONS.get(fold(clean_text(raw)))
    if known is None:
        park(row, column, raw)
        return
    row.entity["direction"] = known
    settle(row, column, raw, (), ok=True)


def body(row: Projected, column: Column, raw: str) -> None:
    """Take what was said: a text, or a list of messages as JSON, which is a transcript too."""
    lines = _messages(raw)
    text = "\n".join(f"{who}: {said}" if who else said for who, said in lines)
    text = text or clean_text(raw, multiline=True)
    known = row.entity.get("body")
    row.entity["body"] = f"{known}\n\n{text}" if known else text
    if lines:
        row.extra["_lines"] = [list(line) for line in lines]
    settle(row, column, raw, (), ok=True)


def subject(row: Projected, column: Column, raw: str) -> None:
    """Take what it was about."""
    row.entity["subject"] = clean_text(raw)[:LONGEST_LINE]
    settle(row, column, raw, (), ok=True)


def person(row: Projected, column: Column, raw: str) -> None:
    """Take who it was with: a number, an address, an id of the source, or a name."""
    value = clean_text(raw)[:LONGEST_NAME]
    row.extra["_person"] = value
    row.entity.setdefault("counterparty", value)
    if "@" in value and clean_emails(value):
        emails(row, column, raw)
    elif any(phone.e164 for phone in clean_phones(value, region=row.region)):
        phones(row, column, raw)
    else:
        settle(row, column, raw, (), ok=True)


def duration(row: Projected, column: Column, raw: str) -> None:
    """Take how long it lasted, in seconds where a plain number says so."""
    value = clean_text(raw)
    if not value.isdigit():
        park(row, column, raw)
        return
    row.entity["duration_s"] = int(value)
    settle(row, column, raw, (), ok=True)


HANDLERS: dict[str, Handler] = {
    "activity.date": moment,
    "activity.created_at": moment,
    "activity.type": kind,
    "activity.direction": direction,
    "activity.body": body,
    "activity.subject": subject,
    "activity.contact": person,
    "activity.duration": duration,
    "activity.external_id": external_id,
    "contact.phone": phones,
    "contact.whatsapp": phones,
    "contact.email": emails,
    "contact.full_name": person,
}


def finish(row: Projected) -> None:
    """See that it is known when something happened and what; say what is missing."""
    entity = row.entity
    if row.extra.get("channel") == "system":
        row.refusal = "a notice of the messenger, not something anybody said"
    elif "occurred_at" not in entity:
        row.refusal = "no moment: it is not known when this happened"
    elif not entity.get("body") and not entity.get("subject") and "kind" not in entity:
        row.refusal = "nothing is said about what happened"
    elif "channel" in row.extra and "kind" not in entity:
        row.refusal = f"unknown channel {row.extra['channel']!r}"
    if not entity.get("counterparty") and row.points:
        entity["counterparty"] = str(row.points[0]["raw"])[:LONGEST_NAME]
    row.name_key = fold(str(entity.get("counterparty", "")))


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
