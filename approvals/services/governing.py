"""Which rules govern a proposal, and whether anybody could ever say yes to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from approvals import registry
from approvals.choices import OWNER, PolicyDecision
from approvals.models import ApprovalPolicy, Proposal, ProposalItem
from approvals.selectors import Rules, approvers, eligible_people, facts_of, hats, rules_for
from approvals.selectors.calibration import is_switched_off
from approvals.selectors.eligibility import suffice
from approvals.selectors.facts import owner_of, team_of
from approvals.services.drafting import content_hash
from approvals.services.errors import ForbiddenError, NoApproverError
from core.choices import Switch
from core.models import User
from core.selectors.switches import is_open


def govern(
    proposal: Proposal,
    items: Sequence[ProposalItem],
    *,
    person: bool,
    expires_at: datetime | None = None,
) -> None:
    """Put content hash, policy and rules into a proposal that is about to be written.

    Raises ForbiddenError, NoApproverError and ValidationError for an end that is over. `person`
    rules automatic approval out.
    """
    rules, policy = rules_for(facts_of(proposal, items, person=person))
    if rules.decision == PolicyDecision.AUTO_APPLY and _stopped(proposal, rules):
        rules, policy = rules_for(facts_of(proposal, items, person=True))
    if rules.decision == PolicyDecision.FORBID:
        raise ForbiddenError(f"the policy {rules.code} forbids this")
    proposal.content_hash = content_hash(items)
    proposal.permissions = sorted({registry.get(item.kind).permission for item in items})
    proposal.owner_id, proposal.team_id = owner_of(items), team_of(proposal, items)
    _copy(proposal, rules, policy)
    proposal.expires_at = ends(expires_at, timedelta(days=rules.lifetime_days))
    if rules.decision == PolicyDecision.REVIEW:
        _require_approvers(proposal, rules)


def ends(asked: datetime | None, most: timedelta) -> datetime:
    """Return when a proposal expires: as its author asked, never later than it would anyway.

    Raises ValidationError for a moment that is over: nobody could decide before it.
    """
    now = timezone.now()
    if asked is not None and asked <= now:
        raise ValidationError({"expires_at": "Give a moment to come."})
    return min(asked, now + most) if asked else now + most


def _copy(proposal: Proposal, rules: Rules, policy: ApprovalPolicy | None) -> None:
    hours = rules.escalate_after_hours
    proposal.policy = policy
    proposal.policy_snapshot = rules.snapshot()
    proposal.risk = max(rules.risk, proposal.declared_risk or rules.risk)
    proposal.required_approvals = rules.required_approvals
    proposal.approver_roles = list(rules.approver_roles)
    proposal.required_rejections = max(
        1, rules.required_approvals // 2 + 1 if rules.majority_reject else 1
    )
    proposal.escalate_to = list(rules.escalate_to)
    proposal.escalate_at = timezone.now() + timedelta(hours=hours) if hours else None
    proposal.escalated_at = None
    if rules.author_counts and _is_their_own_work(proposal):
        proposal.policy_snapshot["author_voice"] = True
        proposal.required_approvals = max(1, rules.required_approvals - 1)


def _is_their_own_work(proposal: Proposal) -> bool:
    """Return whether the proposer alone wrote it, in a role that may decide such things."""
    alone = set(proposal.barred) == {proposal.proposer_id}
    return alone and bool(hats(proposal.proposer, proposal))


def _require_approvers(proposal: Proposal, rules: Rules) -> None:
    """Refuse what could never be approved, solo mode aside; raises NoApproverError."""
    able = eligible_people(proposal)
    if suffice(able, proposal):
        return
    if settings.SOLO_MODE and (able or any(hats(each, proposal) for each in _authors(proposal))):
        solo: dict[str, Any] = {"solo": True, "distinct_roles": False, "author_voice": False}
        proposal.policy_snapshot |= solo
        proposal.required_approvals = 1
        return
    raise NoApproverError(_what_is_missing(proposal, rules, able))


def _what_is_missing(proposal: Proposal, rules: Rules, able: Sequence[User]) -> str:
    """Return how many voices are needed, how many there are, and what to do about it."""
    roles = " or ".join(rules.approver_roles) or "nobody"
    count = proposal.required_approvals
    told = (
        f"{count} approval{'s' if count > 1 else ''} by {roles} needed besides the author's, "
        f"and {len(able)} {'person' if len(able) == 1 else 'people'} may give one."
    )
    if proposal.policy_snapshot.get("distinct_roles"):
        told += " All voices are of different roles."
    if rules.author_counts and not proposal.policy_snapshot.get("author_voice"):
        told += f" Proposed by {roles} it needs one less: the author's own voice counts."
    if proposal.reverts and (gave := set(approvers(proposal.reverts)) - {proposal.proposer}):
        who = " and ".join(sorted(map(str, gave)))
        told += f" {who} approved what is undone, and may ask for this instead."
    worn = {role for person in able for role in hats(person, proposal)}
    lacking = [role for role in rules.approver_roles if role not in {*worn, OWNER}]
    if lacking:
        told += f" Or a superuser makes somebody {' or '.join(lacking)}."
    return told


def _authors(proposal: Proposal) -> list[User]:
    return [each for each in (proposal.proposer, proposal.on_behalf_of) if each]


def _stopped(proposal: Proposal, rules: Rules) -> bool:
    """Return whether automatic approval is off: used up for today, or switched off."""
    off = proposal.source is not None and is_switched_off(proposal.source)
    return off or not is_open(Switch.AUTOMATION) or _breaker_open(proposal, rules)


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
