"""Taking back one's own last decision, while nothing came of it yet."""

from approvals import registry
from approvals.choices import EventType, ProposalState
from approvals.models import ApprovalEvent, Proposal, ProposalItem
from approvals.selectors.undoing import REVERTIBLE, TAKEN_BACK, last_decision
from approvals.services.drafting import ItemDraft, items_from
from approvals.services.editing import renew
from approvals.services.errors import IllegalTransitionError
from approvals.services.proposing import write_items
from approvals.services.recording import cause_of, locked, record
from approvals.services.reverting import revert
from core.models import User
from core.services import acting


def undo_last(*, by: User) -> Proposal:
    """Undo a person's last decision of the last ten minutes, and return what waits now.

    What was not applied yet waits again as it was, as a new revision, for anybody who may decide;
    what was applied gives a proposal to revert it, which somebody else decides. Raises
    IllegalTransitionError when there is nothing to take back, or others decided since.
    """
    last = last_decision(by)
    if last is None:
        raise IllegalTransitionError("you decided nothing in the last ten minutes")
    if last.proposal.state in REVERTIBLE:
        return revert(last.proposal, by=by)
    with acting(by, cause_of(last.proposal)):
        standing = locked(last.proposal)
        _check(standing, last)
        drafted = items_from(standing.kind, [_again(item) for item in standing.current_items])
        standing.revision += 1
        renew(standing, drafted)
        write_items(standing, drafted)
        record(standing, EventType.TAKEN_BACK, by=by, details={"decision": last.type})
    return standing


def _check(standing: Proposal, said: ApprovalEvent) -> None:
    if standing.state not in TAKEN_BACK or standing.revision != said.revision:
        raise IllegalTransitionError("too late: it went on since")
    if standing.state != ProposalState.REJECTED:
        return
    if any(registry.get(item.kind).model is None for item in standing.current_items):
        raise IllegalTransitionError("others acted on this rejection; it is proposed anew")
    same = Proposal.objects.filter(dedupe_key=standing.dedupe_key).exclude(pk=standing.pk)
    if standing.dedupe_key and any(each.is_open for each in same):
        raise IllegalTransitionError("the same is proposed and open again already")


def _again(item: ProposalItem) -> ItemDraft:
    """Return an item as it was proposed."""
    return ItemDraft(
        op=item.op,
        kind=item.kind,
        target_type=item.target_type,
        target_uid=item.target_uid,
        base_version=item.base_version,
        before=item.before,
        after=item.after,
        evidence=item.evidence,
        unresolved=item.unresolved,
        confidence=item.confidence,
        reverts=item.reverts,
    )
