"""Changing a policy: a new version of it, by proposal like everything else."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from approvals.choices import OWNER, ItemOp, PolicyDecision, Role
from approvals.models import ApprovalPolicy, Proposal, ProposalItem
from approvals.registry import DECIDE_SYSTEM, Applied
from approvals.services.drafting import ItemDraft
from approvals.services.errors import ForbiddenError
from approvals.services.proposing import propose
from approvals.services.rows import conflict
from core.models import User
from core.querysets import SEES_EVERYTHING

KIND = "policy.change"
MOST_VOICES = 3
FIXED = {"id", "uid", "created_at", "version", "code"}


def propose_policy(*, code: str, changes: Mapping[str, Any], by: User, reason: str) -> Proposal:
    """Propose a new version of a rule, or a new rule, and return the proposal.

    Those who decide about the system, or run the house, propose it. Raises ForbiddenError,
    ValidationError for values a rule cannot have, and what `propose` raises.
    """
    if by.is_service or not (by.has_perm(DECIDE_SYSTEM) or by.has_perm(SEES_EVERYTHING)):
        raise ForbiddenError("who runs the house changes its rules")
    if not reason.strip():
        raise ValidationError({"reason": "say why"})
    last = _last(code)
    candidate = candidate_policy({**changes, "code": code})
    after = {name: _json(candidate, name) for name in changes}
    before = {name: _json(last, name) for name in changes} if last else {}
    if last and last.active and after == before:
        raise ValidationError("nothing would change")
    return propose(
        kind=KIND,
        title=f"{'Change' if last else 'Add'} the rule “{candidate.name}”",
        summary=reason.strip(),
        items=[
            ItemDraft(
                op=ItemOp.CONFIG_ACTIVATE,
                target_type="approvalpolicy",
                target_uid=last.uid if last else None,
                base_version=last.version if last else None,
                before=before,
                after={**after, "code": code},
            )
        ],
        by=by,
        dedupe_key=f"{KIND}:{code}",
    )


def candidate_policy(values: Mapping[str, Any]) -> ApprovalPolicy:
    """Return the unsaved next version of the rule `values["code"]`, checked.

    Raises ValidationError.
    """
    code = str(values.get("code", ""))
    last = _last(code)
    given = {name: value for name, value in values.items() if name != "code"}
    _check_names(given)
    policy = ApprovalPolicy(**_values(last) | {"active": True} | given | {"code": code})
    policy.version = last.version + 1 if last else 1
    policy.full_clean(
        exclude=["uid", "created_at"], validate_unique=False, validate_constraints=False
    )
    _check_sense(policy)
    return policy


def apply_policy(item: ProposalItem, actor: User) -> Applied:  # noqa: ARG001 -- the signature of an operation
    """Replace a policy by its next version, with the values of `after`; `code` says which.

    `base_version`, when given, has to be the version in force.
    """
    code = str(item.after.get("code", ""))
    versions = ApprovalPolicy.objects.select_for_update().filter(code=code)
    last = versions.order_by("-version").first()
    if last is not None and item.base_version not in (None, last.version):
        return conflict("version_conflict", version=last.version, expected=item.base_version)
    policy = candidate_policy(item.after)
    versions.filter(active=True).update(active=False)
    policy.validate_constraints()
    policy.save(force_insert=True)
    policy.refresh_from_db(fields=["uid"])
    return Applied(state="applied", target_uid=policy.uid, version=policy.version)


def describe_policy(item: ProposalItem) -> dict[str, Any]:
    """Return the policy as it is and as it shall be, field by field."""
    code = str(item.after.get("code", ""))
    current = _values(ApprovalPolicy.objects.filter(code=code, active=True).first())
    rows = [
        {
            "name": name,
            "label": name.replace("_", " "),
            "original": item.before.get(name),
            "current": current.get(name),
            "proposed": value,
            "flag": "same" if current.get(name) == value else "change",
        }
        for name, value in item.after.items()
    ]
    return {"label": f"Policy {code}", "url": "", "rows": rows}


def _values(policy: ApprovalPolicy | None) -> dict[str, Any]:
    fields = ApprovalPolicy._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
    names = [field.name for field in fields if field.name not in FIXED]
    return {name: getattr(policy, name) for name in names} if policy else {}


def _last(code: str) -> ApprovalPolicy | None:
    return ApprovalPolicy.objects.filter(code=code).order_by("-version").first()


def _json(policy: ApprovalPolicy | None, name: str) -> Any:
    """Return a value as proposals carry it: decimals as text."""
    value = getattr(policy, name) if policy else None
    return str(value) if isinstance(value, Decimal) else value


def _check_names(values: Mapping[str, Any]) -> None:
    fields = ApprovalPolicy._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
    if unknown := sorted(set(values) - ({field.name for field in fields} - FIXED)):
        raise ValidationError(f"a policy has no {', '.join(unknown)}")


def _check_sense(policy: ApprovalPolicy) -> None:
    """Refuse rules that would say nothing: people who are nobody, trust without a limit."""
    known = {*Role.values, OWNER}
    if unknown := sorted({*policy.approver_roles, *policy.escalate_to} - known):
        raise ValidationError({"approver_roles": f"there is no role {', '.join(unknown)}"})
    review = policy.decision == PolicyDecision.REVIEW
    if review and not (policy.approver_roles and 1 <= policy.required_approvals <= MOST_VOICES):
        raise ValidationError({"approver_roles": "a review takes one to three voices of some role"})
    if policy.decision == PolicyDecision.AUTO_APPLY and policy.max_per_day is None:
        raise ValidationError({"max_per_day": "an automatic rule has a daily limit"})
