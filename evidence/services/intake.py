"""Evidence in bulk: a thousand signs in one statement, each with an outcome of its own."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from contacts.models.contact import OF_AGE
from contacts.selectors import CLAIMANT, CONSENT_IN_FORCE
from core.models import SourceSystem, User
from core.selectors.prepared import preparing
from core.services import acting, audit
from core.services.clocks import as_happened
from evidence.choices import EvidenceFamily
from evidence.models import EvidenceType
from evidence.models.evidence import PAYLOAD_BYTES
from evidence.services.counting import count_fresh
from evidence.services.recording import PAYLOAD_KEYS, WATCHING

LARGEST = 1_000
UNKNOWN = "unknown"
KEYS = frozenset(
    {"producer", "external_id", "subject", "type", "value", "confidence", "occurred_at",
     "consent_ref", "payload", "media_ref", "session_ref", "schema_version"}
)  # fmt: skip
SUBJECTS = frozenset({"uid", "point_hash", "session_ref"})
HASH_LENGTH = 64
PLACES = 12  # finer numbers say nothing, and their products leave the range of floats


class IntakeError(ValueError):
    """What is wrong with one sign, in words."""


@dataclass(slots=True)
class Sign:
    """One sign as understood, ready to be written; `seq` is its place in the request."""

    seq: int
    producer: int
    external_id: str
    type: int
    value: float
    confidence: float
    occurred_at: str
    needs: str = ""
    watching: bool = False
    uid: str | None = None
    point_hash: str = ""
    session_ref: str = ""
    reported: str = ""
    media_ref: str = ""
    consent_ref: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)


# why a sign that can be read is not kept all the same
REFUSED = {
    "minor": "The conduct of a minor is not watched.",
    "torn": "subject: uid and point_hash are of two people.",
}
COLUMNS = tuple(Sign.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one sign: created, duplicate, quarantined or invalid; `reason` in a word.

    `received` is all of these to whom may not know who is known; see `unspoken`.
    """

    external_id: str
    outcome: str
    uid: str | None = None
    reason: str = ""


# a sign that needs none finds none, without a look
CONSENT = CONSENT_IN_FORCE.format(contact="f.contact_id", purpose="nullif(f.needs, '')")
# Whom each sign is about, whether it may count, and the rows themselves. A sign finds its contact
# by uid, by the hash of a number one person claims, or by what its session was linked to before.
WRITE = f"""
WITH given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(sent)s::jsonb) AS s(seq int, producer bigint,
        external_id text, type bigint, value float8, confidence float8, occurred_at timestamptz,
        needs text, watching boolean, uid uuid, point_hash text, session_ref text, reported text,
        media_ref text, consent_ref uuid, payload jsonb)
), sent AS MATERIALIZED (
    SELECT s.*, (SELECT u.id FROM contacts_contact u WHERE u.uid = s.uid) AS by_uid,
        CASE WHEN s.point_hash <> '' THEN ({CLAIMANT}) END AS by_point
    FROM given s
), named AS MATERIALIZED (
    SELECT s.*, (SELECT count(DISTINCT coalesce(m.merged_into_id, m.id)) FROM contacts_contact m
                 WHERE m.id IN (s.by_uid, s.by_point)) > 1 AS torn,
        coalesce(s.by_uid, s.by_point, CASE WHEN s.session_ref <> '' THEN (
            SELECT e.contact_id FROM evidence_evidence e
            WHERE e.session_ref = s.session_ref AND e.session_ref <> ''
              AND e.contact_id IS NOT NULL ORDER BY e.id LIMIT 1) END) AS person
    FROM sent s
), found AS MATERIALIZED (
    SELECT n.*, c.id AS contact_id,
        n.watching AND c.date_of_birth > (now() - interval '{OF_AGE} years')::date AS minor
    FROM named n LEFT JOIN LATERAL (  -- each by its key, however many people there are
        SELECT p.id, p.date_of_birth FROM contacts_contact p
        WHERE p.state <> 'erased' AND p.id = (SELECT coalesce(m.merged_into_id, m.id)
            FROM contacts_contact m WHERE m.id = n.person) LIMIT 1) c ON true
), judged AS MATERIALIZED (
    SELECT f.*, k.id AS consent_id,
        CASE WHEN f.reported <> '' THEN 'unknown_type'
             WHEN f.contact_id IS NULL THEN 'unresolved'
             WHEN f.needs <> '' AND k.id IS NULL THEN 'consent' ELSE '' END AS reason
    FROM found f LEFT JOIN LATERAL ({CONSENT}) k ON f.consent_ref IS NULL OR f.consent_ref = k.uid
), written AS (
    INSERT INTO evidence_evidence (producer_id, external_id, type_id, contact_id, value, confidence,
        occurred_at, session_ref, media_ref, payload, consent_id, schema_version, state,
        quarantine_reason, point_hash, reported_type)
    SELECT producer, external_id, type, contact_id, value, confidence, occurred_at, session_ref,
        media_ref, payload, consent_id, 1, CASE reason WHEN '' THEN 'active' ELSE 'quarantined' END,
        reason, point_hash, reported
    FROM judged WHERE minor IS NOT TRUE AND NOT torn
    ON CONFLICT (producer_id, external_id) DO NOTHING
    RETURNING id, uid, producer_id, external_id
)
SELECT j.seq, j.external_id, CASE WHEN j.torn THEN %(torn)s WHEN j.minor THEN %(minor)s ELSE '' END,
    j.reason, j.contact_id, w.id,
    coalesce(w.uid, e.uid)
FROM judged j
LEFT JOIN written w ON w.producer_id = j.producer AND w.external_id = j.external_id
LEFT JOIN evidence_evidence e ON e.producer_id = j.producer AND e.external_id = j.external_id
"""  # noqa: S608 -- a number of our own


