"""Undoing what was applied: a proposal like any other, made of the items in reverse."""

from django.core.exceptions import ValidationError

from approvals import registry
from approvals.choices import ApplyMode, ApplyState, ItemOp
from approvals.models import Proposal, ProposalItem
from approvals.selectors.undoing import REVERTIBLE
from approvals.services.drafting import ItemDraft
from approvals.services.errors import IllegalTransitionError
from approvals.services.proposing import propose
from core.models import OwnedModel, User


def revert(proposal: Proposal, *, by: User) -> Proposal:
    """Propose the undoing of an applied proposal and return that new proposal.

    An update goes back to the values before, field by field where nobody changed them since; a
    created record is archived if nobody touched it since; operations that know their inverse
    are asked for it, and those whose undoing is a kind of its own propose it themselves. The rest
    is named in the summary. An open revert is returned as it stands.
    Raises IllegalTransitionError when nothing can be undone, and what `propose` raises.
    """
    if proposal.state not in REVERTIBLE:
        raise IllegalTransitionError("only what was applied is reverted")
    if own := _own_way(proposal, by):
        return own
    applied = proposal.items.filter(apply_state=ApplyState.APPLIED).order_by("-revision", "-seq")
    drafts, kept = [], []
    for item in applied:
        draft = _inverse(item)
        drafts.append(draft) if draft else kept.append(f"{item.seq} ({item})")
    if not drafts:
        raise IllegalTransitionError("nothing of this can be undone")
    try:
        return propose(
            kind=proposal.kind,
            title=f"Undo: {proposal.title}",
            summary=f"Cannot be undone: {', '.join(kept)}" if kept else "",
            items=drafts,
            by=by,
            source=proposal.source,
            dedupe_key=f"revert:{proposal.uid}",
            reverts=proposal,
            atomic=proposal.apply_mode == ApplyMode.ATOMIC,
        )
    except ValidationError as error:
        raise IllegalTransitionError(f"cannot be undone: {'; '.join(error.messages)}") from error


def _own_way(proposal: Proposal, by: User) -> Proposal | None:
    """Return what the operation itself proposes for its undoing, None where it has no such way."""
    undo = registry.get(proposal.kind).undo
    if undo is None or proposal.reverts_id is not None:
        return None
    try:
        return undo(proposal, by)
    except ValidationError as error:
        raise IllegalTransitionError(f"cannot be undone: {'; '.join(error.messages)}") from error


def _inverse(item: ProposalItem) -> ItemDraft | None:
    operation = registry.get(item.kind)
    target = item.applied_uid or item.target_uid
    changed = "before" in item.result and "after" in item.result
    if operation.revert is not None:
        return ItemDraft(
            kind=item.kind,
            op=ItemOp.REVERT,
            target_type=item.target_type,
            target_uid=target,
            before=item.after,
            after=item.before,
            reverts=item,
        )
    if item.op == ItemOp.UPDATE and changed:
        return ItemDraft(
            kind=item.kind,
            op=ItemOp.UPDATE,
            target_type=item.target_type,
            target_uid=target,
            base_version=item.applied_version,
            before=item.result["after"],
            after=item.result["before"],
            reverts=item,
        )
    return _state_inverse(item) if _is_owned(operation) else None


def _is_owned(operation: registry.Operation) -> bool:
    return operation.model is not None and issubclass(operation.model, OwnedModel)


def _state_inverse(item: ProposalItem) -> ItemDraft | None:
    inverse = {
        ItemOp.CREATE: ItemOp.ARCHIVE,
        ItemOp.ARCHIVE: ItemOp.RESTORE,
        ItemOp.RESTORE: ItemOp.ARCHIVE,
    }.get(ItemOp(item.op))
    if inverse is None:
        return None
    return ItemDraft(
        kind=item.kind,
        op=inverse,
        target_type=item.target_type,
        target_uid=item.applied_uid or item.target_uid,
        base_version=item.applied_version,
        reverts=item,
    )
