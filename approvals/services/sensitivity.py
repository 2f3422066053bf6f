"""Changing who sees a field: by proposal, as the rules are."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError

from approvals.choices import ItemOp, Role
from approvals.models import Proposal, ProposalItem
from approvals.registry import DECIDE_SYSTEM, Applied
from approvals.services.drafting import ItemDraft
from approvals.services.errors import ForbiddenError
from approvals.services.proposing import propose
from approvals.services.rows import conflict
from core.models import SensitiveField, User, entity_type
from core.querysets import SEES_EVERYTHING
from core.services import audit

KIND = "policy.sensitive_field"
NAMES = ("level", "seen_by", "hidden_from", "owner_sees", "approved_by", "mask")
OF_ROLES = ("seen_by", "hidden_from", "approved_by")


def propose_sensitivity(
    *,
    entity: str,
    field: str,
    changes: Mapping[str, Any],
    by: User,
    reason: str,
    remove: bool = False,
) -> Proposal:
    """Propose who sees a field from now on; `remove` makes it a field like any other.

    Those who decide about the system, or run the house, propose it. Raises ForbiddenError,
    ValidationError for a field there is not or values it cannot have, and what `propose` raises.
    """
    if by.is_service or not (by.has_perm(DECIDE_SYSTEM) or by.has_perm(SEES_EVERYTHING)):
        raise ForbiddenError("who runs the house says who sees what")
    known = SensitiveField.objects.filter(entity=entity, field=field).first()
    before = _values(known)
    after = {} if remove else _values(_candidate(entity, field, before | dict(changes)))
    if after == before:
        raise ValidationError("nothing would change")
    named = {"entity": entity, "field": field}
    return propose(
        kind=KIND,
        title=f"{'Show' if remove else 'Guard'} {entity}.{field}",
        summary=reason.strip(),
        items=[
            ItemDraft(
                op=ItemOp.CONFIG_ACTIVATE,
                target_type="sensitivefield",
                before=before,
                after=named | {"remove": remove} | after,
            )
        ],
        by=by,
        dedupe_key=f"{KIND}:{entity}.{field}",
    )


def apply_sensitivity(item: ProposalItem, actor: User) -> Applied:
    """Guard the field as proposed, or no more; a conflict when it was changed since."""
    entity, field = str(item.after["entity"]), str(item.after["field"])
    rows = SensitiveField.objects.select_for_update()
    known = rows.filter(entity=entity, field=field).first()
    if _values(known) != dict(item.before):
        return conflict("version_conflict", now=_values(known))
    if not item.after["remove"]:
        row = _candidate(entity, field, item.after)
        row.pk = known.pk if known else None
        row.save()
    elif known:
        known.delete()
    payload = {"entity": entity, "field": field, "remove": item.after["remove"]}
    audit("sensitivefield.changed", by=actor, object_type="sensitivefield", payload=payload)
    return Applied(state="applied", result=payload)


def describe_sensitivity(item: ProposalItem) -> dict[str, Any]:
    """Return how the field is guarded and how it shall be."""
    entity, field = str(item.after["entity"]), str(item.after["field"])
    now = _values(SensitiveField.objects.filter(entity=entity, field=field).first())
    rows = [
        {
            "name": name,
            "label": name.replace("_", " "),
            "original": item.before.get(name),
            "current": now.get(name),
            "proposed": item.after.get(name),
            "flag": "same" if now.get(name) == item.after.get(name) else "change",
        }
        for name in NAMES
    ]
    return {"label": f"Who sees {entity}.{field}", "url": "", "rows": rows}


def _candidate(entity: str, field: str, values: Mapping[str, Any]) -> SensitiveField:
    """Return the unsaved row, checked; raises ValidationError."""
    _require_field(entity, field)
    given = {name: values[name] for name in NAMES if name in values}
    row = SensitiveField(entity=entity, field=field, **given)
    row.full_clean(validate_unique=False, validate_constraints=False)
    for name in OF_ROLES:
        if unknown := sorted(set(getattr(row, name)) - set(Role.values)):
            raise ValidationError({name: f"there is no role {', '.join(unknown)}"})
    return row


def _require_field(entity: str, field: str) -> None:
    models = {entity_type(model): model for model in apps.get_models()}
    if entity not in models:
        raise ValidationError({"entity": f"there is no {entity}"})
    try:
        models[entity]._meta.get_field(field)  # noqa: SLF001 -- Django's documented name
    except FieldDoesNotExist as error:
        raise ValidationError({"field": f"{entity} has no {field}"}) from error


def _values(row: SensitiveField | None) -> dict[str, Any]:
    return {name: getattr(row, name) for name in NAMES} if row else {}
