"""Generic appliers for items about one canonical row."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db import models

from approvals import registry
from approvals.choices import ItemOp
from approvals.models import ProposalItem
from approvals.registry import Applied
from approvals.selectors import FieldDiff, compare, targets_of
from approvals.selectors.diffing import gone
from approvals.selectors.values import as_json, as_python, editable_fields, field_of
from approvals.services.recording import cause_of
from core.models import CanonicalModel, OwnedModel, User
from core.services import archive, restore

# A service that changes a row, called as save(row, by=, expected_version=, cause=, **fields):
# contacts.services.update_contact
type Save = "Callable[..., CanonicalModel]"

# A service that makes a row, called as create(by=, cause=, **fields):
# contacts.services.create_contact
type Create = "Callable[..., CanonicalModel]"


def apply_update(item: ProposalItem, actor: User, *, save: Save) -> Applied:
    """Change the fields of one row, each compared three ways first.

    Fields that hold the proposed value already are left alone, fields that hold what the author
    saw are written, any other field makes the item a conflict and nothing is written. `result`
    keeps every value that changed, as the revert needs it.
    """
    row = _target(item)
    if why := gone(row):
        return conflict(f"target_{why}")
    assert isinstance(row, CanonicalModel)  # noqa: S101 -- what is registered for these appliers
    diffs = compare(row, item.before, item.after)
    if overtaken := [each for each in diffs if each.flag == "conflict"]:
        return _overtaken(row, overtaken)
    was, version = _values(row), row.version
    fields = {
        each.name: as_python(field_of(type(row), each.name), each.proposed)
        for each in diffs
        if each.flag == "change"
    }
    if fields:
        cause = cause_of(item.proposal)
        row = save(row, by=actor, expected_version=version, cause=cause, **fields)
    if row.version == version:
        return Applied(state="noop", target_uid=row.uid, version=version)
    return Applied(
        state="applied",
        target_uid=row.uid,
        version=row.version,
        result=_difference(was, _values(row)) | {"rebased": version != item.base_version},
    )


def apply_create(
    item: ProposalItem, actor: User, *, create: Create, extras: Collection[str] = ()
) -> Applied:
    """Create one row; values named in `extras` are no fields and pass to the service as they are.

    Raises ValidationError for a name that is neither.
    """
    model = registry.get(item.kind).model
    assert model is not None  # noqa: S101 -- what is registered for these appliers
    fields = {
        name: value if name in extras else as_python(field_of(model, name), value)
        for name, value in item.after.items()
    }
    row = create(by=actor, cause=cause_of(item.proposal), **fields)
    return Applied(state="applied", target_uid=row.uid, version=row.version)


def apply_state(item: ProposalItem, actor: User) -> Applied:
    """Archive or restore one row, unless it was touched since the item's base version."""
    row = _target(item)
    if why := gone(row):
        return conflict(f"target_{why}")
    assert isinstance(row, OwnedModel)  # noqa: S101 -- what is registered for these appliers
    if row.version != item.base_version:
        return conflict("touched_since", base_version=item.base_version, version=row.version)
    change = archive if item.op == ItemOp.ARCHIVE else restore
    row = change(row, by=actor, cause=cause_of(item.proposal))
    return Applied(state="applied", target_uid=row.uid, version=row.version)


def conflict(code: str, **details: Any) -> Applied:
    """Return the answer of an item a person has to look at again."""
    return Applied(state="conflict", conflict={"code": code, **details})


def _target(item: ProposalItem) -> models.Model | None:
    """Return the item's row, locked."""
    return next(iter(targets_of([item], lock=True).values()), None)


def _overtaken(row: CanonicalModel, diffs: list[FieldDiff]) -> Applied:
    return conflict(
        "field_conflict",
        fields={
            each.name: {
                "before": each.original,
                "current": each.current,
                "proposed": each.proposed,
            }
            for each in diffs
        },
        version=row.version,
        changed_by=str(row.updated_by or ""),
        changed_at=row.updated_at.isoformat(),
    )


def _values(row: CanonicalModel) -> dict[str, Any]:
    return {field.name: as_json(row, field) for field in editable_fields(type(row))}


def _difference(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    changed = [name for name, value in now.items() if was[name] != value]
    return {
        "before": {name: was[name] for name in changed},
        "after": {name: now[name] for name in changed},
    }
