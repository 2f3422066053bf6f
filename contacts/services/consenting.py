"""Consent: an answer is added, never changed; withdrawal takes effect at once."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from contacts import registry
from contacts.choices import ConsentPurpose, ConsentStatus
from contacts.models import ConsentRecord, Contact
from core.models import User
from core.services import acting, audit

REFUSED = (ConsentStatus.WITHDRAWN, ConsentStatus.DENIED)
OUTREACH = (ConsentPurpose.MARKETING, ConsentPurpose.SERVICE)
# the conduct of children is not watched, whoever agrees (DPDP Act 2023, section 9)
NOT_OF_MINORS = (
    ConsentPurpose.PERCEPTION,
    ConsentPurpose.PROFILING,
    ConsentPurpose.MARKETING,
    ConsentPurpose.EMAIL_MARKETING,
    ConsentPurpose.SMS_MARKETING,
)

FOLLOW = """
WITH latest AS (
    SELECT DISTINCT ON (a.contact_id, a.purpose) a.contact_id, a.status
    FROM contacts_consentrecord a
    WHERE a.contact_id = ANY(%(ids)s) AND a.purpose = ANY(%(outreach)s)
    ORDER BY a.contact_id, a.purpose, a.at DESC, a.id DESC
), answered AS (
    SELECT contact_id, bool_or(status = ANY(%(refused)s)) AS refused FROM latest GROUP BY 1
)
UPDATE contacts_contact c SET do_not_contact = w.refused, version = c.version + 1,
    updated_at = now(), updated_by_id = %(by)s
FROM answered w WHERE c.id = w.contact_id AND c.do_not_contact <> w.refused
RETURNING c.id
"""


def record_consent(
    contact: Contact, *, by: User | None, purpose: str, status: str, **details: Any
) -> ConsentRecord:
    """Record one answer; a refusal takes effect in the same transaction.

    `do_not_contact` follows, and every app that acts on the purpose is told (contacts.registry).
    For a minor a guardian answers, and nobody can agree to watching one. Raises ValidationError.
    """
    with acting(by, f"consent:{purpose}"):
        record = ConsentRecord(
            contact=contact, purpose=purpose, status=status, captured_by=by, **details
        )
        _admit(record)
        record.full_clean()
        record.save(force_insert=True)
        audit(
            "consent.recorded",
            by=by,
            object_type="contact",
            object_uid=contact.uid,
            payload={"purpose": purpose, "status": status},
        )
        _follow(contact, by=by)
        if status in REFUSED:
            registry.tell(contact, purpose, by)
    return record


def follow_answers(contact_ids: Sequence[int], *, by: User | None) -> list[int]:
    """Let `do_not_contact` of these people follow their latest answers; return whose moved.

    For answers written many at a time, in the caller's transaction; the apps that act on a
    refusal are told of it by `record_consent` alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            FOLLOW,
            {
                "ids": list(contact_ids),
                "outreach": [str(purpose) for purpose in OUTREACH],
                "refused": [str(status) for status in REFUSED],
                "by": by.pk if by else None,
            },
        )
        return [row[0] for row in cursor.fetchall()]


def _admit(record: ConsentRecord) -> None:
    if record.status != ConsentStatus.GRANTED or not record.contact.is_minor(timezone.localdate()):
        return
    if record.purpose in NOT_OF_MINORS:
        raise ValidationError({"purpose": "Nobody can agree to this for a minor."})
    if record.guardian is None or record.guardian.pk == record.contact.pk:
        raise ValidationError({"guardian": "A parent or guardian answers for a minor."})


def _follow(contact: Contact, *, by: User | None) -> None:
    moved = follow_answers([contact.pk], by=by)
    contact.refresh_from_db(fields=["do_not_contact", "version"])
    if moved:
        audit(
            "contact.updated",
            by=by,
            object_type="contact",
            object_uid=contact.uid,
            object_version=contact.version,
            payload={"fields": ["do_not_contact"]},
        )
