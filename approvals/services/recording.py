"""One step of a proposal: locked, legal, written down."""

from typing import Any

from approvals.choices import HUMAN_DECISIONS, TRANSITIONS
from approvals.models import ApprovalEvent, Proposal
from approvals.services.errors import IllegalTransitionError
from core.models import User
from core.services import audit, request_id


def cause_of(proposal: Proposal) -> str:
    """Return the cause that history and outbox rows carry."""
    return f"proposal:{proposal.uid}"


def locked(proposal: Proposal) -> Proposal:
    """Return the proposal as it stands, locked until the transaction ends."""
    return Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def move(proposal: Proposal, to: str, **values: Any) -> None:
    """Take a locked proposal to another state; raises IllegalTransitionError."""
    if to != proposal.state and to not in TRANSITIONS.get(proposal.state, ()):
        raise IllegalTransitionError(f"a proposal does not go from {proposal.state} to {to}")
    proposal.state = to
    for name, value in values.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["state", *values])


def record(
    proposal: Proposal,
    step: str,
    *,
    by: User | None,
    reason: str = "",
    details: dict[str, Any] | None = None,
    **more: Any,
) -> ApprovalEvent:
    """Write the approval event and the audit event of one step of a locked proposal.

    `more` are further columns of the event: reason_code, solo, on_behalf_of.
    """
    last = proposal.events.order_by("-seq").values_list("seq", flat=True).first()
    event = ApprovalEvent.objects.create(
        proposal=proposal,
        seq=(last or 0) + 1,
        revision=proposal.revision,
        content_hash=proposal.content_hash,
        type=step,
        actor=by,
        actor_kind=by.kind if by else "",
        reason=reason,
        details=details or {},
        policy_version=proposal.policy_snapshot.get("version"),
        request_id=request_id(),
        **{"on_behalf_of": _speaks_for(proposal, step, by)} | more,
    )
    flag = {"solo": True} if event.solo else {}
    audit(
        f"proposal.{step}",
        by=by,
        object_type="proposal",
        object_uid=proposal.uid,
        object_version=proposal.revision,
        proposal_uid=proposal.uid,
        payload={
            "kind": proposal.kind,
            "state": proposal.state,
            "content_hash": proposal.content_hash,
            **flag,
            **(details or {}),
        },
    )
    return event


def _speaks_for(proposal: Proposal, step: str, by: User | None) -> User | None:
    """Return for whom an author acts; whose voice a decision is, its caller says."""
    own = by is not None and by.pk == proposal.proposer_id and step not in HUMAN_DECISIONS
    return proposal.on_behalf_of if own else None
