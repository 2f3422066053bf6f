"""What authors and reviewers do to a proposal besides deciding."""

from collections.abc import Collection, Mapping, Sequence

from django.core.exceptions import ValidationError

from approvals.choices import ApplyState, EventType, ItemDecision, ItemOp, ProposalState
from approvals.models import ApprovalEvent, Proposal, ProposalItem
from approvals.registry import DECIDE_SYSTEM
from approvals.selectors import refusal
from approvals.services.drafting import ItemDraft, content_hash, items_from
from approvals.services.errors import ForbiddenError, IllegalTransitionError, refused
from approvals.services.governing import govern
from approvals.services.holding import hold
from approvals.services.proposing import write_items
from approvals.services.recording import cause_of, locked, move, record
from core.models import User
from core.services import acting

EDITABLE = (
    ProposalState.DRAFT,
    ProposalState.PENDING,
    ProposalState.CHANGES_REQUESTED,
    ProposalState.CONFLICT,
    ProposalState.FAILED,
)

RESOLVABLE = (ProposalState.CONFLICT, ProposalState.FAILED)
UNDONE = (ApplyState.PENDING, ApplyState.CONFLICT)


def edit(proposal: Proposal, *, by: User, items: Sequence[ItemDraft], reason: str) -> Proposal:
    """Replace the items: a new revision that waits for approvals of its own.

    The author may edit, and so may those who could decide; whoever edits becomes an author and
    cannot approve. Earlier approvals are void and the earlier items stay on record. Raises
    ForbiddenError, an EligibilityError, IllegalTransitionError and what `propose` raises.
    """
    with acting(by, cause_of(proposal)):
        standing = locked(proposal)
        _check_editor(standing, by)
        if standing.state not in EDITABLE:
            raise IllegalTransitionError(f"a proposal {standing.state} is not edited")
        drafted = items_from(standing.kind, items)
        standing.revision += 1
        if standing.state == ProposalState.DRAFT:
            standing.content_hash = content_hash(drafted)
            standing.save()
        else:
            standing.barred = sorted({*standing.barred, by.pk})
            renew(standing, drafted)
        write_items(standing, drafted)
        record(standing, EventType.EDITED, by=by, reason=reason)
    return standing


def resolve(
    proposal: Proposal,
    *,
    by: User,
    reason: str,
    keep: Mapping[int, Collection[str]] | None = None,
) -> Proposal:
    """Put what ended in a conflict or failed before reviewers again, based on what stands now.

    `keep` maps the number of an item to the fields whose current value stays. What was applied
    already is left out, and chunks that were done stay done. Raises what `edit` raises, and
    ValidationError when nothing is left.
    """
    with acting(by, cause_of(proposal)):
        standing = locked(proposal)
        if standing.state not in RESOLVABLE:
            raise IllegalTransitionError("only a conflict or a failure is resolved")
        left = [item for item in standing.current_items if item.apply_state in UNDONE]
        drafts = [_rebased(item, (keep or {}).get(item.seq, ())) for item in left]
        resolved = edit(standing, by=by, items=[each for each in drafts if each], reason=reason)
        for item in resolved.current_items:
            same = [o for o in left if (o.kind, o.target_uid) == (item.kind, item.target_uid)]
            if same and same[0].result:
                item.result = same[0].result
                item.save(update_fields=["result"])
    return resolved


def withdraw(proposal: Proposal, *, by: User, reason: str = "") -> Proposal:
    """Take a proposal back; its author may, and so may those who decide about the system."""
    with acting(by, cause_of(proposal)):
        standing = locked(proposal)
        if by.pk != standing.proposer_id and (by.is_service or not by.has_perm(DECIDE_SYSTEM)):
            raise ForbiddenError("only its author takes a proposal back")
        move(standing, ProposalState.WITHDRAWN)
        record(standing, EventType.WITHDRAWN, by=by, reason=reason)
    return standing


def comment(proposal: Proposal, *, by: User, text: str) -> ApprovalEvent:
    """Add a remark to a proposal and return it."""
    if not text.strip():
        raise ValidationError({"text": "say something"})
    with acting(by, cause_of(proposal)):
        return record(locked(proposal), EventType.COMMENTED, by=by, reason=text)


def renew(standing: Proposal, items: Sequence[ProposalItem]) -> None:
    """Put new items under the rules of today and before those who did not write them."""
    govern(standing, items, person=True)
    hold(standing, items)
    standing.state, standing.decided_at, standing.error = ProposalState.PENDING, None, ""
    standing.transient, standing.assignee = False, None
    standing.save()


def _rebased(item: ProposalItem, kept: Collection[str]) -> ItemDraft | None:
    """Return the item as it would be proposed today, None when nothing of it is left."""
    after = {name: value for name, value in item.accepted.items() if name not in kept}
    if item.decision == ItemDecision.REJECTED or (item.op == ItemOp.UPDATE and not after):
        return None
    return ItemDraft(
        op=item.op,
        kind=item.kind,
        target_type=item.target_type,
        target_uid=item.target_uid,
        before={} if item.op == ItemOp.UPDATE else item.before,
        after=after,
        evidence=item.evidence,
        unresolved=item.unresolved,
        confidence=item.confidence,
        reverts=item.reverts,
    )


def _check_editor(standing: Proposal, by: User) -> None:
    if by.pk in {standing.proposer_id, standing.on_behalf_of_id}:
        return
    if standing.state == ProposalState.DRAFT:
        raise ForbiddenError("a draft is its author's")
    code = refusal(by, standing)
    if code == "self_approval":  # an earlier editor may go on editing
        return
    if code:
        raise refused(code)
    if not standing.policy_snapshot.get("allow_edit"):
        raise ForbiddenError("the policy lets nobody but the author edit")
