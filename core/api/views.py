"""The bases of every view: who may write, repeated requests, rate headers, shaped answers."""

from functools import partial
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from core.api.errors import CONTENT_TYPE
from core.api.pagination import PLAIN
from core.api.permissions import MayWrite, ServicesPropose
from core.api.prepared import records
from core.api.requests import fingerprint, plain
from core.api.schema import ApiSchema
from core.api.scopes import InScope
from core.api.shapes import PART, MoneyField, Shape, ShapedSerializer
from core.api.strict import check_body, check_query
from core.api.throttling import TokenThrottle
from core.api.versioning import Deprecation, version_headers
from core.api.versions import etag
from core.models import CanonicalModel, IdempotencyRecord, User
from core.selectors.people import runs_the_house
from core.services import idempotency

KEPT_HEADERS = ("Location", "ETag")
RETRIED = (423, 429)
CHOOSING = ("fields", "as_of")


class Api(APIView):
    """A view of the API.

    Writes ask for `write_permission`, services may not write unless `services_may_write`, a
    POST with an Idempotency-Key is done once. `takes_key = False` marks a POST that only reads.
    """

    schema = ApiSchema()
    permission_classes = [IsAuthenticated, ServicesPropose, InScope, MayWrite]
    throttle_classes = [TokenThrottle]
    services_may_write = False
    takes_key = True
    deprecated: Deprecation | None = None
    _claimed: IdempotencyRecord | None = None
    _throttles: "list[BaseThrottle] | None" = None

    @property
    def caller(self) -> User:
        """The login that calls; the permission check saw to it that there is one."""
        return cast("User", self.request.user)

    def write_permission(self) -> str | None:
        """Return the Django permission a write asks for; None: the service behind decides."""
        return None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check who calls, then see to it that a repeated POST is done once."""
        super().initial(request, *args, **kwargs)
        check_query(self, request)
        if request.method != "POST" or not self.takes_key:
            return
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > idempotency.LONGEST_KEY:
            raise ValidationError({"Idempotency-Key": ["At most 255 characters."]})
        if key:
            method = request.method.lower()
            handler = getattr(self, method, self.http_method_not_allowed)
            setattr(self, method, partial(self._once, key, handler))
        elif self.caller.is_service:
            raise ValidationError(
                {"Idempotency-Key": ["A service sends an Idempotency-Key with every POST."]}
            )

    def _once(
        self, key: str, handler: Any, request: Request, *args: Any, **kwargs: Any
    ) -> Response:
        record = idempotency.claim(
            self.caller,
            key,
            method=str(request.method),
            path=request.get_full_path(),
            body=fingerprint(request),
        )
        if record.status is not None:
            return _again(record)
        self._claimed = record
        with transaction.atomic():
            response: Response = handler(request, *args, **kwargs)
            self._remember(record, response)
        self._claimed = None
        return response

    def handle_exception(self, exc: Exception) -> Response:
        """Return the answer to an exception; it is the lasting answer to a claimed key too."""
        response = super().handle_exception(exc)
        record, self._claimed = self._claimed, None
        if record is None:
            return response
        if response.status_code >= 500 or response.status_code in RETRIED:  # noqa: PLR2004 -- HTTP's class of server errors
            idempotency.release(record)
        else:
            self._remember(record, response)
        return response

    def _remember(self, record: IdempotencyRecord, response: Response) -> None:
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        kept = {"body": plain(response.data), "headers": headers}
        idempotency.complete(record, status=response.status_code, response=kept)

    def get_throttles(self) -> "list[BaseThrottle]":
        """Return the throttles of this request, the same ones at every call."""
        if self._throttles is None:
            self._throttles = super().get_throttles()
        return self._throttles

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Return the answer with the RateLimit header fields and the version of the API."""
        for throttle in self._throttles or []:
            if isinstance(throttle, TokenThrottle):
                for name, value in throttle.headers().items():
                    response[name] = value
        for name, value in version_headers(self.deprecated).items():
            response[name] = value
        return super().finalize_response(request, response, *args, **kwargs)


