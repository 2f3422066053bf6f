"""Forgetting one person: every table of the plan, its history, the files, the audit record."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from accounts.models import Account
from activities.models import Attachment
from approvals.models import ApprovalEvent, Proposal, ProposalItem, RejectedValue
from contacts.choices import ConsentPurpose, ConsentStatus
from contacts.models import Contact, ContactPoint
from contacts.services import record_consent
from contacts.services.suppressing import SOURCE, suppress
from core.choices import State, Visibility
from core.models import CanonicalModel, IdempotencyRecord, User
from core.services import acting, audit, save_canonical
from core.services.erasing import erasing, redact_audit
from identity.models import SourceRecord
from identity.services.keeping import keep_keys
from imports.models import ColumnMapping, NormalisedRow, RawBatch, RawRecord
from oracle_bridge.models import EntityMapping
from privacy.selectors import (
    HOLDINGS,
    Holding,
    items_about,
    next_version,
    one_person,
    reasons_to_keep,
    source_rows,
)
from privacy.selectors.own import own_accounts
from privacy.selectors.plan import GONE
from privacy.services.removing import remove_after, remove_files

OUTREACH = (
    ConsentPurpose.MARKETING,
    ConsentPurpose.EMAIL_MARKETING,
    ConsentPurpose.SMS_MARKETING,
    ConsentPurpose.WHATSAPP_MARKETING,
    ConsentPurpose.PERCEPTION,
    ConsentPurpose.PROFILING,
    ConsentPurpose.THIRD_PARTY,
)


class AlreadyErasedError(Exception):
    """There is nothing left of this person to erase."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the wish: erased with the rows of each table, or restricted and why."""

    erased: bool
    contact: Contact
    rows: dict[str, int]
    held_by: tuple[str, ...] = ()


def erase_contact(
    contact: Contact, *, by: User | None, grounds: str, proposal_uid: UUID | None = None
) -> Outcome:
    """Forget a person, with every record merged into theirs, or restrict them under a hold.

    Afterwards the audit chain verifies, history holds no value of theirs, and no import brings
    them back. A company that is nobody else's and bears their name goes with them. Raises
    AlreadyErasedError. It is called by an approved proposal; nothing undoes it.
    """
    if contact.state == State.ERASED:
        raise AlreadyErasedError(f"{contact} is erased already")
    held = tuple(reasons_to_keep(contact))
    if held:
        return _restrict(contact, by=by, held=held, proposal_uid=proposal_uid)
    ids = one_person(contact)
    uids = [
        *_people(ids).values_list("uid", flat=True),
        *Account.objects.filter(pk__in=own_accounts(ids)).values_list("uid", flat=True),
    ]
    with erasing(
        by=by,
        object_type="contact",
        object_uid=contact.uid,
        grounds=grounds,
        proposal_uid=proposal_uid,
    ) as (erasure, counts):
        counts["suppressed"] = suppress(_known_values(ids))
        counts.update(_erase_proposals(ids, spared=proposal_uid))
        _forget_files(ids)
        counts.update(_erase_source_rows(ids))
        counts.update({holding.name: _erase(holding, ids) for holding in reversed(HOLDINGS)})
        keep_keys(ids)  # whoever is erased leaves the index of lookalikes
        counts["audit"] = redact_audit(erasure, uids=uids)
        counts["answers"] = _erase_answers(uids)
        counts["mappings"] = _end_mappings(uids)
    contact.refresh_from_db()
    return Outcome(erased=True, contact=contact, rows=counts)


def _restrict(
    contact: Contact, *, by: User | None, held: tuple[str, ...], proposal_uid: UUID | None
) -> Outcome:
    """Close a record that has to be kept: nobody but its owner sees it, nobody is written to."""
    with acting(by, f"restriction:{contact.uid}"):
        for purpose in OUTREACH:
            record_consent(
                contact, by=by, purpose=purpose, status=ConsentStatus.WITHDRAWN, channel="erasure"
            )
        contact.refresh_from_db()
        contact.visibility = Visibility.RESTRICTED
        save_canonical(contact, by=by, cause="privacy", action="restricted")
        audit(
            "privacy.restricted",
            by=by,
            object_type="contact",
            object_uid=contact.uid,
            object_version=contact.version,
            proposal_uid=proposal_uid,
            payload={"held_by": list(held)},
        )
    return Outcome(erased=False, contact=contact, rows={}, held_by=held)


def _people(ids: list[int]) -> "models.QuerySet[Contact]":
    found: models.QuerySet[Contact] = Contact._base_manager.filter(pk__in=ids)  # noqa: SLF001 -- Django's documented name
    return found


