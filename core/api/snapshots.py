"""`/snapshot/{type}/`: all records of a type, to begin with or to begin anew."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.pagination import limit_of
from core.api.views import Api
from core.querysets import SEES_EVERYTHING
from core.registry import feed_of
from core.selectors import BadCursorError, newest_position
from core.selectors.telling import models_by_type

LARGEST = 1000


class SnapshotRowSerializer(serializers.Serializer[Any]):
    """One record: fetch it under your own rights."""

    uid = serializers.UUIDField()
    version = serializers.IntegerField()


class FeedSnapshotSerializer(serializers.Serializer[Any]):
    """A page of records; when `next` is null, go on with `/changes/?after=<changes_after>`."""

    results = SnapshotRowSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    changes_after = serializers.CharField()


class SnapshotView(Api):
    """All records of one type."""

    scope = "changes:read"

    @extend_schema(
        operation_id="snapshot",
        parameters=[
            OpenApiParameter("cursor", OpenApiTypes.STR, description="`next` of the last page."),
            OpenApiParameter("limit", OpenApiTypes.INT, description=f"At most {LARGEST}."),
        ],
        responses=FeedSnapshotSerializer,
    )
    def get(self, request: Request, entity_type: str) -> Response:
        """Return the records of a type the caller may see, and where in the feed to go on.

        `changes_after` is where the feed stood before the first page, so nothing falls between.
        """
        rows = self._rows(entity_type)
        position, last = _opened(request.query_params.get("cursor", ""))
        limit = limit_of(request, LARGEST)
        page = list(rows.filter(id__gt=last).order_by("id").values("id", "uid", "version")[:limit])
        more = len(page) == limit
        return Response(
            FeedSnapshotSerializer(
                {
                    "results": page,
                    "next": f"{position}-{page[-1]['id']}" if more else None,
                    "changes_after": position,
                }
            ).data
        )

    def _rows(self, entity_type: str) -> Any:
        if rule := feed_of(entity_type):
            return rule(self.caller)
        model = models_by_type().get(entity_type)
        if model is None or not self.caller.has_perm(SEES_EVERYTHING):
            raise NotFound
        return model._base_manager.all()  # noqa: SLF001 -- Django's documented name


def _opened(cursor: str) -> tuple[str, int]:
    if not cursor:
        return "{}-{}".format(*newest_position()), 0
    position, _, last = cursor.rpartition("-")
    numbers = [*position.split("-"), last]
    if len(numbers) != len(("xid", "id", "last")) or not all(_is_number(n) for n in numbers):
        raise BadCursorError("this is no cursor of a snapshot; begin without one")
    return position, int(last)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < len("9" * 19)
