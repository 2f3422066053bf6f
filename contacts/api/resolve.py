"""`/contacts/resolve/` tells whose contact points these are."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.choices import PointKind
from contacts.models import Contact, ContactPoint
from contacts.models.points import USABLE
from contacts.registry import known_as
from contacts.services import normal_value
from core.api.scopes import names
from core.api.views import Api
from core.selectors.masking import sees_points

LARGEST = 200
NAMED = "named by "  # begins the kind of a key that is no point
Key = tuple[str, str]
Hits = dict[Key, list[tuple[UUID, bool]]]


class KnownPointSerializer(serializers.Serializer[Any]):
    """A contact point, or the SHA-256 of its normal form in hex: nobody has to tell a number."""

    kind = serializers.ChoiceField(choices=PointKind.choices)
    value = serializers.CharField(max_length=254, required=False)
    hash = serializers.RegexField(r"^[0-9a-fA-F]{64}$", required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values, one of both."""
        if ("value" in attrs) == ("hash" in attrs):
            raise serializers.ValidationError("Give a value or a hash.")
        return attrs


class ExternalSerializer(serializers.Serializer[Any]):
    """What a system calls them."""

    system = serializers.CharField(max_length=60, help_text="The code of the system.")
    id = serializers.CharField(max_length=200)


class QuerySerializer(serializers.Serializer[Any]):
    """One person as a caller knows them: by points, by another system's id, or by both."""

    points = KnownPointSerializer(many=True, required=False, max_length=20)  # type: ignore[call-arg]  # the list takes it
    external = ExternalSerializer(required=False)
    region = serializers.CharField(
        max_length=2,
        required=False,
        allow_blank=True,
        default="",
        help_text="The country of numbers without a country code.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values; somebody nothing is known of is refused."""
        if not attrs.get("points") and "external" not in attrs:
            raise serializers.ValidationError("Give points or an external id.")
        return attrs


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
    """Finds people by their contact points, among those the caller may see.

    A machine whose token names `contacts:resolve` is told uids of everybody, and nothing more: it
    sees no contact, and has to say whom its signs, touches and messages are about.
    """

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
        wanted = {key for keys in items for key in keys}
        people = Contact.objects.live()
        if not names(request, self.scope):
            people = people.visible_to(self.caller)
        known = _known(wanted, people) | _named(wanted, people)
        results = [_outcome([hit for key in keys for hit in known.get(key, ())]) for keys in items]
        return Response({"results": results})


def _keys(item: dict[str, Any]) -> list[Key]:
    found = []
    if external := item.get("external"):
        found.append((f"{NAMED}{external['system']}", external["id"]))
    for point in item.get("points", ()):
        if "hash" in point:
            found.append((f"{NAMED}sha256:{point['kind']}", point["hash"].lower()))
            continue
        try:
            value = normal_value(point["kind"], point["value"], region=item["region"])
        except ValidationError:
            continue  # nobody can be on record under a value that is none
        found.append((point["kind"], value))
    return found


def _known(keys: set[Key], people: "QuerySet[Any]") -> Hits:
    points = ContactPoint.objects.filter(
        value_norm__in={value for _, value in keys},
        kind__in={kind for kind, _ in keys},
        status__in=USABLE,
        contact__in=people,
    )
    known: Hits = defaultdict(list)
    for kind, value, uid, claims in points.values_list(
        "kind", "value_norm", "contact__uid", "is_identity"
    ):
        known[kind, value].append((uid, claims))
    return known


def _named(keys: set[Key], people: "QuerySet[Any]") -> Hits:
    """Return whom hashes and the ids of other systems lead to."""
    found = {
        (kind, name): known_as(kind.removeprefix(NAMED), name)
        for kind, name in keys
        if kind.startswith(NAMED) and "\0" not in kind + name
    }
    everybody = set().union(*found.values())
    seen = set(people.filter(uid__in=everybody).values_list("uid", flat=True))
    return {key: [(uid, True) for uid in sorted(uids & seen)] for key, uids in found.items()}


def _outcome(hits: list[tuple[UUID, bool]]) -> dict[str, Any]:
    everybody = sorted({uid for uid, _ in hits})
    claimants = {uid for uid, claims in hits if claims}
    if len(claimants) == 1:
        return {"outcome": "exact", "uids": sorted(claimants)}
    return {"outcome": "candidate" if everybody else "none", "uids": everybody}