def _known_values(ids: list[int]) -> list[tuple[str, str]]:
    points = ContactPoint.objects.filter(contact__in=ids, is_shared=False)
    records = SourceRecord.objects.filter(contact__in=ids).exclude(external_id="")
    found = set(points.values_list("kind", "value_norm"))
    found |= {
        (SOURCE, f"{code}:{external}")
        for code, external in records.values_list("source__code", "external_id")
    }
    return sorted(found)


def _erase(holding: Holding, ids: list[int]) -> int:
    """Clear one table and its history, or delete its rows; return how many rows those were."""
    pks = list(holding.rows(ids).values_list("pk", flat=True))
    rows: models.QuerySet[models.Model] = holding.model._base_manager.filter(pk__in=pks)  # noqa: SLF001 -- Django's documented name
    _erase_admin_log(holding.model, pks)
    if holding.deleted:
        return rows.delete()[0]
    changes = {**holding.cleared, **holding.ended}
    if not changes:
        return 0
    rows.update(**changes, **next_version(holding.model))
    if issubclass(holding.model, CanonicalModel) and holding.cleared:
        holding.model.history.filter(id__in=pks).update(**holding.cleared)
    return len(pks)


def _erase_admin_log(model: type[models.Model], pks: list[int]) -> None:
    kind = ContentType.objects.get_for_model(model)
    entries = LogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in pks])
    entries.update(object_repr="Erased", change_message="")


def _erase_source_rows(ids: list[int]) -> dict[str, int]:
    wanted = source_rows(ids)
    batches = list(RawRecord.objects.filter(wanted).values_list("batch", flat=True).distinct())
    samples = ColumnMapping.objects.filter(manifest__batch__in=batches).exclude(samples=[])
    return {
        "samples": samples.update(samples=[]),
        "raw": RawRecord.objects.filter(wanted).update(cells=[], row_sha256=b"", issues=None),
        "normalised": NormalisedRow.objects.filter(wanted).update(
            name_key="", external_id="", entity={}, points=[], extra={}, issues=None
        ),
    }


def _forget_files(ids: list[int]) -> None:
    """Remove the uploaded files that hold the person, and theirs; the rows of others stay."""
    batches = RawRecord.objects.filter(source_rows(ids)).values("batch")
    remove_files(RawBatch.objects.filter(pk__in=batches).exclude(file=""))
    mine = Q(contact__in=ids) | Q(interaction__contact__in=ids) | Q(note__contact__in=ids)
    for each in Attachment.objects.filter(mine).exclude(file=""):
        remove_after(each.file)


def _erase_proposals(ids: list[int], *, spared: UUID | None) -> dict[str, int]:
    """Empty what was proposed about the person; the proposal that erases them says nothing."""
    about = items_about(ids)
    about = about.exclude(proposal__uid=spared) if spared else about
    items = ProposalItem.objects.filter(pk__in=list(about.values_list("pk", flat=True)))
    proposals = Proposal.objects.filter(items__in=items)
    events = ApprovalEvent.objects.filter(proposal__in=proposals)
    events.exclude(reason="").update(reason=GONE)  # a no goes on saying that there was a reason
    events.update(details={})
    proposals.update(title="Erased", summary="", dedupe_key="", error="")
    nothing: dict[str, Any] = {
        "before": {},
        "after": {},
        "evidence": [],
        "unresolved": [],
        "result": {},
    }
    conflicts = items.exclude(conflict={})
    conflicts.update(conflict={"code": "target_erased"})
    turned_down = RejectedValue.objects.filter(
        proposal__in=proposals, target_uid__in=items.values("target_uid")
    )
    return {
        # a hash of a birthday is the birthday to whoever tries them all
        "rejectedvalue": turned_down.update(value_hash="", evidence=[]),
        "proposals": items.update(**nothing),
    }


def _erase_answers(uids: list[UUID]) -> int:
    """Forget the answers given to repeated requests that speak of the person."""
    about = Q(pk__in=[])
    for uid in uids:
        about |= Q(path__contains=str(uid)) | Q(response__body__uid=str(uid))
    return IdempotencyRecord.objects.filter(about).delete()[0]


def _end_mappings(uids: list[UUID]) -> int:
    """Stop synchronising; the other system's id stays, so that a sync cannot make them anew."""
    rows = EntityMapping.objects.filter(entity_type="contact", local_uid__in=uids)
    return rows.exclude(status="disabled").update(
        status="disabled", last_error="erased", remote_hash="", local_hash="",
        **next_version(EntityMapping),
    )  # fmt: skip
