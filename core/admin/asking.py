"""What a list may be asked for: nothing a reader does not see, by no column and no filter."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from core.models import User, entity_type
from core.querysets import SEES_EVERYTHING
from core.selectors.masking import masks, sees_points

OF_POINTS = ("summary__doc", "value_norm", "value_raw")
PREFIXES = "^=@"  # how a search field says that it looks at beginnings, whole values, words


def tells_hidden(user: User, model: type[models.Model], path: str) -> bool:
    """Return whether rows found by a path tell a reader what is hidden from them.

    A path is one of Django's, such as `contact__date_of_birth__gte`. Whoever owns some rows and
    sees the field there is refused too: rows of others would answer as well. Laid out columns
    hold values of any field and are asked only by people who see everything.
    """
    if user.has_perm(SEES_EVERYTHING):
        return False
    if not sees_points(user) and any(part in path for part in OF_POINTS):
        return True
    return any(
        isinstance(field, models.JSONField) or field.name in masks(user, entity_type(field.model))
        for field in _passed(model, path.lstrip(PREFIXES))
    )


def column_tells_hidden(user: User, model: type[models.Model], column: Any) -> bool:
    """Return whether a column shows, or sorts by, what is hidden from a reader."""
    path = column if isinstance(column, str) else getattr(column, "admin_order_field", None)
    own = path if isinstance(path, str) else ""
    return any(
        field.name in masks(user, entity_type(field.model))
        for field in _passed(model, own.lstrip("-"))
    )


def _passed(model: type[models.Model], path: str) -> "list[models.Field[Any, Any]]":
    """Return the columns a path leads through; what comes after the last one is a comparison."""
    found: list[models.Field[Any, Any]] = []
    at: Any = model
    for name in path.split("__"):
        try:
            field = at._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
        except FieldDoesNotExist:
            break
        if isinstance(field, models.Field):
            found.append(field)
        at = field.related_model
        if at is None:
            break
    return found
