"""Golden values, materialised: what survivorship computes is what the person's row holds."""

from collections.abc import Mapping
from typing import Any

from contacts.choices import Lifecycle
from contacts.models import Contact
from core.choices import MoveAction
from core.models import User
from core.services import acting, audit
from core.services.moving import Moved, change
from identity.models import FieldLock, SourceRecord
from identity.selectors.claims import ATTRIBUTES, stored, survivors
from identity.services.freshening import freshen
from identity.survivorship import Choice

# how far a client has come, the least first; a merge keeps the furthest
FAR = (
    Lifecycle.DISQUALIFIED,
    Lifecycle.LEAD,
    Lifecycle.PROSPECT,
    Lifecycle.DORMANT,
    Lifecycle.ACTIVE,
    Lifecycle.PAST_CUSTOMER,
    Lifecycle.CUSTOMER,
)


def settle(
    contact: Contact,
    *,
    by: User | None,
    held: Mapping[str, Mapping[str, Any]] | None = None,
    **also: Any,
) -> tuple[list[Moved], dict[str, Any]]:
    """Write what survivorship computes into a person's row, with the columns of `also`.

    Returns what changed and where every value comes from. An attribute nobody claims keeps the
    value it has; `held` are values locks keep that the person is about to have.
    """
    chosen = survivors(contact, held)
    values = {column: value for each in chosen.values() for column, value in each.value.items()}
    moved = change(
        Contact.objects.filter(pk=contact.pk), by=by, action=MoveAction.CHANGE, **values, **also
    )
    return moved, {name: provenance(choice) for name, choice in chosen.items()}


def provenance(choice: Choice) -> dict[str, Any]:
    """Return where a golden value comes from, as JSON: source, record, rule and time."""
    claim = choice.claim
    return {
        "why": choice.why,
        "source": claim.source if claim else "",
        "record": claim.record if claim else 0,
        "at": claim.at.isoformat() if claim else None,
    }


def differences(contact: Contact) -> dict[str, tuple[Any, Any]]:
    """Return the attributes whose stored value is not what survivorship computes: stored, computed.

    Empty for a settled person.
    """
    chosen = survivors(contact)
    return {
        name: (stored(contact, name), dict(chosen[name].value))
        for name in ATTRIBUTES
        if name in chosen and stored(contact, name) != dict(chosen[name].value)
    }


def lock(contact: Contact, attribute: str, *, by: User, reason: str) -> FieldLock:
    """Fix an attribute as it stands until somebody unlocks it; the database holds it."""
    with acting(by, f"lock:{attribute}"):
        row = FieldLock(contact=contact, attribute=attribute, by=by, reason=reason)
        row.full_clean()
        row.save()
        _audit("contact.locked", contact, attribute, by)
    return row


def unlock(held: FieldLock, *, by: User) -> None:
    """Let an attribute follow its sources again."""
    contact = held.contact
    with acting(by, f"unlock:{held.attribute}"):
        held.delete()
        _audit("contact.unlocked", contact, held.attribute, by)


def believe(record: SourceRecord, *, by: User, pinned: list[str], ignored: list[str]) -> None:
    """Say in which attributes a source record decides, and in which it is not believed."""
    with acting(by, f"survive:{record.uid}"):
        row = SourceRecord.objects.select_for_update().get(pk=record.pk)
        row.pinned, row.ignored = pinned or None, ignored or None
        row.save(update_fields=["pinned", "ignored"])
        if row.contact is not None:
            settle(row.contact, by=by)
            freshen([row.contact])
            _audit("contact.sources_weighed", row.contact, ",".join(pinned + ignored), by)


def prefer(contact: Contact, attribute: str, record: SourceRecord | None, *, by: User) -> None:
    """Let one source record decide an attribute of a person, or with None the rule again."""
    with acting(by, f"survive:{attribute}"):
        for each in contact.source_records.filter(ended_at__isnull=True).order_by("pk"):
            pinned = set(each.pinned or ())
            wanted = pinned | {attribute} if each == record else pinned - {attribute}
            if wanted != pinned:
                believe(each, by=by, pinned=sorted(wanted), ignored=each.ignored or [])


def strictest(parties: list[Contact]) -> dict[str, Any]:
    """Return the columns no source decides, as the merge of these people has them.

    The furthest stage of life, the narrowest visibility, the earliest source.
    """
    oldest = min(parties, key=lambda each: (each.created_at, each.pk))
    newest = max(parties, key=lambda each: (each.updated_at, each.pk))
    return {
        "lifecycle": max((each.lifecycle for each in parties), key=_far),
        "visibility": min(each.visibility for each in parties),
        "is_vip": any(each.is_vip for each in parties),
        "do_not_contact": any(each.do_not_contact for each in parties),
        "source_first": oldest.source_first,
        "source_latest": newest.source_latest,
    }


def _far(lifecycle: str) -> int:
    return FAR.index(Lifecycle(lifecycle))


def _audit(action: str, contact: Contact, attribute: str, by: User) -> None:
    audit(
        action,
        by=by,
        object_type="contact",
        object_uid=contact.uid,
        object_version=contact.version,
        payload={"attribute": attribute},
    )
