"""`/contacts/resolve/` tells whose contact points these are."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.api.serializers import PointDraftSerializer
from contacts.models import Contact, ContactPoint
from contacts.models.points import USABLE
from contacts.services import normal_value
from core.api.views import Api
from core.selectors.masking import sees_points

LARGEST = 200
Key = tuple[str, str]


class QuerySerializer(serializers.Serializer[Any]):
    """One person as a caller knows them."""

    points = PointDraftSerializer(many=True, allow_empty=False, max_length=20)  # type: ignore[call-arg]  # the list takes it
    region = serializers.CharField(
        max_length=2,
        required=False,
        allow_blank=True,
        default="",
        help_text="The country of numbers without a country code.",
    )


class ResolveSerializer(serializers.Serializer[Any]):
    """Up to 200 people to look for."""

    items = QuerySerializer(many=True, allow_empty=False, max_length=LARGEST)  # type: ignore[call-arg]  # the list takes it


class OutcomeSerializer(serializers.Serializer[Any]):
    """`exact`: one person claims a point; `candidate`: points lead to somebody, unsurely."""

    outcome = serializers.ChoiceField(choices=["exact", "candidate", "none"])
    uids = serializers.ListField(child=serializers.UUIDField())


class OutcomesSerializer(serializers.Serializer[Any]):
    """The outcomes, in the order of the items."""

    results = OutcomeSerializer(many=True)


class ResolveView(Api):
    """Finds people by their contact points, among those the caller may see."""

    services_may_write = True  # it only reads; POST keeps numbers out of logs
    takes_key = False
    scope = "contacts:resolve"

    @extend_schema(
        operation_id="contacts_resolve", request=ResolveSerializer, responses=OutcomesSerializer
    )
    def post(self, request: Request) -> Response:
        """Return for every item whom its points lead to; a wrong number leads nowhere."""
        if not self.caller.is_service and not sees_points(self.caller):
            raise PermissionDenied  # or a number could be asked after that is not shown
        asked = ResolveSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        items = [_keys(item) for item in asked.validated_data["items"]]
        known = _known({key for keys in items for key in keys}, request.user)
        results = [_outcome([hit for key in keys for hit in known[key]]) for keys in items]
        return Response({"results": results})


def _keys(item: dict[str, Any]) -> list[Key]:
    found = []
    for point in item["points"]:
        try:
            value = normal_value(point["kind"], point["value"], region=item["region"])
        except ValidationError:
            continue  # nobody can be on record under a value that is none
        found.append((point["kind"], value))
    return found


def _known(keys: set[Key], user: Any) -> dict[Key, list[tuple[UUID, bool]]]:
    points = ContactPoint.objects.filter(
        value_norm__in={value for _, value in keys},
        kind__in={kind for kind, _ in keys},
        status__in=USABLE,
        contact__in=Contact.objects.live().visible_to(user),
    )
    known: dict[Key, list[tuple[UUID, bool]]] = defaultdict(list)
    for kind, value, uid, claims in points.values_list(
        "kind", "value_norm", "contact__uid", "is_identity"
    ):
        known[kind, value].append((uid, claims))
    return known


def _outcome(hits: list[tuple[UUID, bool]]) -> dict[str, Any]:
    everybody = sorted({uid for uid, _ in hits})
    claimants = {uid for uid, claims in hits if claims}
    if len(claimants) == 1:
        return {"outcome": "exact", "uids": sorted(claimants)}
    return {"outcome": "candidate" if everybody else "none", "uids": everybody}
