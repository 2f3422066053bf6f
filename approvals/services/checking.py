"""Whether what an author wrote can be applied at all: the act, the fields and their values."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from approvals import registry
from approvals.choices import ItemOp
from approvals.models import ProposalItem
from approvals.registry import Operation
from approvals.selectors.diffing import describe_row
from approvals.selectors.shapes import key_of
from approvals.selectors.values import as_python, field_of
from core.models import User

BY_FIELD = (ItemOp.UPDATE, ItemOp.CREATE)


def check_act(item: ProposalItem) -> None:
    """Raise ValidationError for an act that proposals of the item's kind do not do."""
    allowed = registry.get(item.kind).ops
    if allowed and item.op not in allowed and item.reverts is None:
        raise ValidationError({"op": f"{item.kind} takes {', '.join(sorted(allowed))}"})
    if item.op == ItemOp.CREATE and item.target_uid is not None:
        raise ValidationError({"target_uid": "what is to be created has none yet"})


def check_values(item: ProposalItem, row: models.Model | None = None) -> None:
    """Raise ValidationError for values the record, as it would be, may not hold.

    `row` is the record an update is about. What goes back to values it had is not judged anew.
    """
    operation = registry.get(item.kind)
    in_fields = operation.describe is describe_row and item.op in BY_FIELD
    if operation.model is None or not in_fields or item.reverts is not None:
        return
    given = {name: value for name, value in item.after.items() if name not in operation.extras}
    values = _read(operation.model, given)
    if row is None:
        _check_required(operation, given)
    _check_row(copy(row) if row is not None else operation.model(), values)
    for name in operation.extras.keys() & item.after.keys():
        operation.extras[name](item.after)


def _read(model: type[models.Model], given: Mapping[str, Any]) -> dict[str, Any]:
    values, errors = {}, {}
    for name, value in given.items():
        try:
            values[name] = _value(field_of(model, name), value)
        except ValidationError as error:
            errors.update(error.update_error_dict({}))
    if errors:
        raise ValidationError(errors)
    return values


def _value(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Return a value; records go by the name they have on the wire, people work here."""
    key = key_of(field.related_model) if isinstance(field, models.ForeignKey) else "pk"
    if key != "pk" and not isinstance(value, str | None):
        raise ValidationError({field.name: f"Give its {key} as text."})
    found = as_python(field, value)
    if isinstance(found, User) and (found.is_service or not found.is_active):
        raise ValidationError({field.name: f"{value} is nobody who works here."})
    return found


def _check_required(operation: Operation, given: Mapping[str, Any]) -> None:
    wanted = operation.required
    said = any(str(given.get(name) or "").strip() for name in wanted)
    if wanted and not said:
        raise ValidationError({wanted[0]: f"A new record needs {' or '.join(wanted)}."})


def _check_row(row: models.Model, values: Mapping[str, Any]) -> None:
    """Judge the values on the row; a uniqueness that time may settle is left to the application."""
    for name, value in values.items():
        setattr(row, name, value)
    fields = row._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
    row.clean_fields(exclude={field.name for field in fields} - values.keys())
    for rule in row._meta.constraints:  # noqa: SLF001 -- Django's documented name
        if isinstance(rule, models.CheckConstraint):
            _check_rule(rule, row, values)


def _check_rule(rule: models.CheckConstraint, row: models.Model, values: Mapping[str, Any]) -> None:
    """Judge a rule about fields that are proposed, and say it of the first of them."""
    about: frozenset[str] = getattr(rule.condition, "referenced_base_fields", frozenset())
    named = [name for name in values if name in about]
    if not named:
        return
    try:
        rule.validate(type(row), row)
    except ValidationError as error:
        raise ValidationError({named[0]: error.messages}) from error
