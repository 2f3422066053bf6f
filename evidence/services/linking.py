"""Saying whom a session was about."""

from typing import Any

from django.db import connection

from contacts.models import Contact
from contacts.models.contact import OF_AGE
from contacts.selectors import CONSENT_IN_FORCE
from core.models import User
from core.services import acting, audit
from evidence.services.counting import count_fresh
from evidence.services.recording import WATCHING

# a sign of an unresolved session now counts, unless a consent it needs is not in force or it
# watched a minor; who was erased has no session
LINK = f"""
UPDATE evidence_evidence e SET contact_id = %(contact)s, consent_id = k.id,
    state = CASE WHEN t.watched THEN 'withdrawn'
                 WHEN t.needs_consent <> '' AND k.id IS NULL THEN 'quarantined' ELSE 'active' END,
    quarantine_reason = CASE WHEN NOT t.watched AND t.needs_consent <> '' AND k.id IS NULL
                             THEN 'consent' ELSE '' END
FROM (
    SELECT y.id, y.needs_consent, y.family = ANY(%(watching)s) AND
        coalesce(c.date_of_birth > (now() - interval '{OF_AGE} years')::date, false) AS watched
    FROM evidence_evidencetype y, contacts_contact c
    WHERE c.id = %(contact)s AND c.state <> 'erased'
) t LEFT JOIN LATERAL (
    {CONSENT_IN_FORCE.format(contact="%(contact)s", purpose="t.needs_consent")}) k ON true
WHERE t.id = e.type_id AND e.session_ref = %(session)s AND e.session_ref <> ''
  AND e.contact_id IS NULL AND e.quarantine_reason IN ('', 'unresolved')
  AND e.state <> 'withdrawn'
RETURNING e.id, e.state
"""  # noqa: S608 -- a number of our own


def link_session(session_ref: str, contact: Contact, *, by: User | None) -> int:
    """Say whose session it was; its waiting signs become theirs. Returns how many there were.

    Those that watched a minor are withdrawn; somebody who was erased gets none.
    """
    with acting(by, f"evidence:session:{session_ref}"), connection.cursor() as cursor:
        watching = [str(family) for family in WATCHING]
        told: dict[str, Any] = {"contact": contact.pk, "session": session_ref, "watching": watching}
        cursor.execute(LINK, told)
        rows = cursor.fetchall()
        if active := [pk for pk, state in rows if state == "active"]:
            count_fresh(dict.fromkeys(active, contact.pk))
        audit(
            "evidence.session_linked",
            by=by,
            object_type="contact",
            object_uid=contact.uid,
            payload={"session": session_ref, "signs": len(rows)},
        )
    return len(rows)
