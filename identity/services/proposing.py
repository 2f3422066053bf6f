"""Merges, unmerges, splits and the lifting of locks are proposed; somebody else decides."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import Account
from approvals.choices import ItemOp
from approvals.models import Proposal, ProposalItem
from approvals.services import ExclusiveLockError, ItemDraft, propose
from contacts.choices import PointKind
from contacts.models import Contact
from core.choices import State
from core.models import User
from identity.choices import CandidateStatus
from identity.models import (
    AccountCandidate,
    FieldLock,
    MatchCandidate,
    MergeOperation,
    SourceRecord,
)
from identity.selectors.claims import ATTRIBUTES
from identity.selectors.obstacles import blockers, count_of
from identity.services.errors import BlockedError, GonePartyError
from identity.services.merging import BOTH, Order, refuse_archived
from identity.services.merging_accounts import refuse_kinds
from identity.services.unmerging import refuse_undone


def propose_merge(
    order: Order, *, by: User, reason: str = "", evidence: Sequence[Any] = ()
) -> Proposal:
    """Propose a merge and return the proposal; candidates of these people follow it.

    Raises BlockedError for what speaks against it unless the order overrides, which takes a
    reason and then two approvals; GonePartyError for somebody merged already; ArchivedError for a
    survivor who is archived; ValidationError for
    fewer than two different people and for choices that name nobody of them; ExclusiveLockError
    when another merge of these people waits, by another author or otherwise than asked for.
    """
    people = [order.survivor, *order.losers]
    refuse_order(order)
    _stand(people)
    refuse_archived(order.survivor)
    after: dict[str, Any] = {
        "losers": [str(loser.uid) for loser in order.losers],
        "choices": dict(order.choices),
    }
    against = blockers(people)
    if against and not (order.override and reason.strip()):
        raise BlockedError(
            "; ".join(each.words for each in against), blockers=[each.code for each in against]
        )
    if against:
        after["override_blockers"] = [each.code for each in against]
    sure = None if order.score is None else round(order.score, 3)
    proposal = propose(
        kind="identity.merge",
        title=f"Merge {' and '.join(str(each) for each in order.losers)} into {order.survivor}",
        summary=reason,
        items=[
            ItemDraft(
                op=ItemOp.MERGE,
                target_type="contact",
                target_uid=order.survivor.uid,
                after=after,
                evidence=list(evidence),
                confidence=sure,
            )
        ],
        by=by,
        confidence=sure,
        dedupe_key="merge:" + ",".join(sorted(str(each.uid) for each in people)),
    )
    _refuse_another(proposal, order.survivor, after, by, reason)
    ids = [each.pk for each in people]
    pairs = MatchCandidate.objects.filter(left__in=ids, right__in=ids)
    pairs.update(status=CandidateStatus.PROPOSED, proposal=proposal)
    return proposal


def propose_account_merge(
    survivor: Account, loser: Account, *, by: User, reason: str = ""
) -> Proposal:
    """Propose to merge an account into another.

    Raises ValidationError for one account alone, GonePartyError for one merged or erased already,
    ArchivedError for a survivor that is archived, BlockedError for a broker firm that would go into
    something else, ExclusiveLockError when another merge of these two waits.
    """
    if survivor.pk == loser.pk:
        raise ValidationError("a merge takes two different accounts")
    _stand([survivor, loser])
    refuse_archived(survivor)
    refuse_kinds(survivor, loser)
    proposal = propose(
        kind="identity.merge_accounts",
        title=f"Merge {loser} into {survivor}",
        summary=reason,
        items=[
            ItemDraft(
                op=ItemOp.MERGE,
                target_type="account",
                target_uid=survivor.uid,
                after={"loser": str(loser.uid)},
            )
        ],
        by=by,
        dedupe_key="merge:" + ",".join(sorted((str(survivor.uid), str(loser.uid)))),
    )
    _refuse_another(proposal, survivor, {"loser": str(loser.uid)}, by, reason)
    ids = (survivor.pk, loser.pk)
    pairs = AccountCandidate.objects.filter(left__in=ids, right__in=ids)
    pairs.update(status=CandidateStatus.PROPOSED, proposal=proposal)
    return proposal


def propose_unmerge(operation: MergeOperation, *, by: User, reason: str) -> Proposal:
    """Propose to undo a merge, for a reason.

    Raises UndoneError for one that was undone already, NotLastError while later ones stand.
    """
    _say_why(reason)
    refuse_undone(operation)
    return propose(
        kind="identity.unmerge",
        title=f"Undo the merge into {operation.survivor}",
        summary=reason,
        items=[
            ItemDraft(
                op=ItemOp.UNMERGE,
                target_type="contact",
                target_uid=operation.survivor.uid,
                after={"operation": str(operation.uid)},
            )
        ],
        by=by,
        dedupe_key=f"unmerge:{operation.uid}",
    )


def propose_split(records: Sequence[SourceRecord], *, by: User, reason: str) -> Proposal:
    """Propose to give source records a person of their own, for a reason."""
    _say_why(reason)
    people = {record.contact_id: record.contact for record in records}
    contact = next(iter(people.values()), None)
    if len(people) != 1 or contact is None:
        raise ValidationError("a split takes source records of one person")
    return propose(
        kind="identity.split",
        title=f"Split {count_of(len(records), 'source record')} from {contact}",
        summary=reason,
        items=[
            ItemDraft(
                op=ItemOp.UNLINK,
                target_type="contact",
                target_uid=contact.uid,
                after={"records": [str(record.uid) for record in records]},
            )
        ],
        by=by,
        dedupe_key="split:" + ",".join(sorted(str(record.uid) for record in records)),
    )


def propose_unlock(held: FieldLock, *, by: User, reason: str) -> Proposal:
    """Propose that a locked attribute follows its sources again, for a reason."""
    _say_why(reason)
    return propose(
        kind="contact.unlock",
        title=f"Unlock the {held.attribute.replace('_', ' ')} of {held.contact}",
        summary=reason,
        items=[
            ItemDraft(
                op=ItemOp.REVOKE,
                target_type="contact",
                target_uid=held.contact.uid,
                before={"locked_at": held.at.isoformat()},
                after={"unlock": held.attribute},
            )
        ],
        by=by,
        dedupe_key=f"unlock:{held.contact.uid}:{held.attribute}",
    )


def people_of(item: ProposalItem) -> tuple[Contact, list[Contact]]:
    """Return the survivor and the losers a merge item names; raises ValidationError."""
    losers = [UUID(uid) for uid in item.after.get("losers", ())]
    found = {each.uid: each for each in Contact.objects.filter(uid__in=[item.target_uid, *losers])}
    if item.target_uid not in found or not losers or any(uid not in found for uid in losers):
        raise ValidationError("the proposal names people who do not exist")
    return found[item.target_uid], [found[uid] for uid in losers]


def _refuse_another(
    proposal: Proposal, survivor: Contact | Account, after: Mapping[str, Any], by: User, reason: str
) -> None:
    """Raise ExclusiveLockError for a proposal that waited already and is not the one asked for."""
    item = proposal.current_items.get()
    waits = (proposal.proposer_id, proposal.summary, item.target_uid, item.after)
    if waits != (by.pk, reason, survivor.uid, after):
        words = f"“{proposal.title}” is about the same people and still open"
        raise ExclusiveLockError(words, holder=proposal.uid)


def _stand(parties: Sequence[Contact] | Sequence[Account]) -> None:
    gone = [str(each.uid) for each in parties if each.state in (State.MERGED, State.ERASED)]
    if gone:
        raise GonePartyError("one of them was merged or erased already", gone=gone)


def refuse_order(order: Order) -> None:
    """Raise ValidationError for an order no merge can carry out, whoever approves it."""
    people = {str(each.uid) for each in (order.survivor, *order.losers)}
    if not order.losers or len(people) != 1 + len(order.losers):
        raise ValidationError({"contacts": "a merge takes two or more different people"})
    wrong = [
        f"{name}: {value} is no choice"
        for name, value in order.choices.items()
        if not (
            (name in PointKind.values and value in people | {BOTH})
            or (name in ATTRIBUTES and value in people)
        )
    ]
    if wrong:
        raise ValidationError({"choices": wrong})


def _say_why(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "say why"})


def choices_from(given: Mapping[str, str], people: Sequence[Contact]) -> dict[str, str]:
    """Return the choices that name one of these people or both, as the merge takes them."""
    known = {str(each.uid) for each in people} | {"both"}
    return {name: value for name, value in given.items() if value in known}
