"""What a request names and nobody knows is refused: a slip is no wish that was done."""

from collections.abc import Iterator, Mapping
from typing import Any

import django_filters as filters
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from core.api.pagination import ALWAYS

VERSION = "version"  # a write may name the version it is based on, beside `If-Match`
TRUTHS = {"true", "false", "True", "False", "1", "0", ""}


def check_body(serializer: serializers.BaseSerializer[Any], data: Any) -> None:
    """Raise ValidationError for fields there are not, or that are only read, naming each."""
    errors = dict(_strangers(serializer, data))
    if errors:
        raise ValidationError(errors)


def check_query(view: Any, request: Request) -> None:
    """Raise ValidationError for query parameters the view does not read, or cannot."""
    if request.method != "GET" or not request.query_params:
        return
    name = getattr(view, "action", None) or "get"
    found = _filters(view)
    known = ALWAYS | found.keys() | _declared(type(view), name, view)
    errors = {
        each: ["There is no such parameter here."]
        for each in request.query_params
        if each not in known
    }
    booleans = {each for each, one in found.items() if isinstance(one, filters.BooleanFilter)}
    for each in booleans | {"count"}:
        if request.query_params.get(each, "") not in TRUTHS:
            errors[each] = ["Either true or false."]
    if errors:
        raise ValidationError(errors)


def _filters(view: Any) -> dict[str, Any]:
    """Return the filters of a list by name, whether written out or named by their fields."""
    kind = getattr(view, "filterset_class", None)
    if kind is None and getattr(view, "filterset_fields", None):
        kind = DjangoFilterBackend().get_filterset_class(view, view.get_queryset())
    return dict(kind.base_filters) if kind is not None else {}


def _strangers(
    serializer: serializers.BaseSerializer[Any], data: Any, path: str = ""
) -> Iterator[tuple[str, list[str]]]:
    if isinstance(serializer, serializers.ListSerializer):
        for number, each in enumerate(data if isinstance(data, list) else ()):
            child: Any = serializer.child
            yield from _strangers(child, each, f"{path}{number}.")
    elif isinstance(serializer, serializers.Serializer) and isinstance(data, Mapping):
        for name, value in data.items():
            yield from _judged(serializer.fields.get(name), name, value, path)


def _judged(field: Any, name: str, value: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    if field is None and (path or name != VERSION):
        yield f"{path}{name}", ["There is no such field."]
    elif field is not None and field.read_only and name != VERSION:
        yield f"{path}{name}", ["This field is only read."]
    elif isinstance(field, serializers.BaseSerializer):
        yield from _strangers(field, value, f"{path}{name}.")


_known: dict[tuple[type[Any], str], frozenset[str]] = {}


def _declared(kind: type[Any], name: str, view: Any) -> frozenset[str]:
    """Return the parameters an operation is described with; they are the same every time."""
    if (kind, name) not in _known:
        handler = getattr(view, name, None)
        schema = getattr(handler, "kwargs", {}).get("schema") or kind.schema
        described = (schema if isinstance(schema, type) else type(schema))()
        described.view, described.method = view, "GET"
        parameters = described.get_override_parameters()
        _known[kind, name] = frozenset(_names(parameters))
    return _known[kind, name]


def _names(parameters: list[Any]) -> Iterator[str]:
    for each in parameters:
        if isinstance(each, OpenApiParameter):
            yield each.name
        else:
            yield from (each() if isinstance(each, type) else each).fields
