"""Telling Pulse what changed with us since the two were last equal."""

from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from contacts.models import Contact
from core.models import User
from core.services import acting, canonical_json, save_canonical, sha256
from oracle_bridge.adapters.http import AdapterError, CircuitOpenError
from oracle_bridge.adapters.pulse import Pulse
from oracle_bridge.choices import RunState, SyncDirection, SyncStatus
from oracle_bridge.models import EntityMapping, SyncRun

MOST = 1_000
TRIES = 3


def send_changes(pulse: Pulse, run: SyncRun, *, by: User) -> SyncRun:
    """Send every contact that moved on since it was last equal; counts go onto the run.

    What cannot be sent is marked failed with the reason and tried again by the next runs, three
    times, and anew once it changes. A conflict is never sent: somebody decides it first.
    """
    counts = {"sent": 0, "send_failed": 0}
    for mapping in _changed(run):
        contact = Contact.objects.get(uid=mapping.local_uid)
        values = _values(contact)
        digest = sha256(canonical_json(values))
        error = "" if digest == mapping.local_hash else _send(pulse, contact, values)
        if error is None:
            break
        with acting(by, f"sync:{run.uid}"):
            _settle(mapping, contact, digest, error, by)
        counts["send_failed" if error else "sent"] += 1
    if any(counts.values()) and run.state != RunState.FAILED:
        run.counts |= counts
        run.save(update_fields=["counts"])
    return run


def _changed(run: SyncRun) -> list[EntityMapping]:
    ours = Contact.objects.filter(uid=OuterRef("local_uid"))
    now, at = (Subquery(ours.values(name)[:1]) for name in ("version", "updated_at"))
    rows = EntityMapping.objects.annotate(local_version=now, changed_at=at).filter(
        Q(retry_count__lt=TRIES) | Q(changed_at__gt=F("updated_at")),
        system=run.system,
        entity_type="contact",
        is_primary=True,
        direction__in=[SyncDirection.OUT, SyncDirection.BOTH],
        status__in=[SyncStatus.SYNCED, SyncStatus.PENDING, SyncStatus.FAILED],
        local_version__isnull=False,
    )
    found = rows.exclude(local_version=F("local_version_at_sync"))
    return list(found.order_by("pk")[:MOST])


def _send(pulse: Pulse, contact: Contact, values: dict[str, Any]) -> str | None:
    """Send one contact; return the error, empty for none, None when asking on is of no use."""
    email = contact.points.filter(kind="email", is_primary=True).exclude(status="retired").first()
    if email is None:
        return "it has no e-mail, by which Pulse knows people"
    try:
        pulse.push(email.value_norm, values)
    except CircuitOpenError:
        return None
    except AdapterError as error:
        return str(error)[:500]
    return ""


def _settle(mapping: EntityMapping, contact: Contact, digest: str, error: str, by: User) -> None:
    if error:
        changed = mapping.updated_at < contact.updated_at
        mapping.status, mapping.last_error = SyncStatus.FAILED, error
        mapping.retry_count = 1 if changed else mapping.retry_count + 1
    else:
        mapping.status, mapping.last_error, mapping.retry_count = SyncStatus.SYNCED, "", 0
        mapping.local_version_at_sync, mapping.local_hash = contact.version, digest
    save_canonical(mapping, by=by, cause="sync", action="synced")


def _values(contact: Contact) -> dict[str, Any]:
    """Return what Pulse may know of a client; budgets and notes stay here."""
    phone = contact.points.filter(kind="phone", is_primary=True).exclude(status="retired").first()
    return {
        "display_name": contact.full_name,
        "first_name": contact.given_name,
        "last_name": contact.family_name,
        "phone_number": phone.value_norm if phone else "",
        "company": contact.company_name,
        "title": contact.occupation,
        "tags": list(contact.tags),
    }
