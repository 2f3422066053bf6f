"""Asking NemoClaw, and putting what it says before a person."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ValidationError

from approvals.models import Proposal
from approvals.services import ApprovalError, ItemDraft, propose
from contacts.models import Contact
from contacts.selectors import SUGGESTIBLE, suggestible
from core.choices import Switch
from core.models import SourceSystem, User
from imports import services as imports
from imports.mapping import FIELDS, UNMAPPED
from imports.models import MappingManifest, RawBatch
from oracle_bridge.adapters.nemoclaw import NemoClaw, door_of
from oracle_bridge.services.reaching import NotConfiguredError, ask_leave

CODE = "nemoclaw"
SURE = 0.8  # a column below this stays unresolved and is asked about
ROWS = 50


@contextmanager
def nemoclaw() -> Iterator[NemoClaw]:
    """Yield NemoClaw as configured; raises NotConfiguredError and SwitchedOffError."""
    ask_leave(Switch.AI)
    if not settings.NEMOCLAW_URL:
        raise NotConfiguredError("there is no NemoClaw here: set NEMOCLAW_URL and NEMOCLAW_SECRET")
    door = door_of(settings.NEMOCLAW_URL, settings.NEMOCLAW_SECRET)
    try:
        yield NemoClaw(door)
    finally:
        door.close()


def suggest_mapping(client: NemoClaw, batch: RawBatch, *, by: User) -> MappingManifest:
    """Make a new version of a batch's mapping of what NemoClaw is sure of; a person confirms it.

    Where it is not sure the built-in mapper's answer stands.
    """
    rows = imports.sample(batch, ROWS)
    fields = [name for name in FIELDS if name != UNMAPPED]
    suggestions = client.suggest_mapping(list(batch.header), rows, fields)
    targets = {one.position: one.target for one in suggestions if one.confidence >= SURE}
    return imports.correct_mapping(batch, targets, by=by)


def suggest_enrichments(
    client: NemoClaw, contacts: Sequence[Contact], *, by: User
) -> list[Proposal]:
    """Propose what NemoClaw would add to these people, one proposal a person.

    A value equal to ours, one a person rejected before, and fields a machine has no say in are
    left out.
    """
    source = SourceSystem.objects.get(code=CODE)
    known = {str(contact.uid): contact for contact in contacts}
    people = [{"uid": uid, "known": suggestible(contact)} for uid, contact in known.items()]
    made: list[Proposal] = []
    for one in client.enrich(people):
        contact = known[one.uid]
        after = {
            name: value
            for name, value in one.fields.items()
            if name in SUGGESTIBLE and value != suggestible(contact).get(name)
        }
        if not after:
            continue
        item = ItemDraft(
            op="update",
            target_type="contact",
            target_uid=contact.uid,
            base_version=contact.version,
            after=after,
            confidence=one.confidence,
            unresolved=list(one.unresolved),
        )
        try:
            made.append(
                propose(
                    kind="contact.update",
                    title=f"NemoClaw on {contact}",
                    summary=one.reason,
                    items=[item],
                    by=by,
                    source=source,
                    confidence=one.confidence,
                )
            )
        except (ApprovalError, ValidationError):
            continue  # rejected before, or values the record may not hold
    return made
