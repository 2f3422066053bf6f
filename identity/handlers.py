"""What proposals may do to whole people, locks and the model; and who knows of lookalikes."""

from typing import Any

from django.core.exceptions import ValidationError

from approvals.models import ProposalItem
from approvals.registry import DECIDE_SYSTEM, Applied, Operation, register
from approvals.services import conflict
from contacts.models import Contact
from contacts.registry import register_lookout
from core.models import User
from identity.models import AccountMerge, FieldLock, MergeOperation, SourceRecord, Training
from identity.selectors.describing import (
    accounts_of,
    describe_account_merge,
    describe_merge,
    describe_model,
    describe_split,
    describe_unlock,
    describe_unmerge,
)
from identity.services.adopting import KIND as MODEL
from identity.services.adopting import put_in_force, training_in_force
from identity.services.errors import IdentityError
from identity.services.merging import Order, merge
from identity.services.merging_accounts import merge_accounts, unmerge_accounts
from identity.services.proposing import people_of
from identity.services.splitting import rejoin, split
from identity.services.surviving import lock, unlock
from identity.services.telling import tell_account_merge, tell_merge
from identity.services.unmerging import unmerge
from opportunities.selectors import buyers_among


def apply_merge(item: ProposalItem, actor: User) -> Applied:
    """Merge the losers of `after` into the target; what was decided since is a conflict."""
    survivor, losers = people_of(item)
    order = Order(
        survivor=survivor,
        losers=losers,
        choices=item.after.get("choices", {}),
        override=bool(item.after.get("override_blockers")),
        score=item.confidence,
        explanation={"evidence": item.evidence},
    )
    try:
        operation = merge(order, by=actor, proposal=item.proposal)
    except IdentityError as error:
        return _refused(error)
    return _applied(operation, operation.survivor)


def apply_unmerge(item: ProposalItem, actor: User) -> Applied:
    """Undo the merge the item names, with what cannot go back as `residue`."""
    operation = _operation(item.after["operation"])
    try:
        operation = unmerge(
            operation, by=actor, reason=item.proposal.summary, proposal=item.proposal
        )
    except IdentityError as error:
        return _refused(error)
    return _applied(operation, operation.survivor)


def revert_merge(item: ProposalItem, actor: User) -> Applied:
    """Undo the merge an applied item did."""
    if item.reverts is None:
        raise ValidationError("the proposal names nothing to undo")
    operation = _operation(item.reverts.result["operation"])
    try:
        operation = unmerge(operation, by=actor, proposal=item.proposal)
    except IdentityError as error:
        return _refused(error)
    return _applied(operation, operation.survivor)


def apply_account_merge(item: ProposalItem, actor: User) -> Applied:
    """Merge the account `loser` of `after` into the target."""
    found = {str(each.uid): each for each in accounts_of(item)}
    survivor, loser = found.get(str(item.target_uid)), found.get(item.after["loser"])
    if survivor is None or loser is None:
        raise ValidationError("the proposal names accounts that do not exist")
    try:
        done = merge_accounts(survivor, loser, by=actor, proposal=item.proposal)
    except IdentityError as error:
        return _refused(error)
    return _merged(done)


def revert_account_merge(item: ProposalItem, actor: User) -> Applied:
    """Undo the merge of accounts an applied item did."""
    uid = item.reverts.result["operation"] if item.reverts else None
    done = AccountMerge.objects.filter(uid=uid).first() if uid else None
    if done is None:
        raise ValidationError("the proposal names nothing to undo")
    try:
        done = unmerge_accounts(done, by=actor, proposal=item.proposal)
    except IdentityError as error:
        return _refused(error)
    return _merged(done)


def _merged(done: AccountMerge) -> Applied:
    account = done.survivor
    account.refresh_from_db(fields=["version"])
    result: dict[str, Any] = {"operation": str(done.uid), "residue": done.residue}
    return Applied(state="applied", target_uid=account.uid, version=account.version, result=result)


def apply_split(item: ProposalItem, actor: User) -> Applied:
    """Give the source records the item names a person of their own."""
    records = list(SourceRecord.objects.filter(uid__in=item.after["records"]).order_by("pk"))
    try:
        operation = split(records, by=actor, proposal=item.proposal)
    except IdentityError as error:
        return _refused(error)
    return _applied(operation, operation.losers.get())


def revert_split(item: ProposalItem, actor: User) -> Applied:
    """Undo the split an applied item did."""
    if item.reverts is None:
        raise ValidationError("the proposal names nothing to undo")
    try:
        done = rejoin(
            _operation(item.reverts.result["operation"]), by=actor, proposal=item.proposal
        )
    except IdentityError as error:
        return _refused(error)
    return _applied(done, done.survivor)


