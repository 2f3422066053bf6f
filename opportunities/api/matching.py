"""`/matches/compute/`: units that fit."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.models import Contact
from core.api.owned import readable_row
from core.api.views import Api
from opportunities.api.criteria import CriteriaSerializer
from opportunities.services import matches_for, refresh_matches


class MatchQuerySerializer(serializers.Serializer[Any]):
    """A contact, whose open descriptions count, or criteria."""

    contact = serializers.UUIDField(required=False)
    criteria = CriteriaSerializer(required=False)
    limit = serializers.IntegerField(min_value=1, max_value=100, required=False, default=20)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values; exactly one of the two has to be there."""
        if ("contact" in attrs) == ("criteria" in attrs):
            raise serializers.ValidationError("Give a contact or criteria.")
        return attrs


class CriterionSerializer(serializers.Serializer[Any]):
    """One criterion: what is wanted, what the unit has, and the points it earned."""

    criterion = serializers.CharField()
    wanted = serializers.JSONField()
    has = serializers.JSONField(allow_null=True)
    points = serializers.FloatField()
    of = serializers.FloatField()
    hard_fail = serializers.BooleanField()


class MatchSerializer(serializers.Serializer[Any]):
    """A unit that fits."""

    unit = serializers.UUIDField(source="unit.uid")
    unit_name = serializers.CharField(source="unit")
    project = serializers.UUIDField(source="unit.project.uid")
    score = serializers.FloatField(source="fit.score", help_text="0 to 100.")
    explanation = CriterionSerializer(source="fit.explanation", many=True)


class MatchesSerializer(serializers.Serializer[Any]):
    """The units that fit, the best first."""

    results = MatchSerializer(many=True)


class MatchesView(Api):
    """Units that fit a wish."""

    services_may_write = True  # what it keeps is derived, and made anew at every call
    takes_key = False

    @extend_schema(
        operation_id="matches_compute", request=MatchQuerySerializer, responses=MatchesSerializer
    )
    def post(self, request: Request) -> Response:
        """Return the available units that fit, each explained; those of a contact are kept."""
        asked = MatchQuerySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        if "contact" in values:
            seen = Contact.objects.visible_to(self.caller)
            contact = readable_row(seen, Contact, values["contact"])
            found = refresh_matches(contact, most=values["limit"])
        else:
            found = matches_for(asked.data["criteria"], most=values["limit"])
        return Response(MatchesSerializer({"results": found}).data)


urlpatterns = [
    path("matches/compute/", MatchesView.as_view(), name="matches-compute"),
]
