"""What somebody wants, on the wire."""

from typing import Any

from rest_framework import serializers

from core.choices import Currency
from inventory.choices import Configuration, Facing


class PriceRangeSerializer(serializers.Serializer[Any]):
    """A price range in one currency; one end may be open."""

    low = serializers.FloatField(min_value=0, required=False, allow_null=True)
    high = serializers.FloatField(min_value=0, required=False, allow_null=True)
    currency = serializers.ChoiceField(choices=Currency.choices)


def _range(**limits: Any) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.FloatField(**limits), min_length=2, max_length=2, required=False
    )


class CriteriaSerializer(serializers.Serializer[Any]):
    """What somebody wants; what is left out does not count."""

    price = PriceRangeSerializer(required=False)
    configurations = serializers.ListField(
        child=serializers.ChoiceField(choices=Configuration.choices), required=False
    )
    micro_markets = serializers.ListField(
        child=serializers.CharField(max_length=120), required=False
    )
    carpet_sqft = _range(min_value=0)
    floors = _range()
    facing = serializers.ChoiceField(choices=Facing.choices, required=False)
    possession_by = serializers.DateField(required=False)
