"""Submitting a proposal: checked, governed by a policy, put before people who may decide."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from approvals.choices import (
    OPEN,
    ApplyMode,
    EventType,
    ItemDecision,
    PolicyDecision,
    ProposalState,
)
from approvals.models import Proposal, ProposalItem
from approvals.selectors import approvers, voices
from approvals.selectors.eligibility import suffice
from approvals.services.drafting import ItemDraft, claim_hash, content_hash, items_from
from approvals.services.errors import ForbiddenError, IllegalTransitionError, RejectedBeforeError
from approvals.services.governing import ends, govern
from approvals.services.holding import hold
from approvals.services.recording import cause_of, locked, move, record
from approvals.services.remembering import refuse_repeats
from approvals.services.superseding import supersede, supersede_covered
from core.models import SourceSystem, User
from core.services import acting

GIVEN = {"kind", "title", "summary", "confidence", "dedupe_key", "declared_risk"}
REJECTED_FOR = timedelta(days=90)
DRAFT_FOR = timedelta(days=90)


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
    depends_on: Sequence[Proposal] = (),
    risk: int | None = None,
    atomic: bool = False,
    draft: bool = False,
) -> Proposal:
    """Create a proposal, submit it unless it is a `draft`, and return it.

    A submitted one is pending, or approved by policy. A key that is open already returns the
    open proposal; proposals of a source have a key made of their claim when they bring none.
    Open ones of the same producer that change nothing but the same fields are superseded.
    `risk` is what the producer thinks of it and can only raise the policy's; `expires_at` can
    only be sooner than the policy's. Raises ValidationError, UnknownOperationError,
    NotFoundError and StaleBaseError for the items, ForbiddenError when a policy forbids it,
    NoApproverError when nobody could decide, ExclusiveLockError, RejectedBeforeError when a
    service repeats what a person rejected.
    """
    with acting(by, f"propose:{kind}"):
        drafted = items_from(kind, items)
        code = source.code if source else ""
        key = dedupe_key or (claim_hash(kind, code, drafted) if source else "")
        if supersedes is not None:
            supersede(supersedes, by=by, source=source)
        if not draft and (known := _known(key, by)):
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
            declared_risk=risk,
            apply_mode=ApplyMode.ATOMIC if atomic else ApplyMode.PER_ITEM,
            barred=_barred(by, on_behalf_of, reverts),
        )
        if draft:
            _keep_as_draft(proposal, drafted, expires_at)
        else:
            refuse_repeats(source, by, drafted)
            govern(proposal, drafted, person=reverts is not None, expires_at=expires_at)
        _insert(proposal, drafted, depends_on)
        record(proposal, EventType.DRAFTED if draft else EventType.SUBMITTED, by=by)
        if not draft:
            _put_forward(proposal, drafted, by=by)
        return proposal


def submit(proposal: Proposal, *, by: User) -> Proposal:
    """Put a draft before the people who may decide, and return it.

    Its items are checked against the records once more. Raises ForbiddenError for anybody but
    its author, IllegalTransitionError for what is no draft or open already under the same key,
    and what `propose` raises.
    """
    with acting(by, cause_of(proposal)):
        standing = locked(proposal)
        if by.pk != standing.proposer_id:
            raise ForbiddenError("only its author submits a draft")
        if standing.state != ProposalState.DRAFT:
            raise IllegalTransitionError("only a draft is submitted")
        if _known(standing.dedupe_key, by):
            raise IllegalTransitionError("the same is proposed and open already")
        items = list(standing.current_items)
        refuse_repeats(standing.source, by, items)
        govern(standing, items, person=standing.reverts_id is not None)
        standing.state, standing.submitted_at = ProposalState.PENDING, timezone.now()
        standing.save()
        record(standing, EventType.SUBMITTED, by=by)
        _put_forward(standing, items, by=by)
    return standing


def write_items(proposal: Proposal, items: Sequence[ProposalItem]) -> None:
    """Insert the items of the revision that stands."""
    for item in items:
        item.proposal = proposal
        item.revision = proposal.revision
    ProposalItem.objects.bulk_create(items)


def settle(proposal: Proposal) -> bool:
    """Approve a locked proposal if it has all it needs, and return whether it has."""
    automatic = proposal.policy_snapshot["decision"] == PolicyDecision.AUTO_APPLY
    if not automatic and not suffice(voices(proposal), proposal):
        return False
    now = timezone.now()
    lasts = timedelta(days=proposal.policy_snapshot.get("approved_days", 7))
    undecided = proposal.current_items.filter(decision=ItemDecision.PENDING)
    undecided.update(decision=ItemDecision.ACCEPTED)
    move(
        proposal,
        ProposalState.APPROVED,
        decided_at=now,
        expires_at=min(proposal.expires_at, now + lasts),
    )
    return True


def _keep_as_draft(
    proposal: Proposal, items: Sequence[ProposalItem], expires_at: datetime | None
) -> None:
    proposal.state = ProposalState.DRAFT
    proposal.content_hash = content_hash(items)
    proposal.expires_at = ends(expires_at, DRAFT_FOR)


def _insert(
    proposal: Proposal, items: Sequence[ProposalItem], depends_on: Sequence[Proposal]
) -> None:
    fields = proposal._meta.get_fields()  # noqa: SLF001 -- Django's documented name
    proposal.clean_fields(exclude={field.name for field in fields} - GIVEN)
    if any(each.proposer_id != proposal.proposer_id for each in depends_on):
        raise ValidationError({"depends_on": "a proposal depends on others of its author alone"})
    proposal.save(force_insert=True)
    proposal.depends_on.set(depends_on)
    write_items(proposal, items)


def _put_forward(proposal: Proposal, items: Sequence[ProposalItem], *, by: User) -> None:
    """Hold what it needs alone, supersede what it replaces, approve it if a policy says so."""
    hold(proposal, items)
    supersede_covered(proposal, items, by=by)
    if proposal.policy_snapshot["decision"] == PolicyDecision.AUTO_APPLY:
        record(proposal, EventType.AUTO_APPROVED, by=None)
        settle(proposal)


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
    if known is None and by.is_service and (uids := list(rejected.values_list("uid", flat=True))):
        raise RejectedBeforeError("a person rejected this; bring new evidence", rejections=uids)
    return known


def _barred(by: User, on_behalf_of: User | None, reverts: Proposal | None) -> list[int]:
    """Return who may not approve; what one person approved, another has to revert."""
    people = {by.pk} | ({on_behalf_of.pk} if on_behalf_of else set())
    if reverts is not None and reverts.required_approvals <= 1:
        people |= {person.pk for person in approvers(reverts)}
    return sorted(people)
