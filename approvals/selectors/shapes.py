"""What JSON a field takes, and the name a record goes by in it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models

KEYS = ("uid", "username", "code", "name")

# the first that a field is one of speaks for it; fields that are none of these take anything
TAKEN: list[tuple[type[Any], tuple[type, ...], str]] = [
    (models.BooleanField, (bool,), "yes or no: true or false"),
    (models.IntegerField, (int,), "a whole number"),
    (models.DecimalField, (int, float, str), "a number"),
    (models.FloatField, (int, float), "a number"),
    (models.DateField, (str,), "a day or moment as text"),
    (models.TimeField, (str,), "a time as text"),
    (models.UUIDField, (str,), "a uid as text"),
    (models.CharField, (str,), "text"),
    (models.TextField, (str,), "text"),
]


def misfit(field: "models.Field[Any, Any]", value: Any) -> str:
    """Return what a JSON value ought to be where a field does not take it, else an empty text."""
    if isinstance(field, ArrayField):
        inner = field.base_field
        wrong = not isinstance(value, list) or any(each is None for each in value)
        if wrong or any(misfit(inner, each) for each in value):
            return "A list of texts." if _takes(inner)[0] == (str,) else "A list."
        return ""
    types, words = _takes(field)
    of_kind = isinstance(value, types) and (bool in types or not isinstance(value, bool))
    return "" if not types or of_kind else f"Give {words}."


def key_of(model: "type[models.Model]") -> str:
    """Return the field a record is named by on the wire: uid, username, code, name, else its id."""
    return next((name for name in KEYS if _names_one(model, name)), "pk")


def _takes(field: "models.Field[Any, Any]") -> tuple[tuple[type, ...], str]:
    found = ((types, words) for kind, types, words in TAKEN if isinstance(field, kind))
    return next(found, ((), ""))


def _names_one(model: "type[models.Model]", name: str) -> bool:
    try:
        field = model._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
    except FieldDoesNotExist:
        return False
    return isinstance(field, models.Field) and field.unique