def take_in(items: Sequence[Any], *, by: User) -> list[Outcome]:
    """Keep up to a thousand signs and bring the scores in line; outcomes in the order given.

    A repeat is a duplicate and changes nothing; what may not count yet is quarantined with the
    reason; what may not be kept is invalid with what is wrong.
    """
    outcomes: dict[int, Outcome] = {}
    signs: dict[tuple[int, str], Sign] = {}
    reader = _Reader(by)
    for seq, item in enumerate(items):
        try:
            sign = reader.read(seq, item)
        except IntakeError as error:
            outcomes[seq] = Outcome(_external_id(item), "invalid", reason=str(error))
            continue
        first = signs.setdefault((sign.producer, sign.external_id), sign)
        if first is not sign:
            outcomes[seq] = Outcome(sign.external_id, "duplicate")
    if signs:
        with acting(by, "evidence:bulk"):
            outcomes |= _write(list(signs.values()), by)
    return [outcomes[seq] for seq in range(len(items))]


def unspoken(outcome: Outcome) -> Outcome:
    """Return an outcome that is the same whoever the sign is about, known, unknown or refused."""
    if outcome.outcome == "invalid" and outcome.reason not in REFUSED.values():
        return outcome  # the words alone were wrong
    return Outcome(outcome.external_id, "received")


def _write(signs: list[Sign], by: User) -> dict[int, Outcome]:
    with preparing() as cursor:
        sent = [{name: getattr(sign, name) for name in COLUMNS} for sign in signs]
        cursor.execute(WRITE.encode(), {"sent": json.dumps(sent), **REFUSED})
        rows = cursor.fetchall()
    outcomes, fresh = {}, {}
    for seq, external_id, refused, reason, contact, pk, uid in rows:
        outcomes[seq] = _outcome(external_id, reason, pk, uid, refused=refused)
        if pk is not None and not reason:
            fresh[pk] = contact
    if fresh:
        count_fresh(fresh)
    written = Counter(outcome.outcome for outcome in outcomes.values())
    if written["created"] or written["quarantined"]:
        payload = {"sent": len(signs), "created": written["created"]}
        audit("evidence.taken_in", by=by, object_type="evidence", payload=payload)
    return outcomes


def _outcome(
    external_id: str, reason: str, pk: int | None, uid: UUID | None, *, refused: str
) -> Outcome:
    if refused:
        return Outcome(external_id, "invalid", reason=refused)
    known = str(uid) if uid else None
    if pk is None:
        return Outcome(external_id, "duplicate", known)
    return Outcome(external_id, "quarantined" if reason else "created", known, reason)


def _external_id(item: Any) -> str:
    return str(item.get("external_id", ""))[:200] if isinstance(item, Mapping) else ""


