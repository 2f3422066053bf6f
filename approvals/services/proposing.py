"""Submitting a proposal: checked, governed by a policy, put before people who may decide."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Required, TypedDict, Unpack

from django.core.exceptions import ValidationError
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
from core.services.alone import in_turn

GIVEN = {"kind", "title", "summary", "confidence", "dedupe_key", "declared_risk"}
REJECTED_FOR = timedelta(days=90)
DRAFT_FOR = timedelta(days=90)


class Said(TypedDict, total=False):
    """What a proposal says besides its items; `risk` can only raise the policy's."""

    kind: Required[str]
    title: Required[str]
    summary: str
    source: SourceSystem | None
    confidence: Decimal | float | None
    dedupe_key: str
    on_behalf_of: User | None
    supersedes: Proposal | None
    reverts: Proposal | None
    risk: int | None
    atomic: bool


def propose(
    *,
    items: Sequence[ItemDraft],
    by: User,
    expires_at: datetime | None = None,
    depends_on: Sequence[Proposal] = (),
    **said: Unpack[Said],
) -> Proposal:
    """Submit a proposal and return it: pending, or approved by policy.

    A key that is open already returns the open proposal; proposals of a source have a key made
    of their claim when they bring none. Open ones of the same producer that change nothing but
    the same fields are superseded; `expires_at` can only be sooner than the policy's. Raises
    ValidationError, UnknownOperationError, NotFoundError and StaleBaseError for the items,
    ForbiddenError when a policy forbids it, NoApproverError when nobody could decide,
    ExclusiveLockError, RejectedBeforeError when a service repeats what a person rejected.
    """
    with acting(by, f"propose:{said['kind']}"):
        drafted = items_from(said["kind"], items)
        proposal = _proposal(drafted, by, said)
        if known := _known(proposal.dedupe_key, by):
            return known
        refuse_repeats(proposal.source, by, drafted)
        govern(proposal, drafted, person=proposal.reverts is not None, expires_at=expires_at)
        _insert(proposal, drafted, depends_on)
        record(proposal, EventType.SUBMITTED, by=by)
        _put_forward(proposal, drafted, by=by)
        return proposal


def draft(
    *,
    items: Sequence[ItemDraft],
    by: User,
    expires_at: datetime | None = None,
    depends_on: Sequence[Proposal] = (),
    **said: Unpack[Said],
) -> Proposal:
    """Keep a proposal for its author to `submit` later, and return it.

    Raises ValidationError, UnknownOperationError, NotFoundError and StaleBaseError for the items.
    """
    with acting(by, f"propose:{said['kind']}"):
        drafted = items_from(said["kind"], items)
        proposal = _proposal(drafted, by, said)
        proposal.state = ProposalState.DRAFT
        proposal.content_hash = content_hash(drafted)
        proposal.expires_at = ends(expires_at, DRAFT_FOR)
        _insert(proposal, drafted, depends_on)
        record(proposal, EventType.DRAFTED, by=by)
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


def _proposal(items: Sequence[ProposalItem], by: User, said: Said) -> Proposal:
    """Return a proposal that is not written yet; the one it replaces is superseded."""
    kind, source, confidence = said["kind"], said.get("source"), said.get("confidence")
    if supersedes := said.get("supersedes"):
        supersede(supersedes, by=by, source=source)
    claim = claim_hash(kind, source.code, items) if source else ""
    return Proposal(
        kind=kind,
        title=said["title"][:300],
        summary=said.get("summary", ""),
        proposer=by,
        on_behalf_of=said.get("on_behalf_of"),
        source=source,
        confidence=None if confidence is None else Decimal(str(confidence)),
        dedupe_key=said.get("dedupe_key") or claim,
        supersedes=supersedes,
        reverts=said.get("reverts"),
        declared_risk=said.get("risk"),
        apply_mode=ApplyMode.ATOMIC if said.get("atomic") else ApplyMode.PER_ITEM,
        barred=_barred(by, said.get("on_behalf_of"), said.get("reverts")),
    )


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
    in_turn("propose", key)
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
