"""What proposals may do to evidence, and what a consent taken back does."""

from typing import Any

from approvals.models import ProposalItem
from approvals.registry import Applied, Operation, register
from contacts.models import Contact
from contacts.registry import register_withdrawal
from core.models import User
from evidence.models import Evidence
from evidence.services import link_session, recompute_qd


def link(item: ProposalItem, actor: User) -> Applied:
    """Link a session to the proposed contact."""
    contact = Contact.objects.get(uid=str(item.target_uid))
    linked = link_session(str(item.after["session_ref"]), contact, by=actor)
    state = "applied" if linked else "noop"
    return Applied(state=state, target_uid=contact.uid, result={"linked": linked})  # type: ignore[arg-type]  # a literal by its two values


def describe(item: ProposalItem) -> dict[str, Any]:
    """Return the contact and the session for review pages."""
    contact = Contact.objects.filter(uid=str(item.target_uid)).first()
    blank = {"original": "", "current": "", "flag": ""}
    row = {"name": "session_ref", "label": "session", **blank}
    row["proposed"] = str(item.after.get("session_ref", ""))
    return {"label": str(contact or "a contact"), "url": "", "rows": [row]}


def stop_counting(contact: Contact, purpose: str, _by: User | None) -> None:
    """Make the score anew where signs rested on the purpose: they count no more, at once."""
    if Evidence.objects.filter(contact=contact, type__needs_consent=purpose).exists():
        recompute_qd(contact)


register(Operation("evidence.link_session", apply=link, describe=describe, model=Contact))
register_withdrawal("evidence", stop_counting)
