"""Records that have an owner: what every row has, and archive, restore, assign."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.errors import GoneError, IllegalTransitionError, MergedError
from core.api.rows import RowViewSet
from core.choices import State
from core.models import OwnedModel, Team, User
from core.selectors.changing import READ_ONLY, may_change
from core.selectors.merged import survivor_of
from core.services import archive, assign, note_view, restore


class ReasonSerializer(serializers.Serializer[Any]):
    """Why something is done."""

    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class NewOwnerSerializer(ReasonSerializer):
    """Whose a record becomes; its team is the new owner's unless another is named."""

    owner = serializers.SlugRelatedField[Any](
        slug_field="username", queryset=User.objects.filter(is_active=True)
    )
    team = serializers.SlugRelatedField[Any](
        slug_field="name", queryset=Team.objects.all(), required=False
    )


class OwnedViewSet(RowViewSet):
    """The views of one kind of owned record.

    Whom a record is hidden from gets 404; the uid of a merged record reads as its survivor's.
    """

    model: type[OwnedModel]

    def owned(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values of a new record: the caller owns it unless somebody else is named."""
        owner = values.get("owner") or self.caller
        return {"team": owner.team, **values, "owner": owner}

    def readable(self, uid: UUID) -> Any:
        """Return a record to read; a merged one gives the record it went into."""
        return readable_row(self.get_queryset(), self.model, uid)

    def opened(self, row: Any) -> None:
        """Write down who opens a restricted record that is not theirs."""
        note_view(row, by=self.caller)

    def writable(self, uid: UUID) -> Any:
        """Return a record to change; refuses merged ones and those shared to be read only."""
        return changeable_row(self.get_queryset(), self.model, uid, self.caller)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, uid: UUID) -> Response:
        """Take a record out of every list; nothing is lost."""
        return self._move(request, uid, State.ACTIVE, archive)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, uid: UUID) -> Response:
        """Bring an archived record back."""
        return self._move(request, uid, State.ARCHIVED, restore)

    @extend_schema(request=NewOwnerSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, uid: UUID) -> Response:
        """Give a record to another person."""
        asked = NewOwnerSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        row = assign(
            self.writable(uid),
            owner=values["owner"],
            team=values.get("team"),
            by=self.caller,
            cause=values["reason"],
        )
        return self.again(row)

    def _move(self, request: Request, uid: UUID, before: State, service: Any) -> Response:
        reason = ReasonSerializer(data=request.data)
        reason.is_valid(raise_exception=True)
        row = self.writable(uid)
        if row.state != before:
            raise IllegalTransitionError(f"It is {row.state}, not {before}.", state=row.state)
        return self.again(service(row, by=self.caller, cause=reason.validated_data["reason"]))


def readable_row(visible: "QuerySet[Any]", model: type[OwnedModel], uid: UUID) -> Any:
    """Return the row of a uid, or its survivor, out of the visible rows.

    A survivor carries the merged uid as `redirected_from`. Raises Http404 when the caller may
    not see it, GoneError when it was erased.
    """
    row = visible.filter(uid=uid).first()
    if row is None or row.state == State.MERGED:
        row = visible.filter(pk=survivor_of(model, uid)).first()
    if row is None:
        raise Http404
    if row.state == State.ERASED:
        raise GoneError
    row.redirected_from = None if row.uid == uid else uid
    return row


def writable_row(visible: "QuerySet[Any]", model: type[OwnedModel], uid: UUID) -> Any:
    """Return the row of a uid; raises MergedError naming the survivor of a merged one."""
    row = readable_row(visible, model, uid)
    if row.redirected_from:
        raise MergedError(merged_into=str(row.uid))
    return row


def changeable_row(visible: "QuerySet[Any]", model: type[OwnedModel], uid: UUID, user: User) -> Any:
    """Return the row of a uid to change; raises PermissionDenied for one shared to be read."""
    row = writable_row(visible, model, uid)
    if not may_change(row, user):
        raise PermissionDenied(READ_ONLY)
    return row