class HouseOnly(Api):
    """A view for those who look after the system."""

    def check_permissions(self, request: Request) -> None:
        """Let in who runs the house; raises PermissionDenied."""
        super().check_permissions(request)
        if not runs_the_house(self.caller):
            raise PermissionDenied


class ApiViewSet(Api, GenericViewSet[Any]):
    """A set of views over one kind of rows; `orders` are the orders of its lists."""

    lookup_field = "uid"
    lookup_value_converter = "uuid"
    http_method_names = ["get", "post", "patch", "head", "options"]
    orders: dict[str, tuple[str, ...]] = {"id": ("id",)}
    shapes = True
    prepared = False  # yes: the database writes the JSON of the lists
    new_class: "type[BaseSerializer[Any]] | None" = None

    @property
    def composed(self) -> dict[str, MoneyField]:
        """Return the fields of the wire that are several columns, by name."""
        fields = getattr(self.get_serializer(), "fields", {})
        return {name: each for name, each in fields.items() if isinstance(each, MoneyField)}

    def reading(self, rows: Any, shape: Shape | None = None, **options: Any) -> BaseSerializer[Any]:
        """Return the serializer of an answer, in the shape the caller asked for."""
        shape = shape or Shape.of(self.request)
        context = {**self.get_serializer_context(), "shape": shape}
        return self.get_serializer_class()(rows, context=context, **options)

    def paged(self, rows: "QuerySet[Any]") -> Response:
        """Return one page of a list."""
        shape = Shape.of(self.request)
        if self.prepared and not shape.expand:
            page = self.paginate_queryset(rows.select_related(None).values(*self._keys()))
            wire = cast("type[ShapedSerializer]", self.get_serializer_class())
            found = records(wire, shape.fields, page or (), self.caller)
            return self.get_paginated_response(found)
        return self.get_paginated_response(
            self.reading(self.paginate_queryset(rows), many=True).data
        )

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Return the rows the request asks for; without a filter none is built."""
        unasked = getattr(getattr(self, "filterset_class", None), "unasked", None)
        if unasked and not self.request.query_params.keys() - PLAIN:
            found: QuerySet[Any] = unasked(queryset)
            return found
        return super().filter_queryset(queryset)

    def _keys(self) -> "set[str]":
        """Return the columns a page of prepared rows is told by."""
        return {"pk", "owner_id"} | {n.lstrip("-") for names in self.orders.values() for n in names}

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Return the answer; one of chosen fields, or of the past, is called a part."""
        chosen = any(request.query_params.get(name) for name in CHOOSING)
        if self.shapes and chosen and response.status_code == 200:  # noqa: PLR2004 -- HTTP's own number
            response.content_type = PART
        return super().finalize_response(request, response, *args, **kwargs)

    def writing(self, row: Any = None) -> dict[str, Any]:
        """Return the checked values of the request; `row` is the one to change.

        `new_class` is the serializer of new rows where it differs from that of known ones.
        """
        of_new = self.new_class or self.get_serializer_class()
        make = of_new if row is None else partial(self.get_serializer_class(), row, partial=True)
        serializer = make(data=self.request.data, context=self.get_serializer_context())
        check_body(serializer, self.request.data)
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        return values

    def answered(
        self, row: CanonicalModel, *, status: int = 200, extra: dict[str, str] | None = None
    ) -> Response:
        """Return one record with its ETag; `extra` are further headers."""
        headers = {"ETag": etag(row), **(extra or {})}
        return Response(self.reading(row).data, status=status, headers=headers)


def _again(record: IdempotencyRecord) -> Response:
    kept: dict[str, Any] = record.response or {}
    is_problem = (record.status or 0) >= 400  # noqa: PLR2004 -- HTTP's class of errors
    return Response(
        kept.get("body"),
        status=record.status,
        headers={**kept.get("headers", {}), "Idempotency-Replayed": "true"},
        content_type=CONTENT_TYPE if is_problem else None,
    )
