"""Enumerations in the schema, each once and under the name it has in the code."""

from typing import Any

from django.db import models
from drf_spectacular.extensions import OpenApiSerializerFieldExtension

OR_BLANK = "OrBlank"


class ChoiceExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A choice field refers to the enumeration that has its values."""

    target_class = "rest_framework.fields.ChoiceField"

    def get_name(self) -> str | None:
        """Return the enumeration's name; None for choices no enumeration has."""
        name = _names().get(self._values())
        return f"{name}{OR_BLANK}" if name and self._may_be_blank() else name

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:  # noqa: ARG002 -- the library's signature
        """Return the values, with the empty text where a blank is allowed."""
        values: list[Any] = list(self._values())
        if self._may_be_blank():
            values.append("")
        of_numbers = all(isinstance(value, int) for value in values)
        return {"type": "integer" if of_numbers else "string", "enum": values}

    def _may_be_blank(self) -> bool:
        """Return whether the empty text occurs; a field that is only read does not say so."""
        model = getattr(getattr(self.target.parent, "Meta", None), "model", None)
        if self.target.allow_blank or not self.target.read_only or model is None:
            return bool(self.target.allow_blank)
        columns = {field.name: field for field in model._meta.get_fields()}  # noqa: SLF001 -- Django's documented name
        return bool(getattr(columns.get(self.target.source), "blank", False))

    def _values(self) -> tuple[Any, ...]:
        return tuple(value for value in self.target.choices if value != "")


def _names() -> dict[tuple[Any, ...], str]:
    """Return the names of all enumerations by their values; a name used twice gets its app's."""
    known = sorted(_leaves(models.Choices), key=lambda each: (each.__module__, each.__name__))
    titles = [each.__name__ for each in known]
    names: dict[tuple[Any, ...], str] = {}
    for each in known:
        app = each.__module__.partition(".")[0].title() if titles.count(each.__name__) > 1 else ""
        names.setdefault(tuple(each.values), f"{app}{each.__name__}")
    return names


def _leaves(parent: type[models.Choices]) -> list[type[models.Choices]]:
    found = []
    for child in parent.__subclasses__():
        found += _leaves(child) or [child]
    return [each for each in found if len(each)]
