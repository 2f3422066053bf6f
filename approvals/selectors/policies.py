"""Which policy governs a proposal: the most specific match, and caution without one."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
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
    entity_types: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    sensitivity: int = 0
    risk: int | None = None
    amount: Decimal | None = None
    deciders: tuple[frozenset[str], ...] = ()


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
    min_accept_rate: str | None = None
    lifetime_days: int = 30
    approved_days: int = 7
    author_counts: bool = False
    majority_reject: bool = False
    escalate_after_hours: int | None = None
    escalate_to: tuple[str, ...] = ()

    def snapshot(self) -> dict[str, Any]:
        """Return the rules as JSON."""
        lists = {"approver_roles": self.approver_roles, "escalate_to": self.escalate_to}
        return asdict(self) | {name: list(roles) for name, roles in lists.items()}


def rules_for(
    facts: Iterable[Facts], policies: Sequence[ApprovalPolicy] | None = None
) -> tuple[Rules, ApprovalPolicy | None]:
    """Return what a proposal needs and the policy that said so.

    A proposal that mixes kinds takes the strictest of everything its kinds ask for. A kind
    without a matching policy is reviewed by one steward. Sensitive fields leave the decision to
    the roles that stand with them. `policies` are those in force unless given.
    """
    known = in_force() if policies is None else policies
    facts = list(facts)
    chosen = [_governing(known, fact) for fact in facts]
    rules = [_rules(policy) for policy in chosen]
    first = max(range(len(rules)), key=lambda index: _severity(rules[index]))
    strictest = _strictest(rules[first], rules)
    return _left_to(strictest, [each for fact in facts for each in fact.deciders]), chosen[first]


def in_force() -> list[ApprovalPolicy]:
    """Return the active version of every policy."""
    return list(ApprovalPolicy.objects.filter(active=True))


def _governing(policies: Sequence[ApprovalPolicy], facts: Facts) -> ApprovalPolicy | None:
    matching = [policy for policy in policies if matches(policy, facts)]
    return max(
        matching,
        key=lambda policy: (
            specificity(policy),
            policy.priority,
            _severity(_rules(policy)),
            policy.pk or 0,
        ),
        default=None,
    )


def matches(policy: ApprovalPolicy, facts: Facts) -> bool:
    """Return whether a policy is about these facts; what is not known never matches."""
    return not misfits(policy, facts)


def misfits(policy: ApprovalPolicy, facts: Facts) -> list[str]:
    """Return the conditions of a policy these facts do not meet, by name."""
    share = Decimal(facts.updates) / max(facts.size, 1)
    met = {
        "a person has to look": not (
            policy.decision == PolicyDecision.AUTO_APPLY and facts.needs_person
        ),
        "kinds": any(fnmatchcase(facts.kind, pattern) for pattern in policy.kinds),
        "sources": not policy.sources or facts.source in policy.sources,
        "entity_types": not policy.entity_types or facts.entity_types <= set(policy.entity_types),
        "fields": _matches_fields(policy, facts),
        "marks": set(policy.marks) <= facts.marks,
        "without_marks": not set(policy.without_marks) & facts.marks,
        "min_confidence": _at_least(facts.confidence, policy.min_confidence),
        "max_confidence": _at_most(facts.confidence, policy.max_confidence),
        "min_trust": _at_least(facts.trust, policy.min_trust),
        "min_size": _at_least(facts.size, policy.min_size),
        "min_update_share": _at_least(share, policy.min_update_share),
        "min_sensitivity": _at_least(facts.sensitivity, policy.min_sensitivity),
        "min_risk": _at_least(facts.risk, policy.min_risk),
        "min_amount": _at_least(facts.amount, policy.min_amount),
        "fills_only": facts.fills_only or not policy.fills_only,
    }
    return [name for name, holds in met.items() if not holds]


def specificity(policy: ApprovalPolicy) -> int:
    """Return how many conditions a policy sets; exact kinds count as one."""
    limits = (
        policy.min_confidence,
        policy.max_confidence,
        policy.min_trust,
        policy.min_size,
        policy.min_update_share,
        policy.min_sensitivity,
        policy.min_risk,
        policy.min_amount,
    )
    named = (
        policy.sources,
        policy.fields,
        policy.entity_types,
        policy.marks,
        policy.without_marks,
    )
    return (
        sum(limit is not None for limit in limits)
        + sum(map(bool, named))
        + policy.fills_only
        + all("*" not in kind for kind in policy.kinds)
    )


def _matches_fields(policy: ApprovalPolicy, facts: Facts) -> bool:
    """Match strictly: caution at one touched field, trust only when no other is touched."""
    if not policy.fields:
        return True
    named = {
        name for name in facts.fields if any(fnmatchcase(name, each) for each in policy.fields)
    }
    if policy.decision == PolicyDecision.AUTO_APPLY:
        return bool(named) and named == facts.fields
    return bool(named)


def _left_to(rules: Rules, deciders: Sequence[frozenset[str]]) -> Rules:
    """Keep the roles every sensitive field names; theirs decide where the rule names no other."""
    if not deciders or rules.decision != PolicyDecision.REVIEW:
        return rules
    named = frozenset.intersection(*deciders)
    kept = tuple(role for role in rules.approver_roles if role in named)
    others = tuple(role for role in rules.escalate_to if role in named)
    return replace(
        rules,
        approver_roles=kept or tuple(sorted(named)),
        escalate_to=others,
        escalate_after_hours=rules.escalate_after_hours if others else None,
    )


def _at_least(value: Decimal | int | None, least: Decimal | int | None) -> bool:
    return least is None or (value is not None and value >= least)


def _at_most(value: Decimal | None, most: Decimal | None) -> bool:
    return most is None or (value is not None and value <= most)


def _severity(rules: Rules) -> tuple[int, int, int]:
    decision = SEVERITY.index(PolicyDecision(rules.decision))
    return decision, rules.required_approvals, rules.risk


def _rules(policy: ApprovalPolicy | None) -> Rules:
    if policy is None:
        return Rules()
    rate = policy.min_accept_rate
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
        min_accept_rate=None if rate is None else str(rate),
        lifetime_days=policy.lifetime_days,
        approved_days=policy.approved_days,
        author_counts=policy.author_counts,
        majority_reject=policy.majority_reject,
        escalate_after_hours=policy.escalate_after_hours,
        escalate_to=tuple(policy.escalate_to),
    )


def _strictest(first: Rules, rules: Sequence[Rules]) -> Rules:
    reviews = [each for each in rules if each.decision == PolicyDecision.REVIEW]
    roles = [
        role for role in first.approver_roles if all(role in r.approver_roles for r in reviews)
    ]
    return replace(
        first,
        risk=max(each.risk for each in rules),
        approver_roles=tuple(roles),
        distinct_roles=any(each.distinct_roles for each in rules),
        require_comment=any(each.require_comment for each in rules),
        allow_edit=all(each.allow_edit for each in rules),
        allow_batch=all(each.allow_batch for each in rules),
        author_counts=all(each.author_counts for each in rules),
        majority_reject=all(each.majority_reject for each in rules),
        max_batch=min(each.max_batch for each in rules),
        lifetime_days=min(each.lifetime_days for each in rules),
        approved_days=min(each.approved_days for each in rules),
    )
