"""Consent: an answer is added, never changed; withdrawal takes effect at once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from contacts import registry
from contacts.choices import ConsentPurpose, ConsentStatus
from contacts.models import ConsentRecord, Contact
from core.models import User
from core.services import acting, audit, save_canonical

REFUSED = (ConsentStatus.WITHDRAWN, ConsentStatus.DENIED)
OUTREACH = (ConsentPurpose.MARKETING, ConsentPurpose.SERVICE)
# the conduct of children is not watched, whoever agrees (DPDP Act 2023, section 9)
NOT_OF_MINORS = (ConsentPurpose.PERCEPTION, ConsentPurpose.PROFILING, ConsentPurpose.MARKETING)


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


def _admit(record: ConsentRecord) -> None:
    if record.status != ConsentStatus.GRANTED or not record.contact.is_minor(timezone.localdate()):
        return
    if record.purpose in NOT_OF_MINORS:
        raise ValidationError({"purpose": "Nobody can agree to this for a minor."})
    if record.guardian is None or record.guardian.pk == record.contact.pk:
        raise ValidationError({"guardian": "A parent or guardian answers for a minor."})


def _follow(contact: Contact, *, by: User | None) -> None:
    answers = {
        record.purpose: record.status
        for record in contact.consents.filter(purpose__in=OUTREACH).order_by("at", "id")
    }
    refused = any(status in REFUSED for status in answers.values())
    contact.refresh_from_db(fields=["do_not_contact", "version"])
    if contact.do_not_contact != refused:
        contact.do_not_contact = refused
        save_canonical(contact, by=by, cause="consent")
