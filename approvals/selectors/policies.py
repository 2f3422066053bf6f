"""Which policy governs a proposal: the most specific match, and caution without one."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any

from approvals.choices import PolicyDecision, Risk, Role
from approvals.models import ApprovalPolicy

SEVERITY = (PolicyDecision.AUTO_APPLY, PolicyDecision.REVIEW, PolicyDecision.FORBID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What policies look at: the items of one kind inside a proposal."""

    kind: str
    source: str = ""
    trust: int = 0
    confidence: Decimal | None = None
    fields: frozenset[str] = frozenset()
    size: int = 1
    updates: int = 0
    fills_only: bool = False
    needs_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a proposal needs; copied into it as `policy_snapshot`. Defaults are the caution."""

    code: str = ""
    version: int | None = None
    decision: str = PolicyDecision.REVIEW
    risk: int = Risk.MEDIUM
    required_approvals: int = 1
    approver_roles: tuple[str, ...] = (Role.STEWARD,)
    distinct_roles: bool = False
    require_comment: bool = False
    allow_edit: bool = True
    allow_batch: bool = False
    max_batch: int = 1
    max_per_day: int | None = None
    lifetime_days: int = 30

    def snapshot(self) -> dict[str, Any]:
        """Return the rules as JSON."""
        return asdict(self) | {"approver_roles": list(self.approver_roles)}


def rules_for(facts: Iterable[Facts]) -> tuple[Rules, ApprovalPolicy | None]:
    """Return what a proposal needs and the policy that said so.

    A proposal that mixes kinds takes the strictest of everything its kinds ask for. A kind
    without a matching policy is reviewed by one steward.
    """
    policies = list(ApprovalPolicy.objects.filter(active=True))
    chosen = [_governing(policies, fact) for fact in facts]
    rules = [_rules(policy) for policy in chosen]
    first = max(range(len(rules)), key=lambda index: _severity(rules[index]))
    return _strictest(rules[first], rules), chosen[first]


def _governing(policies: Sequence[ApprovalPolicy], facts: Facts) -> ApprovalPolicy | None:
    matching = [policy for policy in policies if matches(policy, facts)]
    return max(
        matching,
        key=lambda policy: (
            specificity(policy),
            policy.priority,
            _severity(_rules(policy)),
            policy.pk,
        ),
        default=None,
    )


def matches(policy: ApprovalPolicy, facts: Facts) -> bool:
    """Return whether a policy is about these facts; what is not known never matches."""
    if policy.decision == PolicyDecision.AUTO_APPLY and facts.needs_person:
        return False
    return (
        any(fnmatchcase(facts.kind, pattern) for pattern in policy.kinds)
        and (not policy.sources or facts.source in policy.sources)
        and _matches_fields(policy, facts)
        and _at_least(facts.confidence, policy.min_confidence)
        and _at_least(facts.trust, policy.min_trust)
        and _at_least(facts.size, policy.min_size)
        and _at_least(Decimal(facts.updates) / max(facts.size, 1), policy.min_update_share)
        and (facts.fills_only or not policy.fills_only)
    )


def specificity(policy: ApprovalPolicy) -> int:
    """Return how many conditions a policy sets; exact kinds count as one."""
    limits = (
        policy.min_confidence,
        policy.min_trust,
        policy.min_size,
        policy.min_update_share,
    )
    return (
        sum(limit is not None for limit in limits)
        + bool(policy.sources)
        + bool(policy.fields)
        + policy.fills_only
        + all("*" not in kind for kind in policy.kinds)
    )


def _matches_fields(policy: ApprovalPolicy, facts: Facts) -> bool:
    """Match strictly: caution at one touched field, trust only when no other is touched."""
    if not policy.fields:
        return True
    if policy.decision == PolicyDecision.AUTO_APPLY:
        return bool(facts.fields) and facts.fields <= set(policy.fields)
    return bool(facts.fields & set(policy.fields))


def _at_least(value: Decimal | int | None, least: Decimal | int | None) -> bool:
    return least is None or (value is not None and value >= least)


def _severity(rules: Rules) -> tuple[int, int, int]:
    decision = SEVERITY.index(PolicyDecision(rules.decision))
    return decision, rules.required_approvals, rules.risk


def _rules(policy: ApprovalPolicy | None) -> Rules:
    if policy is None:
        return Rules()
    return Rules(
        code=policy.code,
        version=policy.version,
        decision=policy.decision,
        risk=policy.risk,
        required_approvals=policy.required_approvals,
        approver_roles=tuple(policy.approver_roles),
        distinct_roles=policy.distinct_roles,
        require_comment=policy.require_comment,
        allow_edit=policy.allow_edit,
        allow_batch=policy.allow_batch,
        max_batch=policy.max_batch,
        max_per_day=policy.max_per_day,
        lifetime_days=policy.lifetime_days,
    )


def _strictest(first: Rules, rules: Sequence[Rules]) -> Rules:
    reviews = [each for each in rules if each.decision == PolicyDecision.REVIEW]
    roles = [
        role for role in first.approver_roles if all(role in r.approver_roles for r in reviews)
    ]
    return Rules(
        code=first.code,
        version=first.version,
        decision=first.decision,
        risk=max(each.risk for each in rules),
        required_approvals=first.required_approvals,
        approver_roles=tuple(roles),
        distinct_roles=any(each.distinct_roles for each in rules),
        require_comment=any(each.require_comment for each in rules),
        allow_edit=all(each.allow_edit for each in rules),
        allow_batch=all(each.allow_batch for each in rules),
        max_batch=min(each.max_batch for each in rules),
        max_per_day=first.max_per_day,
        lifetime_days=min(each.lifetime_days for each in rules),
    )
