"""Consent: an answer is added, never changed; withdrawal takes effect at once."""

from typing import Any

from contacts.choices import ConsentPurpose, ConsentStatus
from contacts.models import ConsentRecord, Contact
from core.models import User
from core.services import acting, audit, save_canonical

REFUSED = (ConsentStatus.WITHDRAWN, ConsentStatus.DENIED)
OUTREACH = (ConsentPurpose.MARKETING, ConsentPurpose.SERVICE)


def record_consent(
    contact: Contact, *, by: User | None, purpose: str, status: str, **details: Any
) -> ConsentRecord:
    """Record one answer and bring `do_not_contact` in line in the same transaction."""
    with acting(by, f"consent:{purpose}"):
        record = ConsentRecord(
            contact=contact, purpose=purpose, status=status, captured_by=by, **details
        )
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
    return record


def _follow(contact: Contact, *, by: User | None) -> None:
    answers = {
        record.purpose: record.status
        for record in contact.consents.filter(purpose__in=OUTREACH).order_by("at", "id")
    }
    refused = any(status in REFUSED for status in answers.values())
    if contact.do_not_contact != refused:
        contact.do_not_contact = refused
        save_canonical(contact, by=by, cause="consent")
