"""Pulse in both of its dialects: profiles and interactions, page by page to the end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import quote

from oracle_bridge.adapters.http import AdapterError, Door
from oracle_bridge.adapters.walking import PAGE, Raw, walk

TREND = {"falling": "declining", "dormant": "declining"}
CHANNEL = {"slack": "chat", "text": "sms", "in-person": "meeting", "video": "meeting"}
FREQUENCY = {"rare": "rarely"}
KINDS = {
    "email_sent": ("email", "outbound"),
    "email_received": ("email", "inbound"),
    "call_outbound": ("call", "outbound"),
    "call_inbound": ("call", "inbound"),
    "call": ("call", "internal"),
    "meeting": ("meeting", "internal"),
    "meeting_scheduled": ("meeting", "internal"),
    "meeting_attended": ("meeting", "internal"),
    "message_sent": ("chat", "outbound"),
    "message_received": ("chat", "inbound"),
    "slack_message": ("chat", "outbound"),
    "slack_received": ("chat", "inbound"),
    "sms_sent": ("sms", "outbound"),
    "sms_received": ("sms", "inbound"),
    "linkedin": ("social", "internal"),
    "note_added": ("note_event", "internal"),
    "gift_received": ("note_event", "inbound"),
    "event_attended": ("event", "internal"),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """One person as Pulse knows them; enumerations of both dialects in one form."""

    id: str
    email: str
    name: str
    given_name: str
    family_name: str
    phone: str
    company: str
    title: str
    tags: tuple[str, ...]
    notes: str
    score: float | None
    trend: str
    channel: str
    frequency: str
    updated_at: str  # in UTC, empty where Pulse says none


@dataclass(frozen=True, slots=True)
class Happening:
    """One interaction as Pulse knows it."""

    id: str
    profile_id: str
    kind: str
    direction: str
    at: str  # in UTC, empty where Pulse says none
    subject: str
    body: str


class Pulse(Protocol):
    """What the sync asks of a dialect."""

    def profiles(self, since: datetime | None) -> Iterator[list[Profile]]:
        """Yield pages of the profiles modified since a moment, all of them without one."""
        ...

    def interactions(self, profile_id: str) -> list[Happening]:
        """Return the latest interactions of a profile."""
        ...

    def push(self, email: str, values: Mapping[str, Any]) -> None:
        """Tell Pulse what we know of the person with this address."""
        ...


class Relationships:
    """Dialect A: `/api/contacts/relationship-profiles`, a bearer token."""

    def __init__(self, door: Door) -> None:
        self.door = door

    def profiles(self, since: datetime | None) -> Iterator[list[Profile]]:
        """Yield pages until `has_more` says no, whatever `total` says."""

        def ask(offset: int) -> tuple[list[Raw], bool]:
            found = self.door.get(
                "/api/contacts/relationship-profiles",
                limit=PAGE,
                offset=offset,
                modified_since=since.isoformat() if since else None,
            )
            rows = _list(found, "data")
            return rows, bool(found.get("pagination", {}).get("has_more"))

        for rows in walk(ask):
            yield [profile_of(raw) for raw in rows]

    def interactions(self, profile_id: str) -> list[Happening]:
        """Return up to a hundred interactions of the last ninety days."""
        path = f"/api/contacts/{profile_id}/interactions"
        found = self.door.get(path, limit=100, days=90)
        if found is None:
            return []
        return [_happening(raw, profile_id) for raw in _list(found, "interactions")]

    def push(self, email: str, values: Mapping[str, Any]) -> None:
        """Refuse: this dialect has no route by which a profile can be changed."""
        raise AdapterError(
            f"dialect A of Pulse cannot be written to ({', '.join(values)} of {email})"
        )


class Workspace:
    """Dialect B: `/api/logos-vision/contacts`, an API key."""

    def __init__(self, door: Door) -> None:
        self.door = door

    def profiles(self, since: datetime | None) -> Iterator[list[Profile]]:
        """Yield pages up to `total`, without one until a page is short; we filter by time."""

        def ask(offset: int) -> tuple[list[Raw], bool]:
            found = self.door.get(
                "/api/logos-vision/contacts", limit=PAGE, offset=offset, includeScore="true"
            )
            rows, total = _list(found, "contacts"), found.get("total")
            more = offset + len(rows) < total if isinstance(total, int) else len(rows) == PAGE
            return rows, more

        for rows in walk(ask):
            page = [profile_of(raw) for raw in rows]
            if fresh := [one for one in page if _moved(one, since)]:
                yield fresh

    def interactions(self, profile_id: str) -> list[Happening]:  # noqa: ARG002 -- the protocol's signature
        """Return nothing: this dialect tells no interactions."""
        return []

    def push(self, email: str, values: Mapping[str, Any]) -> None:
        """Enrich the person with this address."""
        self.door.post(f"/api/logos-vision/contacts/{quote(email, safe='')}/enrich", dict(values))


DIALECTS: dict[str, type[Relationships] | type[Workspace]] = {"a": Relationships, "b": Workspace}


def door_of(dialect: str, url: str, secret: str, **options: Any) -> Door:
    """Return the door of a dialect with its secret in the header it wants."""
    headers = {"Authorization": f"Bearer {secret}"} if dialect == "a" else {"X-API-Key": secret}
    return Door("Pulse", url, headers, **options)


def profile_of(raw: Raw) -> Profile:
    """Return a profile as sent by either dialect; raises AdapterError without an id."""
    if not raw.get("id"):
        raise AdapterError("Pulse sent a profile without an id")
    tags = raw.get("tags") or []
    score = raw.get("relationship_score")
    return Profile(
        id=str(raw["id"]),
        email=_word(raw, "canonical_email", "email").lower(),
        name=_word(raw, "display_name", "name"),
        given_name=_word(raw, "first_name"),
        family_name=_word(raw, "last_name"),
        phone=_word(raw, "phone_number", "phone"),
        company=_word(raw, "company"),
        title=_word(raw, "title", "job_title"),
        tags=tuple(sorted(str(tag) for tag in tags)),
        notes=_word(raw, "notes"),
        score=float(score) if score is not None else None,
        trend=_known(raw, "relationship_trend", TREND),
        channel=_known(raw, "preferred_channel", CHANNEL),
        frequency=_known(raw, "communication_frequency", FREQUENCY),
        updated_at=_utc(_word(raw, "updated_at")),
    )


def _happening(raw: Raw, profile_id: str) -> Happening:
    kind, usual = KINDS.get(str(raw.get("interaction_type")), ("note_event", "internal"))
    said = _word(raw, "direction")
    return Happening(
        id=_word(raw, "id"),
        profile_id=profile_id,
        kind=kind,
        direction=said if said in ("inbound", "outbound") else usual,
        at=_utc(_word(raw, "interaction_date")),
        subject=_word(raw, "subject"),
        body=_word(raw, "full_content", "snippet", "ai_summary"),
    )


def _word(raw: Raw, *names: str) -> str:
    return next((str(raw[name]).strip() for name in names if raw.get(name)), "")


def _known(raw: Raw, name: str, union: Mapping[str, str]) -> str:
    value = _word(raw, name).lower()
    return union.get(value, value)


def _moved(profile: Profile, since: datetime | None) -> bool:
    """Return whether it moved since; one that does not say when may have."""
    return since is None or not profile.updated_at or profile.updated_at >= since.isoformat()


def _utc(text: str) -> str:
    """Return a moment in UTC, so that moments compare as texts; empty for what is none."""
    try:
        found = datetime.fromisoformat(text)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return ""


def _list(found: Any, name: str) -> list[Raw]:
    value = found.get(name) if isinstance(found, Mapping) else None
    if not isinstance(value, list):
        raise AdapterError(f"Pulse sent no list of {name}")
    return value
