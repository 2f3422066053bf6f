"""Changing a policy: a new version of it, by proposal like everything else."""

from typing import Any

from django.core.exceptions import ValidationError

from approvals.models import ApprovalPolicy, ProposalItem
from approvals.registry import Applied
from approvals.services.rows import conflict
from core.models import User

FIXED = {"id", "uid", "created_at", "version", "code"}


def apply_policy(item: ProposalItem, actor: User) -> Applied:  # noqa: ARG001 -- the signature of an operation
    """Replace a policy by its next version, with the values of `after`; `code` says which.

    `base_version`, when given, has to be the version in force.
    """
    code = str(item.after.get("code", ""))
    versions = ApprovalPolicy.objects.select_for_update().filter(code=code)
    last = versions.order_by("-version").first()
    if last is not None and item.base_version not in (None, last.version):
        return conflict("version_conflict", version=last.version, expected=item.base_version)
    policy = ApprovalPolicy(**_values(last) | {"active": True} | _given(item) | {"code": code})
    policy.version = last.version + 1 if last else 1
    versions.filter(active=True).update(active=False)
    policy.full_clean(exclude=["uid", "created_at"])
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


def _given(item: ProposalItem) -> dict[str, Any]:
    fields = ApprovalPolicy._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
    known = {field.name for field in fields} - (FIXED - {"code"})
    if unknown := sorted(set(item.after) - known):
        raise ValidationError(f"a policy has no {', '.join(unknown)}")
    return dict(item.after)