def apply_unlock(item: ProposalItem, actor: User) -> Applied:
    """Lift the lock the item names; one somebody set since is a conflict."""
    held = FieldLock.objects.filter(
        contact__uid__in=[item.target_uid], attribute=item.after.get("unlock", "")
    ).first()
    if held is None:
        return Applied(state="noop", target_uid=item.target_uid)
    seen, now = item.before.get("locked_at"), held.at.isoformat()
    if seen not in (None, now):
        return conflict("version_conflict", version=now, expected=seen)
    unlock(held, by=actor)
    return Applied(state="applied", target_uid=item.target_uid, result={"reason": held.reason})


def relock(item: ProposalItem, actor: User) -> Applied:
    """Lock again what an applied item unlocked, for the reason it was locked for."""
    done = item.reverts
    if done is None:
        raise ValidationError("the proposal names nothing to undo")
    contact, attribute = Contact.objects.get(uid__in=[done.target_uid]), done.after["unlock"]
    if FieldLock.objects.filter(contact=contact, attribute=attribute).exists():
        return Applied(state="noop", target_uid=contact.uid)
    lock(contact, attribute, by=actor, reason=done.result["reason"])
    return Applied(state="applied", target_uid=contact.uid)


def apply_model(item: ProposalItem, actor: User) -> Applied:
    """Let the model of the item score; another one in force than its author saw is a conflict."""
    return _switched(item.before["training"], item.after["training"], actor)


def revert_model(item: ProposalItem, actor: User) -> Applied:
    """Let the model score that did before an applied item."""
    if item.reverts is None:
        raise ValidationError("the proposal names nothing to undo")
    return _switched(item.reverts.after["training"], item.reverts.before["training"], actor)


def _switched(expected: str, wanted: str, actor: User) -> Applied:
    standing = training_in_force()
    now = str(standing.uid) if standing else ""
    if now != expected:
        return conflict("version_conflict", version=now, expected=expected)
    training = Training.objects.get(uid=wanted) if wanted else None
    row = put_in_force(training, by=actor)
    return Applied(state="applied", target_uid=row.uid, result={"version": row.version})


def _operation(uid: str) -> MergeOperation:
    found = MergeOperation.objects.filter(uid=uid).select_related("survivor").first()
    if found is None:
        raise ValidationError(f"no merge {uid}")
    return found


def _applied(operation: MergeOperation, contact: Contact) -> Applied:
    contact.refresh_from_db()
    result: dict[str, Any] = {"operation": str(operation.uid), "residue": operation.residue}
    return Applied(state="applied", target_uid=contact.uid, version=contact.version, result=result)


def _refused(error: IdentityError) -> Applied:
    told = {"code": error.code, "words": str(error), **error.details}
    return Applied(state="conflict", conflict=told)


def booked(item: ProposalItem) -> list[str]:
    """Return the mark of a merge, or of its undoing, that touches somebody who has booked."""
    uids = [uid for uid in (item.target_uid, *item.after.get("losers", ())) if uid]
    people = Contact._base_manager.filter(uid__in=uids)  # noqa: SLF001 -- Django's documented name
    return ["has_booking"] if buyers_among(people.values_list("pk", flat=True)) else []


register(
    Operation(
        "identity.merge",
        "Merge contacts",
        apply=apply_merge,
        describe=describe_merge,
        revert=revert_merge,
        marks=booked,
        tell=tell_merge,
    )
)
register(
    Operation(
        "identity.unmerge",
        "Undo a merge",
        apply=apply_unmerge,
        describe=describe_unmerge,
        marks=booked,
    )
)
register(
    Operation(
        "identity.merge_accounts",
        "Merge accounts",
        apply=apply_account_merge,
        describe=describe_account_merge,
        revert=revert_account_merge,
        tell=tell_account_merge,
    )
)
register(
    Operation(
        "identity.split",
        "Split a contact",
        apply=apply_split,
        describe=describe_split,
        revert=revert_split,
    )
)
register(
    Operation(
        "contact.unlock",
        "Lift a lock",
        apply=apply_unlock,
        describe=describe_unlock,
        model=Contact,
        revert=relock,
    )
)
register(
    Operation(
        MODEL,
        "Score by a learned model",
        apply=apply_model,
        describe=describe_model,
        revert=revert_model,
        permission=DECIDE_SYSTEM,
    )
)
register_lookout("identity.services.noticing")
