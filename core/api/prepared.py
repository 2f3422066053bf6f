"""Lists whose JSON the database makes: no model instance, no serializer instance, no second copy.

The statement comes from the fields of the serializer, so the description, the serializer and the
database say the same; a test holds both answers equal byte for byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from django.db import connection, models
from django.db.models import Case, F, Func, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from rest_framework import serializers

from core.api.shapes import MoneyField, Shape, ShapedSerializer
from core.models import User
from core.selectors.masking import masked, masks
from core.selectors.prepared import preparing

AS_THEY_ARE = (
    serializers.CharField,
    serializers.UUIDField,
    serializers.IntegerField,
    serializers.BooleanField,
    serializers.ChoiceField,
    serializers.DateField,
    serializers.ListField,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement that takes a list of primary keys, its other parameters, and what is masked.

    Its rows are a key and the record's JSON. `places` holds entity and field by name.
    """

    statement: str
    constants: tuple[Any, ...]
    places: dict[str, tuple[str, str]]


class Iso(Func):
    """A moment as the serializers write it: in UTC, with a Z, without a fraction of zero."""

    template = (
        "replace(to_char(%(expressions)s AT TIME ZONE 'UTC',"
        """ 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000Z', 'Z')"""
    )
    output_field = models.TextField()


class AsJson(Func):
    """A text that is JSON, to be taken over as it stands."""

    template = "(%(expressions)s)::json"
    output_field = models.JSONField()


@lru_cache(maxsize=256)
def plan_of(wire: type[ShapedSerializer], fields: frozenset[str]) -> Plan:
    """Return how to read records of a serializer; raises ValidationError for an unknown field."""
    serializer = wire(context={"shape": Shape(fields)})
    model: type[models.Model] = serializer.Meta.model
    names, values = list(serializer.fields), {}
    for number, field in enumerate(serializer.fields.values()):
        values[f"c{number}"] = _expression(field)
    rows = model._base_manager.order_by().values("pk", **values)  # noqa: SLF001 -- Django's documented name
    inner, constants = rows.query.sql_with_params()
    meta = model._meta  # noqa: SLF001 -- Django's documented name
    key = f"{_quoted(meta.db_table)}.{_quoted(str(meta.pk.column))}"
    columns = ", ".join(_quoted(name) for name in ("pk", *names))
    record = ", ".join(f"q.{_quoted(name)}" for name in names)
    return Plan(
        f"SELECT q.pk, row_to_json(r)::text FROM ({inner} WHERE {key} = ANY(%s)) AS q({columns}),"  # noqa: S608 -- compiled by the ORM
        f" LATERAL (SELECT {record}) AS r",
        tuple(constants),
        serializer.places,
    )


def records(
    wire: type[ShapedSerializer], fields: frozenset[str], rows: Sequence[Any], user: User
) -> list[Any]:
    """Return the records of `rows` (each with pk and owner_id), in their order, ready to render.

    They are JSON as the database wrote it; where the user does not see a value, a dictionary
    with the mask.
    """
    plan = plan_of(wire, fields)
    with preparing() as cursor:
        keys = [row["pk"] for row in rows]
        cursor.execute(plan.statement.encode(), [*plan.constants, keys])
        made = dict(cursor.fetchall())
    hidden = {owned: _hidden(plan, user, owned=owned) for owned in (False, True)}
    return [_veiled(made[row["pk"]], hidden[row["owner_id"] == user.pk]) for row in rows]


def _veiled(record: str, hidden: dict[str, str]) -> Any:
    if not hidden:
        return orjson.Fragment(record)
    values = orjson.loads(record)
    return values | {name: masked(mask, values[name]) for name, mask in hidden.items()}


def _hidden(plan: Plan, user: User, *, owned: bool) -> dict[str, str]:
    found = {}
    for name, (entity, field) in plan.places.items():
        if mask := masks(user, entity, owned=owned).get(field):
            found[name] = mask
    return found


def _expression(field: "serializers.Field[Any, Any, Any, Any]") -> Any:
    """Return what the database computes a field of the wire by; raises TypeError for no way."""
    source = str(field.source).replace(".", "__")
    if isinstance(field, MoneyField):
        return _money(*field.columns)
    if isinstance(field, serializers.SlugRelatedField):
        return F(f"{source}__{field.slug_field}")
    if isinstance(field, serializers.DateTimeField):
        return Iso(F(source))
    if not isinstance(field, AS_THEY_ARE):
        raise TypeError(f"{field.field_name} cannot be written by the database")
    default = field.default
    if "." in str(field.source) and default not in (serializers.empty, None):
        return Coalesce(F(source), Value(default))
    return F(source)


def _money(amount: str, currency: str) -> Case:
    """Return the expression for `{"amount": "1.00", "currency": "INR"}`, null without an amount."""
    text = Concat(
        Value('{"amount":"'), Cast(F(amount), models.TextField()),
        Value('","currency":"'), F(currency), Value('"}'),
        output_field=models.TextField(),
    )  # fmt: skip
    return Case(When(**{f"{amount}__isnull": False}, then=AsJson(text)), default=None)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
