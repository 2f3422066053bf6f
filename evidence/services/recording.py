"""Taking in what producers send, once, and only what may be kept."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from contacts.selectors import consents_in_force
from core.models import SourceSystem, User
from core.services import acting, audit
from core.services.alone import in_turn
from evidence.choices import EvidenceFamily, EvidenceState, QuarantineReason
from evidence.models import Evidence, EvidenceType
from evidence.services.rescoring import recompute_qd

WATCHING = (EvidenceFamily.BEHAVIOURAL, EvidenceFamily.PERCEPTION)
PAYLOAD_KEYS = {
    EvidenceFamily.BEHAVIOURAL: {"note", "url", "project", "unit", "duration_s", "interaction"},
    EvidenceFamily.PERCEPTION: {"note", "zone", "room", "dwell_s", "visits", "model"},
    EvidenceFamily.DECLARED: {"note", "question", "answer", "interaction"},
    EvidenceFamily.TRANSACTIONAL: {"note", "amount", "currency", "reference", "document"},
}


def record_evidence(
    *,
    producer: SourceSystem,
    external_id: str,
    type: EvidenceType,  # noqa: A002 -- the field's name
    occurred_at: datetime,
    by: User | None,
    **fields: Any,
) -> Evidence:
    """Keep one sign and bring the score in line; a repeat returns the one already known.

    `fields` are columns of Evidence. Without a `value` the type's own holds. A sign that needs a
    consent which is not in force is quarantined. Raises ValidationError for a disabled type, for
    payload keys the family does not know (no footage, no embeddings) and for watching a minor.
    """
    row = Evidence(
        producer=producer,
        external_id=external_id,
        type=type,
        occurred_at=occurred_at,
        **({"value": type.default_value} | fields),
    )
    with acting(by, f"evidence:{producer.code}"):
        known = _known(row)
        if known is not None:
            return known
        _admit(row)
        row.full_clean()
        row.save(force_insert=True)
        _audit("evidence.recorded", row, by)
        if row.contact is not None:
            recompute_qd(row.contact)
    return row


def withdraw_evidence(evidence: Evidence, *, by: User | None, reason: str) -> Evidence:
    """Stop counting one sign; it stays on record."""
    with acting(by, f"evidence:{reason}"):
        evidence.state = EvidenceState.WITHDRAWN
        evidence.save(update_fields=["state"])
        _audit("evidence.withdrawn", evidence, by)
        if evidence.contact is not None:
            recompute_qd(evidence.contact)
    return evidence


def _known(row: Evidence) -> Evidence | None:
    """Return the sign this one repeats; repeats sent at the same time wait here."""
    in_turn("evidence", row.producer_id, row.external_id)
    found: Evidence | None = Evidence.objects.filter(
        producer=row.producer_id, external_id=row.external_id
    ).first()
    return found


def _admit(row: Evidence) -> None:
    """Refuse what may not be kept, and quarantine what may not count."""
    family = EvidenceFamily(row.type.family)
    if not row.type.enabled:
        raise ValidationError({"type": f"{row.type} is switched off."})
    unknown = sorted(set(row.payload) - PAYLOAD_KEYS[family])
    if unknown:
        raise ValidationError({"payload": f"Unknown keys: {', '.join(unknown)}."})
    if row.contact is None:
        return
    if family in WATCHING and row.contact.is_minor(timezone.localdate()):
        raise ValidationError({"contact": "The conduct of a minor is not watched."})
    if row.type.needs_consent:
        row.consent_id = consents_in_force(row.contact, timezone.now()).get(row.type.needs_consent)
        if row.consent_id is None:
            row.state = EvidenceState.QUARANTINED
            row.quarantine_reason = QuarantineReason.CONSENT


def _audit(action: str, row: Evidence, by: User | None) -> None:
    audit(
        action,
        by=by,
        object_type="evidence",
        object_uid=row.uid,
        payload={"type": row.type.code, "producer": row.producer.code, "state": row.state},
    )
