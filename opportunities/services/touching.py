"""Taking in what campaigns did, once, and sharing deals among them anew."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from contacts.selectors import CLAIMANT
from core.models import SourceSystem, User
from core.services import acting, audit
from core.services.clocks import as_happened
from opportunities.choices import TouchKind
from opportunities.models import Campaign, CampaignTouch
from opportunities.services.attributing import attribute_people

LARGEST = 1_000
HASH_LENGTH = 64
TORN = "contact and point_hash are of two people."
KEYS = frozenset(
    {"external_id", "campaign", "campaign_name", "channel", "kind", "occurred_at", "contact",
     "point_hash", "utm"}
)  # fmt: skip

# by uid, following a merge, or by the hash of a number one person claims; nobody who was erased
FIND = f"""
SELECT s.seq, p.id FROM
    jsonb_to_recordset(%s::jsonb) AS s(seq int, uid uuid, point_hash text)
JOIN contacts_contact c ON c.id = coalesce(
    (SELECT u.id FROM contacts_contact u WHERE u.uid = s.uid),
    CASE WHEN s.point_hash <> '' THEN ({CLAIMANT}) END)
JOIN contacts_contact p ON p.id = coalesce(c.merged_into_id, c.id) AND p.state <> 'erased'
"""  # noqa: S608 -- SQL of our own


@dataclass(frozen=True, slots=True)
class TouchOutcome:
    """What became of one touch: created, duplicate, unresolved (kept, of nobody yet), invalid."""

    external_id: str
    outcome: str
    reason: str = ""


class TouchError(ValueError):
    """What is wrong with one touch, in words."""


def take_touches(items: Sequence[Any], *, source: SourceSystem, by: User) -> list[TouchOutcome]:
    """Keep up to a thousand touches of one source; outcomes in the order given.

    A repeat changes nothing. Deals of the people met are attributed anew.
    """
    outcomes: dict[int, TouchOutcome] = {}
    rows: dict[str, tuple[int, CampaignTouch, Mapping[str, Any]]] = {}
    with acting(by, f"touches:{source.code}"):
        for seq, item in enumerate(items):
            try:
                touch = _read(item, source)
            except TouchError as error:
                outcomes[seq] = TouchOutcome(_external_id(item), "invalid", str(error))
                continue
            if rows.setdefault(touch.external_id, (seq, touch, item))[0] != seq:
                outcomes[seq] = TouchOutcome(touch.external_id, "duplicate")
        outcomes |= _write(rows, source, by)
    return [outcomes[seq] for seq in range(len(items))]


def _write(
    rows: Mapping[str, tuple[int, CampaignTouch, Mapping[str, Any]]],
    source: SourceSystem,
    by: User,
) -> dict[int, TouchOutcome]:
    known = set(
        CampaignTouch.objects.filter(source_system=source, external_id__in=rows).values_list(
            "external_id", flat=True
        )
    )
    outcomes = {
        seq: TouchOutcome(key, "duplicate") for key, (seq, _, _) in rows.items() if key in known
    }
    fresh = {key: row for key, row in rows.items() if key not in known}
    people = _people(fresh.values())
    torn = _torn(fresh.values(), people)
    outcomes |= {seq: TouchOutcome(torn[seq], "invalid", TORN) for seq in torn}
    fresh = {key: row for key, row in fresh.items() if row[0] not in torn}
    people = {seq: person for seq, person in people.items() if seq not in torn}
    campaigns = _campaigns([item for _, _, item in fresh.values()], source)
    for key, (seq, touch, item) in fresh.items():
        touch.contact_id = people.get(seq)
        touch.campaign_id = campaigns[str(item["campaign"])]
        outcomes[seq] = TouchOutcome(key, "created" if touch.contact_id else "unresolved")
    CampaignTouch.objects.bulk_create(
        [touch for _, touch, _ in fresh.values()], ignore_conflicts=True
    )
    if people:
        attribute_people(sorted(set(people.values())))
    if fresh:
        audit("touches.taken_in", by=by, object_type="campaigntouch",
              payload={"source": source.code, "touches": len(fresh)})  # fmt: skip
    return outcomes


def _people(rows: Any) -> dict[int, int]:
    asked = [
        {"seq": seq, "uid": item.get("contact") or None, "point_hash": touch.point_hash}
        for seq, touch, item in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(FIND, [json.dumps(asked)])
        return dict(cursor.fetchall())


def _torn(rows: Any, people: Mapping[int, int]) -> dict[int, str]:
    """Return the touches whose uid and number are of two people, with their ids."""
    both: list[Any] = [(seq, touch, {}) for seq, touch, item in rows if item.get("contact")]
    numbered = {seq: touch.external_id for seq, touch, _ in both if touch.point_hash}
    by_number = _people(both) if numbered else {}
    return {seq: numbered[seq] for seq, person in by_number.items() if people.get(seq) != person}


def _external_id(item: Any) -> str:
    found = item.get("external_id") if isinstance(item, Mapping) else None
    return found[:200] if isinstance(found, str) else ""


def _campaigns(items: Sequence[Mapping[str, Any]], source: SourceSystem) -> dict[str, int]:
    """Return the campaigns of these touches by their ids there, adding those not known."""
    found: dict[str, int] = {}
    for item in items:
        code = str(item["campaign"])
        if code not in found:
            row, _ = Campaign.objects.get_or_create(
                source_system=source,
                external_id=code,
                defaults={
                    "name": str(item.get("campaign_name") or code)[:200],
                    "channel": str(item.get("channel") or "")[:60],
                },
            )
            found[code] = row.pk
    return found


def _read(item: Any, source: SourceSystem) -> CampaignTouch:
    if not isinstance(item, Mapping) or set(item) - KEYS:
        raise TouchError(f"A touch is an object of {', '.join(sorted(KEYS))}.")
    texts = {name: item.get(name) or "" for name in ("external_id", "campaign", "kind")}
    if not all(isinstance(text, str) and 0 < len(text) <= 200 for text in texts.values()):  # noqa: PLR2004 -- the columns' width
        raise TouchError("external_id, campaign and kind are texts of 1 to 200 characters.")
    if texts["kind"] not in TouchKind.values:
        raise TouchError(f"kind: one of {', '.join(TouchKind.values)}.")
    utm, digest = item.get("utm") or {}, item.get("point_hash") or ""
    if not isinstance(utm, Mapping) or not isinstance(digest, str) or len(digest) > HASH_LENGTH:
        raise TouchError("utm is an object and point_hash a sha256 in hex.")
    _check_uid(item.get("contact"))
    return CampaignTouch(
        source_system=source,
        external_id=texts["external_id"],
        kind=texts["kind"],
        occurred_at=_moment(item.get("occurred_at")),
        point_hash=digest.lower(),
        utm=dict(utm),
    )


def _check_uid(value: Any) -> None:
    try:
        if value:
            UUID(value)
    except (ValueError, AttributeError, TypeError):
        raise TouchError("contact: no uid.") from None


def _moment(value: Any) -> Any:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
        if found is not None and found.tzinfo is not None:
            return as_happened(found, timezone.now())
    except ValueError:
        pass  # no day there is, or one ahead of every clock
    raise TouchError("occurred_at: a past moment with its offset.")
