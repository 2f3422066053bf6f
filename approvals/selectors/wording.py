"""Values of a record's fields as people read them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from approvals.selectors.shapes import key_of


class Wording:
    """Turns what a proposal holds of a model's fields into words.

    The uid or id of a record becomes its name, a choice its label, and the text of a day or moment
    one that a page writes as the reader does. Whatever is none of these stays as it is.
    """

    def __init__(self, model: type[models.Model]) -> None:
        fields: Iterable[Any] = model._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
        self._fields = {field.name: field for field in fields}

    def of(self, name: str, value: Any) -> Any:
        """Return a value of the field `name` in words; one that no such field may hold as it is."""
        field = self._fields.get(name)
        if field is None or value in (None, ""):
            return value
        if field.is_relation:
            return _named(field.related_model, value)
        if isinstance(value, str) and isinstance(field, models.DateField):
            return _day_or_moment(field, value)
        if isinstance(value, str | int):
            return dict(field.flatchoices).get(value, value)
        return value


def _named(model: Any, value: Any) -> Any:
    key = "pk" if isinstance(value, int) else key_of(model)
    try:
        row = model._base_manager.filter(**{key: value}).first()  # noqa: SLF001 -- Django's documented name
    except (ValidationError, ValueError, TypeError):  # no uid or id at all
        return value
    return str(row) if row is not None else value


def _day_or_moment(field: Any, value: str) -> date | datetime | str:
    read = datetime if isinstance(field, models.DateTimeField) else date
    try:
        return read.fromisoformat(value)
    except ValueError:
        return value
