"""`/contacts/bulk/`: one act on many people, answered person by person."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from activities.services import refuse_over
from approvals.models import Proposal
from client360.services import LARGEST, OPS, Act, Outcome, act_on_many, people_for, permission_for
from contacts.filters import ContactFilterSet
from core.api.strict import check_body
from core.api.views import Api
from core.choices import State
from core.models import User

NEEDED = {"assign": "owner", "tag": "tags", "untag": "tags", "task": "title"}
TOLD = ("op", "owner", "tags", "title", "due_at", "reason")


class BulkSerializer(serializers.Serializer[Any]):
    """What to do with whom: `uids`, or all people a `filter` of `/contacts/` keeps.

    A filter says whom it keeps: an empty one is refused. `restore` brings back archived people.
    `owner` for assign, `tags` for tag and untag, `title` and `due_at` for task. `versions` names
    the versions the caller saw, by uid.
    """

    op = serializers.ChoiceField(choices=list(OPS))
    uids = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=LARGEST, required=False
    )
    filter = serializers.DictField(child=serializers.CharField(), required=False)
    versions = serializers.DictField(child=serializers.IntegerField(), required=False, default=dict)
    owner = serializers.SlugRelatedField[Any](
        slug_field="username", queryset=User.objects.filter(is_active=True), required=False
    )
    tags = serializers.ListField(
        child=serializers.CharField(max_length=60), allow_empty=False, required=False
    )
    title = serializers.CharField(max_length=200, required=False)
    due_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, validators=[refuse_over]
    )
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values; the act's own value and one way to name people have to be there."""
        needed = NEEDED.get(attrs["op"])
        if needed and needed not in attrs:
            raise serializers.ValidationError({needed: [f"{attrs['op']} needs it."]})
        if ("uids" in attrs) == ("filter" in attrs):
            raise serializers.ValidationError("Give uids or a filter.")
        given = {name for name, value in attrs.get("filter", {}).items() if value}
        if "filter" in attrs and not given - {"state"}:
            words = "It keeps everybody: say whom it keeps, or name them by uids."
            raise serializers.ValidationError({"filter": [words]})
        return attrs


class BulkOutcomeSerializer(serializers.Serializer[Any]):
    """What became of one person."""

    uid = serializers.UUIDField()
    outcome = serializers.ChoiceField(
        choices=["done", "unchanged", "not_found", "forbidden", "version_conflict", "invalid"]
    )
    version = serializers.IntegerField(required=False)
    detail = serializers.CharField(required=False)


class BulkResultSerializer(serializers.Serializer[Any]):
    """The outcomes in the order asked; `partial_failure` says that some failed."""

    partial_failure = serializers.BooleanField()
    results = BulkOutcomeSerializer(many=True)


class BulkProposedSerializer(serializers.Serializer[Any]):
    """The proposal a large request became."""

    proposal = serializers.UUIDField()
    state = serializers.CharField()
    items = serializers.IntegerField()


class BulkView(Api):
    """One act on many people."""

    def write_permission(self) -> str:
        """Return the permission the act asks for."""
        data = self.request.data
        return permission_for(str(data.get("op")) if isinstance(data, dict) else "")

    @extend_schema(
        operation_id="contacts_bulk",
        request=BulkSerializer,
        responses={200: BulkResultSerializer, 202: BulkProposedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Do one thing to up to 50 people, each for itself; more become a proposal (202).

        Tasks are no change of a record: up to 1,000 are added at once.
        """
        asked = BulkSerializer(data=request.data)
        check_body(asked, request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        act = Act(**{name: values[name] for name in TOLD if name in values})
        answer = act_on_many(act, self._uids(values), by=self.caller, versions=values["versions"])
        if isinstance(answer, Proposal):
            items = answer.current_items.count()
            body = {"proposal": answer.uid, "state": answer.state, "items": items}
            return Response(BulkProposedSerializer(body).data, status=202)
        failed = any(each.failed for each in answer)
        body = {"partial_failure": failed, "results": [_told(each) for each in answer]}
        return Response(BulkResultSerializer(body).data)

    def _uids(self, values: dict[str, Any]) -> list[UUID]:
        if "uids" in values:
            return list(dict.fromkeys(values["uids"]))
        asked = dict(values["filter"])
        if values["op"] == "restore":
            asked.setdefault("state", State.ARCHIVED.value)
        people = people_for(values["op"], self.caller)
        kept = ContactFilterSet(asked, people, request=self.request)
        if unknown := sorted(values["filter"].keys() - kept.filters.keys()):
            raise ValidationError({"filter": [f"There is no filter {', '.join(unknown)}."]})
        if not kept.is_valid():
            raise ValidationError({"filter": kept.errors})
        uids = list(kept.qs.order_by("id").values_list("uid", flat=True)[: LARGEST + 1])
        if not uids or len(uids) > LARGEST:
            raise ValidationError({"filter": [f"It keeps nobody, or more than {LARGEST}."]})
        return uids


def _told(outcome: Outcome) -> dict[str, Any]:
    """Return what became of one person, without what there is not to say."""
    said = {"version": outcome.version, "detail": outcome.detail}
    kept = {name: value for name, value in said.items() if value}
    return {"uid": outcome.uid, "outcome": outcome.outcome, **kept}
