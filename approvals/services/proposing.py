"""Submitting a proposal: checked, governed by a policy, put before people who may decide."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from approvals import registry
from approvals.choices import (
    OPEN,
    ApplyMode,
    EventType,
    ItemDecision,
    PolicyDecision,
    ProposalState,
)
from approvals.models import ApprovalPolicy, Proposal, ProposalItem
from approvals.selectors import Rules, approvers, eligible_people, rules_for
from approvals.selectors.eligibility import suffice
from approvals.services.drafting import ItemDraft, claim_hash, content_hash, facts_of, items_from
from approvals.services.errors import (
    ForbiddenError,
    IllegalTransitionError,
    NoApproverError,
    RejectedBeforeError,
)
from approvals.services.recording import locked, move, record
from core.models import SourceSystem, User
from core.services import acting

GIVEN = {"kind", "title", "summary", "confidence", "dedupe_key"}
REJECTED_FOR = timedelta(days=90)
APPROVED_FOR = timedelta(days=7)


def propose(  # noqa: PLR0913 -- a proposal has this many parts; all but four are optional
    *,
    kind: str,
    title: str,
    items: Sequence[ItemDraft],
    by: User,
    summary: str = "",
    source: SourceSystem | None = None,
    confidence: Decimal | float | None = None,
    dedupe_key: str = "",
    expires_at: datetime | None = None,
    on_behalf_of: User | None = None,
    supersedes: Proposal | None = None,
    reverts: Proposal | None = None,
    atomic: bool = False,
) -> Proposal:
    """Create and submit a proposal and return it, pending or approved by policy.

    A key that is open already returns the open proposal; proposals of a source have a key made
    of their claim when they bring none. Raises ValidationError, UnknownOperationError,
    NotFoundError and StaleBaseError for the items, ForbiddenError when a policy forbids it,
    NoApproverError when nobody could decide, RejectedBeforeError when a service repeats what a
    person rejected.
    """
    with acting(by, f"propose:{kind}"):
        drafted = items_from(kind, items)
        code = source.code if source else ""
        key = dedupe_key or (claim_hash(kind, code, drafted) if source else "")
        if supersedes is not None:
            _supersede(supersedes, by=by, source=source)
        if known := _known(key, by):
            return known
        proposal = Proposal(
            kind=kind,
            title=title[:300],
            summary=summary,
            proposer=by,
            on_behalf_of=on_behalf_of,
            source=source,
            confidence=None if confidence is None else Decimal(str(confidence)),
            dedupe_key=key,
            supersedes=supersedes,
            reverts=reverts,
            apply_mode=ApplyMode.ATOMIC if atomic else ApplyMode.PER_ITEM,
            barred=_barred(by, on_behalf_of, reverts),
        )
        govern(proposal, drafted, person=reverts is not None, expires_at=expires_at)
        fields = proposal._meta.get_fields()  # noqa: SLF001 -- Django's documented name
        proposal.clean_fields(exclude={field.name for field in fields} - GIVEN)
        proposal.save(force_insert=True)
        write_items(proposal, drafted)
        record(proposal, EventType.SUBMITTED, by=by)
        if proposal.policy_snapshot["decision"] == PolicyDecision.AUTO_APPLY:
            record(proposal, EventType.AUTO_APPROVED, by=None)
            settle(proposal)
        return proposal


def govern(
    proposal: Proposal,
    items: Sequence[ProposalItem],
    *,
    person: bool,
    expires_at: datetime | None = None,
) -> None:
    """Put content hash, policy and rules into a proposal that is about to be written.

    Raises ForbiddenError and NoApproverError. `person` rules automatic approval out.
    """
    rules, policy = rules_for(facts_of(proposal, items, person=person))
    if rules.decision == PolicyDecision.AUTO_APPLY and _breaker_open(proposal, rules):
        rules, policy = rules_for(facts_of(proposal, items, person=True))
    if rules.decision == PolicyDecision.FORBID:
        raise ForbiddenError(f"the policy {rules.code} forbids this")
    _copy(proposal, rules, policy)
    proposal.content_hash = content_hash(items)
    proposal.permissions = sorted({registry.get(item.kind).permission for item in items})
    proposal.expires_at = expires_at or timezone.now() + timedelta(days=rules.lifetime_days)
    if rules.decision == PolicyDecision.REVIEW and not suffice(eligible_people(proposal), proposal):
        roles = " or ".join(rules.approver_roles) or "nobody"
        raise NoApproverError(
            f"{rules.required_approvals} approvals by {roles} are needed, and too few may give them"
        )


def write_items(proposal: Proposal, items: Sequence[ProposalItem]) -> None:
    """Insert the items of the revision that stands."""
    for item in items:
        item.proposal = proposal
        item.revision = proposal.revision
    ProposalItem.objects.bulk_create(items)


def settle(proposal: Proposal) -> bool:
    """Approve a locked proposal if it has all it needs, and return whether it has."""
    automatic = proposal.policy_snapshot["decision"] == PolicyDecision.AUTO_APPLY
    if not automatic and not suffice(approvers(proposal), proposal):
        return False
    now = timezone.now()
    undecided = proposal.current_items.filter(decision=ItemDecision.PENDING)
    undecided.update(decision=ItemDecision.ACCEPTED)
    move(
        proposal,
        ProposalState.APPROVED,
        decided_at=now,
        expires_at=min(proposal.expires_at, now + APPROVED_FOR),
    )
    return True


def _copy(proposal: Proposal, rules: Rules, policy: ApprovalPolicy | None) -> None:
    proposal.policy = policy
    proposal.policy_snapshot = rules.snapshot()
    proposal.risk = rules.risk
    proposal.required_approvals = rules.required_approvals
    proposal.approver_roles = list(rules.approver_roles)


def _known(key: str, by: User) -> Proposal | None:
    """Return the open proposal of this key; one submission of a key runs at a time."""
    if not key:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"propose:{key}"])
    same = Proposal.objects.filter(dedupe_key=key)
    known = same.filter(state__in=OPEN).first()
    rejected = same.filter(
        state=ProposalState.REJECTED, decided_at__gt=timezone.now() - REJECTED_FOR
    )
    if known is None and by.is_service and rejected.exists():
        raise RejectedBeforeError("a person rejected this; bring new evidence")
    return known


def _barred(by: User, on_behalf_of: User | None, reverts: Proposal | None) -> list[int]:
    """Return who may not approve; what one person approved, another has to revert."""
    people = {by.pk} | ({on_behalf_of.pk} if on_behalf_of else set())
    if reverts is not None and reverts.required_approvals <= 1:
        people |= {person.pk for person in approvers(reverts)}
    return sorted(people)


def _breaker_open(proposal: Proposal, rules: Rules) -> bool:
    """Return whether this source has used up its automatic approvals of the day."""
    if rules.max_per_day is None:
        return False
    today = Proposal.objects.filter(
        source=proposal.source,
        submitted_at__gt=timezone.now() - timedelta(days=1),
        policy_snapshot__decision=PolicyDecision.AUTO_APPLY,
    )
    return today[: rules.max_per_day].count() >= rules.max_per_day


def _supersede(older: Proposal, *, by: User, source: SourceSystem | None) -> None:
    older = locked(older)
    same_source = source is not None and older.source_id == source.pk
    if older.proposer_id != by.pk and not same_source:
        raise ForbiddenError("only the same author or source supersedes a proposal")
    if older.state == ProposalState.SUPERSEDED:
        raise IllegalTransitionError("superseded already")
    move(older, ProposalState.SUPERSEDED)
    record(older, EventType.SUPERSEDED, by=by)
