"""What proposals may do to evidence, and what a consent taken back does."""

from typing import Any

from approvals.choices import ItemOp
from approvals.models import ProposalItem
from approvals.registry import DECIDE_SYSTEM, Applied, Operation, register
from approvals.services import conflict
from contacts.models import Contact
from contacts.registry import register_withdrawal
from core.models import User
from evidence.models import Evidence
from evidence.selectors import active_config
from evidence.services import activating, link_session, recompute_qd


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


def activate(item: ProposalItem, actor: User) -> Applied:  # noqa: ARG001 -- the signature of an operation
    """Put the proposed configuration in force, then score everybody anew, chunk by chunk."""
    progress = dict(item.result or {})
    if "after" in progress:
        last = activating.rescore_some(int(progress["after"]))
        if last is None:
            return Applied(state="applied", result=progress)
        return Applied(state="more", result=progress | {"after": last})
    now = active_config()
    if now.version != item.before.get("version"):
        return conflict("version_conflict", version=now.version)
    changes = {field: item.after[field] for field in activating.FIELDS}
    config = activating.activate_config(name=str(item.after["name"]), changes=changes)
    return Applied(state="more", result={"after": 0, "config": config.version})


def describe_config(item: ProposalItem) -> dict[str, Any]:
    """Return the weights as they are and as they shall be."""
    now = active_config()
    rows = [
        {
            "name": name,
            "label": name.replace("_", " "),
            "original": item.before.get(name),
            "current": getattr(now, name),
            "proposed": value,
            "flag": "same" if getattr(now, name) == value else "change",
        }
        for name, value in item.after.items()
    ]
    return {"label": f"The score, {item.after.get('name', '')}", "url": "", "rows": rows}


def stop_counting(contact: Contact, purpose: str, _by: User | None) -> None:
    """Make the score anew where signs rested on the purpose: they count no more, at once."""
    if Evidence.objects.filter(contact=contact, type__needs_consent=purpose).exists():
        recompute_qd(contact)


register(
    Operation(
        "qd.activate",
        "Change the score",
        apply=activate,
        describe=describe_config,
        permission=DECIDE_SYSTEM,
    )
)
register(
    Operation(
        "evidence.link_session",
        "Link a session",
        apply=link,
        describe=describe,
        model=Contact,
        ops=frozenset({ItemOp.LINK}),
    )
)
register_withdrawal("evidence", stop_counting)
