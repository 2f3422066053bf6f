"""The change feed: what changed, in an order that misses nothing."""

import re
import time
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.pagination import limit_of
from core.api.views import Api
from core.choices import FeedOp
from core.models import ChangeEvent
from core.selectors import BadCursorError, changes_served
from core.selectors.telling import models_by_type, told

LARGEST = 1000
LONGEST_WAIT = 25
PAUSE = 0.5  # seconds between two looks of a waiting reader
_POSITION = re.compile(r"(\d{1,18})-(\d{1,18})")


class ChangeEventSerializer(serializers.Serializer[Any]):
    """One change of one record; it carries no values: fetch the record under your own rights."""

    id = serializers.IntegerField(source="event.pk")
    type = serializers.CharField(source="event.entity_type")
    uid = serializers.UUIDField(source="event.entity_uid")
    version = serializers.IntegerField(source="event.version")
    op = serializers.ChoiceField(choices=FeedOp.choices)
    into = serializers.UUIDField(allow_null=True, help_text="The survivor of a merge.")
    changed_fields = serializers.ListField(
        child=serializers.CharField(), source="event.changed_fields"
    )
    at = serializers.DateTimeField(source="event.at")
    cause = serializers.CharField(source="event.cause")


class ChangePageSerializer(serializers.Serializer[Any]):
    """Events and the cursor to go on from."""

    events = ChangeEventSerializer(many=True)
    next = serializers.CharField(help_text="Give it as `after`; keep it with what you wrote.")
    lag_s = serializers.FloatField(help_text="How old the last event is while more wait; else 0.")


class ChangesView(Api):
    """The change feed."""

    @extend_schema(
        operation_id="changes_list",
        parameters=[
            OpenApiParameter("after", OpenApiTypes.STR, description="`next` of the last answer."),
            OpenApiParameter("types", OpenApiTypes.STR, description="contact,account"),
            OpenApiParameter("limit", OpenApiTypes.INT),
            OpenApiParameter("wait", OpenApiTypes.INT, description="Seconds to wait, at most 25."),
        ],
        responses=ChangePageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return the changes after a cursor, or wait for some.

        A page may hold fewer events than `limit`: those of records the caller may not see are
        left out. Events of one record may come out of order; `version` tells which is newer.
        410 `resync_required`: take `/snapshot/{type}/` of what you keep, and go on from there.
        """
        position = _position(request.query_params.get("after", ""))
        types = [name for name in request.query_params.get("types", "").split(",") if name]
        if strange := [name for name in types if name not in models_by_type()]:
            raise ValidationError({"types": [f"There is no type {', '.join(strange)}."]})
        limit = limit_of(request, LARGEST)
        found = _awaited(position, types, limit, _seconds(request))
        if found:
            position = found[-1].xid, found[-1].pk
        lag = (timezone.now() - found[-1].at).total_seconds() if len(found) == limit else 0.0
        page = {"events": told(found, self.caller), "next": "{}-{}".format(*position)}
        return Response(ChangePageSerializer({**page, "lag_s": round(lag, 3)}).data)


def _awaited(
    position: tuple[int, int], types: list[str], limit: int, seconds: int
) -> list[ChangeEvent]:
    until = time.monotonic() + seconds
    while not (found := changes_served(position, types=types, limit=limit)):
        if time.monotonic() >= until:
            break
        time.sleep(PAUSE)
    return found


def _position(cursor: str) -> tuple[int, int]:
    if not cursor:
        return 0, 0
    parts = _POSITION.fullmatch(cursor)
    if parts is None:
        raise BadCursorError("`after` is not a cursor of this feed; leave it out to begin")
    return int(parts[1]), int(parts[2])


def _seconds(request: Request) -> int:
    text = request.query_params.get("wait", "0")
    if not (text.isascii() and text.isdecimal() and len(text) < len("1000")):
        raise ValidationError({"wait": ["Write a number of seconds."]})
    return min(int(text), LONGEST_WAIT)
