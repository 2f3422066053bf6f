"""`/contacts/lookalikes/` tells who may be on record already, while a person is typed in."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.api.serializers import PointDraftSerializer
from contacts.registry import Lookalike, lookalikes
from core.api.views import Api


class TypedPersonSerializer(serializers.Serializer[Any]):
    """As much of a person as is typed; everything may be left out."""

    full_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    given_name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    middle_name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    family_name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    date_of_birth = serializers.DateField(required=False, allow_null=True)
    company_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    residence_country = serializers.CharField(
        max_length=2,
        required=False,
        allow_blank=True,
        help_text="Of numbers without a country code; the house's without it.",
    )
    city = serializers.CharField(max_length=100, required=False, allow_blank=True)
    postal_code = serializers.CharField(max_length=20, required=False, allow_blank=True)
    points = PointDraftSerializer(many=True, required=False, max_length=20)  # type: ignore[call-arg]  # the list takes it


class LookalikeSerializer(serializers.Serializer[Any]):
    """Somebody who may be the same person."""

    uid = serializers.UUIDField()
    full_name = serializers.CharField()
    score = serializers.FloatField(help_text="The probability.")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="What speaks for it.")
    doubts = serializers.ListField(child=serializers.CharField(), help_text="What against it.")


class LookalikesSerializer(serializers.Serializer[Any]):
    """The likeliest first, five at most."""

    results = LookalikeSerializer(many=True)


class LookalikesView(Api):
    """Finds people who may be the one being typed, among those the caller may see."""

    services_may_write = True  # it only reads; POST keeps names and numbers out of logs
    takes_key = False
    scope = "contacts:resolve"

    @extend_schema(
        operation_id="contacts_lookalikes",
        request=TypedPersonSerializer,
        responses=LookalikesSerializer,
    )
    def post(self, request: Request) -> Response:
        """Return who may be this person, with reasons and doubts in words."""
        asked = TypedPersonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        fields = dict(asked.validated_data)
        points = fields.pop("points", [])
        return Response({"results": told(lookalikes(fields, points, by=self.caller))})


def told(found: Sequence[Lookalike]) -> list[dict[str, Any]]:
    """Return lookalikes as the answers name them."""
    return [
        {
            "uid": str(each.contact.uid),
            "full_name": each.contact.full_name,
            "score": round(each.probability, 4),
            "reasons": each.reasons,
            "doubts": each.doubts,
        }
        for each in found
    ]