class _Reader:
    """Reads signs; knows the types, and the producers this caller may speak for."""

    def __init__(self, by: User) -> None:
        self.types = {kind.code: kind for kind in EvidenceType.objects.all()}
        self.producers = {
            source.code: source.pk
            for source in SourceSystem.objects.filter(active=True)
            if source.owner_id in (None, by.pk) or not by.is_service
        }
        self.now = timezone.now()

    def read(self, seq: int, item: Any) -> Sign:
        """Return one sign; raises IntakeError that says what is wrong."""
        if not isinstance(item, Mapping):
            raise IntakeError("A sign is an object.")
        if unknown := sorted(set(item) - KEYS):
            raise IntakeError(f"Unknown keys: {', '.join(unknown)}.")
        code = _text(item, "type", 60)
        kind = self.types.get(code)
        if code == UNKNOWN or (kind is not None and not kind.enabled):
            raise IntakeError(f"type: {code} is switched off.")
        sign = Sign(
            seq=seq,
            producer=self._producer(_text(item, "producer", 80)),
            external_id=_text(item, "external_id", 200),
            type=kind.pk if kind else self.types[UNKNOWN].pk,
            value=_number(item, "value", -1, kind.default_value if kind else 1),
            confidence=_number(item, "confidence", 0, 1),
            occurred_at=self._moment(item),
            needs=kind.needs_consent if kind else "",
            watching=kind is not None and kind.family in WATCHING,
            reported="" if kind else code,
            media_ref=_text(item, "media_ref", 300, needed=False),
            consent_ref=_uuid(item.get("consent_ref"), "consent_ref"),
            payload=_payload(item.get("payload"), kind),
        )
        _read_subject(sign, item)
        return sign

    def _producer(self, code: str) -> int:
        if code not in self.producers:
            raise IntakeError("producer: there is no such source, or it is not yours.")
        return self.producers[code]

    def _moment(self, item: Mapping[str, Any]) -> str:
        text = _text(item, "occurred_at", 40)
        moment = _parsed(text)
        if moment is None or moment.tzinfo is None:
            raise IntakeError("occurred_at: a moment with its offset, such as 2026-11-21T09:30Z.")
        try:
            return as_happened(moment, self.now).isoformat()
        except ValueError:
            raise IntakeError("occurred_at lies in the future.") from None


def _parsed(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _read_subject(sign: Sign, item: Mapping[str, Any]) -> None:
    subject = item.get("subject") or {}
    if not isinstance(subject, Mapping) or set(subject) - SUBJECTS:
        raise IntakeError(f"subject: an object of {', '.join(sorted(SUBJECTS))}.")
    sign.uid = _uuid(subject.get("uid"), "subject.uid")
    sign.point_hash = _text(subject, "point_hash", HASH_LENGTH, needed=False).lower()
    sign.session_ref = _text(subject, "session_ref", 120, needed=False) or _text(
        item, "session_ref", 120, needed=False
    )
    if not (sign.uid or sign.point_hash or sign.session_ref):
        raise IntakeError("subject: one of uid, point_hash and session_ref is needed.")


def _payload(value: Any, kind: EvidenceType | None) -> dict[str, Any]:
    """Return the payload; footage and embeddings have no key to come under."""
    if value is None:
        return {}
    allowed = PAYLOAD_KEYS[EvidenceFamily(kind.family)] if kind else frozenset[str]()
    if not isinstance(value, Mapping):
        raise IntakeError("payload: an object.")
    if unknown := sorted(set(value) - allowed):
        raise IntakeError(f"payload: unknown keys {', '.join(unknown)}.")
    if len(json.dumps(value)) > PAYLOAD_BYTES or "\\u0000" in json.dumps(value):
        raise IntakeError("payload: at most 16 kB of text without NUL.")
    return dict(value)


def _text(item: Mapping[str, Any], name: str, limit: int, *, needed: bool = True) -> str:
    value = item.get(name) or ""
    if not isinstance(value, str) or len(value) > limit or "\0" in value:
        raise IntakeError(f"{name}: a text of at most {limit} characters.")
    if needed and not value.strip():
        raise IntakeError(f"{name} is missing.")
    return value


def _number(item: Mapping[str, Any], name: str, low: float, default: float) -> float:
    value = item.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= 1:
        raise IntakeError(f"{name}: a number from {low} to 1.")
    return round(float(value), PLACES)


def _uuid(value: Any, name: str) -> str | None:
    if value is None:
        return None
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise IntakeError(f"{name}: no uid.") from None
