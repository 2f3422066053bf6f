"""Values of rows as JSON and back, and the comparison of what was, is and shall be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import models

from approvals.selectors.shapes import key_of, misfit
from core.services import entity_type

type Flag = Literal["change", "same", "conflict"]

PLAIN = (bool, int, float, str, list, dict, type(None))


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field three ways: as the author saw it, as it is, as it shall be."""

    name: str
    label: str
    original: Any
    current: Any
    proposed: Any
    flag: Flag


def field_of(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    """Return the field of this name; raises ValidationError for one that cannot be proposed."""
    try:
        field = model._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
    except FieldDoesNotExist:
        field = None
    if not isinstance(field, models.Field) or not field.editable or field.many_to_many:
        raise ValidationError({name: f"{name} of {entity_type(model)} cannot be proposed"})
    return field


def editable_fields(model: type[models.Model]) -> Iterable["models.Field[Any, Any]"]:
    """Return the fields a proposal may name."""
    fields = model._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
    return (field for field in fields if field.editable and not field.primary_key)


def as_json(row: models.Model, field: "models.Field[Any, Any]") -> Any:
    """Return a field's value as JSON: decimals and dates as text, relations by uid or id."""
    value = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        return _address(getattr(row, field.name)) if value is not None else None
    return value if isinstance(value, PLAIN) else field.value_to_string(row)


def as_python(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Return a JSON value as the field's Python value; raises ValidationError.

    Text fields take text, numbers numbers, lists lists: nothing is made into what it is not.
    """
    if value is None:
        return _nothing(field)
    if isinstance(field, models.ForeignKey):
        return _related(field, value)
    if words := misfit(field, value):
        raise ValidationError({field.name: words})
    try:
        return field.to_python(value)
    except ValidationError as error:
        raise ValidationError({field.name: error.messages}) from error


def compare(
    row: models.Model, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[FieldDiff]:
    """Compare the proposed fields of a row three ways.

    Equal to the proposed value is `same`, equal to the value the author saw is a `change`,
    anything else is a `conflict`. Raises ValidationError for a field or value that may not be.
    """
    return [_compared(row, name, before.get(name), value) for name, value in after.items()]


def _compared(row: models.Model, name: str, before: Any, after: Any) -> FieldDiff:
    field = field_of(type(row), name)
    current = getattr(row, field.name)
    flag: Flag = "conflict"
    if current == as_python(field, after):
        flag = "same"
    elif _was(field, current, before):
        flag = "change"
    label = str(field.verbose_name)
    return FieldDiff(name, label, before, as_json(row, field), after, flag)


def _was(field: "models.Field[Any, Any]", current: Any, before: Any) -> bool:
    """Return whether the current value is the one the author saw; a value that cannot be is not."""
    try:
        return bool(current == as_python(field, before))
    except ValidationError:
        return False


def _nothing(field: "models.Field[Any, Any]") -> Any:
    if field.null:
        return None
    return [] if isinstance(field, ArrayField) else ""


def _address(row: models.Model) -> str | int:
    found = getattr(row, key_of(type(row)))
    return found if isinstance(found, int) else str(found)


def _related(field: "models.ForeignKey[Any, Any]", value: Any) -> models.Model:
    model = field.related_model
    # proposals of before people went by username hold their ids
    key = "pk" if isinstance(value, int) else key_of(model)
    try:
        return model._base_manager.get(**{key: value})  # noqa: SLF001 -- Django's documented name
    except (ObjectDoesNotExist, TypeError, ValueError, ValidationError):
        raise ValidationError({field.name: f"no {entity_type(model)} {value}"}) from None
