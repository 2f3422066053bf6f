"""What proposals may do to a person's right to be forgotten, and what has to agree with audit."""

from typing import Any

from django.db import connection
from django.urls import NoReverseMatch, reverse

from approvals.models import ProposalItem
from approvals.registry import Applied, Operation, register
from contacts.models import Contact
from core.choices import State
from core.models import User
from core.registry import register_check
from identity.registry import register_repoint
from privacy.selectors import reasons_to_keep
from privacy.services import erase_contact
from privacy.services.proposing import ERASE
from privacy.services.repointing import repoint

# an applied item, the version it wrote and the audit event of that version
ITEMS = """
SELECT i.id FROM approvals_proposalitem i JOIN contacts_contact c ON c.uid = i.applied_uid
WHERE i.apply_state IN ('applied', 'reverted') AND i.applied_version IS NOT NULL
  AND i.target_type = 'contact' AND i.kind IN ('contact.create', 'contact.update')
  AND (SELECT count(*) FROM contacts_historicalcontact h
       WHERE h.id = c.id AND h.version = i.applied_version) <> 1
   OR i.apply_state IN ('applied', 'reverted') AND i.applied_version IS NOT NULL
  AND i.target_type = 'contact' AND i.kind IN ('contact.create', 'contact.update')
  AND (SELECT count(*) FROM core_auditevent e WHERE e.object_type = 'contact'
       AND e.object_uid = c.uid AND e.object_version = i.applied_version
       AND e.action IN ('contact.created', 'contact.updated')) <> 1
ORDER BY i.id LIMIT 20
"""


def erase(item: ProposalItem, actor: User) -> Applied:
    """Forget the person of an item, or restrict them where a legal hold stands."""
    contact = _contact(item)
    if contact is None or contact.state == State.ERASED:
        return Applied(state="noop", target_uid=item.target_uid)
    outcome = erase_contact(
        contact,
        by=actor,
        grounds=str(item.after.get("grounds", "")),
        proposal_uid=item.proposal.uid,
    )
    return Applied(
        state="applied",
        target_uid=contact.uid,
        version=outcome.contact.version,
        result={
            "outcome": "erased" if outcome.erased else "restricted",
            "held_by": list(outcome.held_by),
            "rows": outcome.rows,
        },
    )


def describe(item: ProposalItem) -> dict[str, Any]:
    """Return who it is about, what will happen and why, for review pages."""
    contact = _contact(item)
    if contact is None:
        return {"label": "nobody on record", "url": "", "rows": []}
    held = ", ".join(reasons_to_keep(contact))
    effect = f"restricted, because of: {held}" if held else "every value is erased for good"
    rows = [
        {"name": "effect", "label": "Effect", "proposed": effect},
        {"name": "grounds", "label": "Grounds", "proposed": item.after.get("grounds", "")},
    ]
    return {"label": str(contact), "url": _url(contact), "rows": rows}


def items_agree() -> list[str]:
    """Return the applied items that lack their one audit event or their one history row."""
    with connection.cursor() as cursor:
        cursor.execute(ITEMS)
        return [f"proposal item {row[0]} has not one audit event and one version of its own"
                for row in cursor.fetchall()]  # fmt: skip


def _contact(item: ProposalItem) -> Contact | None:
    return Contact.objects.filter(uid=item.target_uid).first() if item.target_uid else None


def _url(contact: Contact) -> str:
    try:
        return reverse("client360:contact", args=[contact.uid])
    except NoReverseMatch:
        return ""


register(Operation(ERASE, "Erase a person", apply=erase, describe=describe))
register_check("proposals, audit and history", items_agree)
register_repoint("privacy", repoint)
