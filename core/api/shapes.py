"""The shape of a record on the wire: references, money, chosen and expanded fields."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from core.api.errors import MergedError
from core.choices import Currency
from core.models import OwnedModel, User, entity_type
from core.querysets import OwnedQuerySet
from core.selectors.masking import masked, masks
from core.selectors.merged import survivor_of

# what an answer that may lack fields is called, so that nobody takes it for the whole record
PART = "application/vnd.velocity.part+json"


@dataclass(frozen=True, slots=True)
class Shape:
    """Which fields a caller asked for (none named means all) and which references to expand."""

    fields: frozenset[str] = frozenset()
    expand: frozenset[str] = frozenset()

    @classmethod
    def of(cls, request: Request) -> "Shape":
        """Return the shape `?fields=` and `?expand=` ask for."""
        return cls(_names(request, "fields"), _names(request, "expand"))


def _names(request: Request, parameter: str) -> frozenset[str]:
    return frozenset(filter(None, request.query_params.get(parameter, "").split(",")))


class Reference(serializers.SlugRelatedField[Any]):
    """Another record by its public name; `brief` is the serializer `?expand=` writes it with.

    Only records the caller may see can be referred to.
    """

    def __init__(
        self, *, brief: "type[serializers.BaseSerializer[Any]] | None" = None, **kwargs: Any
    ) -> None:
        self.brief = brief
        super().__init__(**kwargs)

    def get_queryset(self) -> "QuerySet[Any] | None":
        """Return the rows a write may refer to, None for a reference that is only read."""
        rows = super().get_queryset()
        if isinstance(rows, OwnedQuerySet) and issubclass(rows.model, OwnedModel):
            return rows.live().visible_to(self.context["request"].user)
        return rows

    def to_internal_value(self, data: Any) -> Any:
        """Return the row; raises MergedError naming the survivor of one that was merged."""
        try:
            return super().to_internal_value(data)
        except ValidationError:
            if survivor := self._survivor(data):
                raise MergedError(merged_into=str(survivor.uid)) from None
            raise

    def _survivor(self, data: Any) -> Any:
        """Return the row a merged one went into, None where the caller may not see it."""
        seen = self.get_queryset()
        if seen is None or self.slug_field != "uid" or not _is_uid(data):
            return None
        return seen.filter(pk=survivor_of(seen.model, data)).first()

    def to_representation(self, obj: Any) -> Any:
        """Return the public name, or the record when it is to be written out."""
        shape: Shape = self.context.get("shape", Shape())
        if self.brief is not None and self.field_name in shape.expand:
            # the shape that was asked for is that of the record itself
            context = {name: value for name, value in self.context.items() if name != "shape"}
            return self.brief(obj, context=context).data
        return super().to_representation(obj)


class ShapedSerializer(serializers.ModelSerializer[Any]):
    """A record whose caller may choose its fields; the view puts the `Shape` into the context."""

    def get_fields(self) -> dict[str, Any]:
        """Return the fields asked for; raises ValidationError for a name there is not."""
        fields = super().get_fields()
        shape: Shape | None = self.context.get("shape")
        if shape is None or not self._is_root():
            return fields
        _refuse_unknown("fields", shape.fields - fields.keys())
        can = {name for name, each in fields.items() if getattr(each, "brief", None)}
        _refuse_unknown("expand", shape.expand - can)
        return {n: f for n, f in fields.items() if not shape.fields or n in shape.fields}

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Return the record with masks in the place of what the caller does not see."""
        shown: dict[str, Any] = super().to_representation(instance)
        user = getattr(self.context.get("request"), "user", None)
        if not isinstance(user, User):
            return shown
        owned = getattr(instance, "owner_id", None) == user.pk
        for name, (entity, field) in self.places.items():
            mask = masks(user, entity, owned=owned).get(field)
            if mask and name in shown:
                shown[name] = masked(mask, shown[name])
        return shown

    @cached_property
    def places(self) -> dict[str, tuple[str, str]]:
        """Which entity and field each value comes from; `summary.phone` is one of the summary."""
        model: type[models.Model] = self.Meta.model
        found: dict[str, tuple[str, str]] = {}
        for name, field in self.fields.items():
            first, _, rest = str(field.source).partition(".")
            if rest:
                related: Any = model._meta.get_field(first).related_model  # noqa: SLF001 -- Django's documented name
                found[name] = (entity_type(related), rest)
            elif first != "*":
                found[name] = (entity_type(model), first)
        return found

    def _is_root(self) -> bool:
        above = self.parent
        if isinstance(above, serializers.ListSerializer):
            above = above.parent
        return above is None


def _is_uid(text: Any) -> bool:
    try:
        return bool(UUID(str(text)))
    except ValueError:
        return False


def _refuse_unknown(parameter: str, unknown: frozenset[str]) -> None:
    if unknown:
        raise ValidationError({parameter: [f"There is no {', '.join(sorted(unknown))} here."]})


class MoneySerializer(serializers.Serializer[Any]):
    """An exact amount in a currency."""

    amount = serializers.DecimalField(max_digits=16, decimal_places=2, min_value=0)
    currency = serializers.ChoiceField(choices=Currency.choices)


@extend_schema_field(MoneySerializer)
class MoneyField(serializers.Field[Any, Any, Any, Any]):
    """A pair of columns, amount and currency, as `{"amount": "1.00", "currency": "INR"}`."""

    def __init__(self, amount: str, currency: str, **kwargs: Any) -> None:
        self.columns = (amount, currency)
        super().__init__(source="*", allow_null=True, **kwargs)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Return the two columns' values."""
        inner = MoneySerializer(data=data)
        inner.is_valid(raise_exception=True)
        amount, currency = self.columns
        return {amount: inner.validated_data["amount"], currency: inner.validated_data["currency"]}

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        """Return null as an empty amount; `source="*"` would drop it."""
        if data is None:
            return True, {self.columns[0]: None}
        return super().validate_empty_values(data)

    def to_representation(self, value: Any) -> dict[str, str] | None:
        """Return the money of a row, null where there is none."""
        amount: Decimal | None = getattr(value, self.columns[0])
        if amount is None:
            return None
        return {"amount": f"{amount:.2f}", "currency": getattr(value, self.columns[1])}
