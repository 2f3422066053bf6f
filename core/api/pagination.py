"""Pages by position, not by number: nothing is counted and nothing is skipped over."""

import json
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.selectors import PAGE_SIZE, BadCursorError, Page, keyset_page

LARGEST = 200
PLAIN = {"cursor", "limit", "order", "fields", "expand", "count"}  # parameters that filter nothing
ALWAYS = PLAIN | {"format"}


class KeysetPagination(BasePagination):
    """`?cursor=&limit=&order=`; the view's `orders` names the orders it allows, default first.

    A cursor is signed for the list, the filters and the order it was made in. `count_estimate` is
    exact when all rows stand on the first page, the planner's guess with `?count=true`, otherwise
    null.
    """

    orders: dict[str, tuple[str, ...]]
    page: Page
    estimate: int | None = None

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any]:
        """Return the rows of the page the request asks for."""
        orders: dict[str, tuple[str, ...]] = view.orders  # type: ignore[union-attr]
        name = request.query_params.get("order") or next(iter(orders))
        if name not in orders:
            raise ValidationError({"order": [f"Order by one of {', '.join(orders)}."]})
        signer = _signer(request, orders[name])
        signed = request.query_params.get("cursor")
        plain = not request.query_params.keys() - PLAIN
        self.page = keyset_page(
            queryset,
            order=orders[name],
            cursor=_opened(signer, signed) if signed else None,
            limit=limit_of(request),
            by_branch=plain,
            prepared=plain and getattr(queryset, "_fields", None) is not None,
        )
        self.page = Page(
            self.page.rows, _sealed(signer, self.page.next), _sealed(signer, self.page.previous)
        )
        if not signed and self.page.next is None:
            self.estimate = len(self.page.rows)
        elif request.query_params.get("count") == "true":
            self.estimate = _planned(queryset)
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        """Return the page with its neighbours' cursors."""
        return Response(
            {
                "results": data,
                "next": self.page.next,
                "previous": self.page.previous,
                "count_estimate": self.estimate,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the OpenAPI schema of a page."""
        cursor = {"type": ["string", "null"], "description": "Give it as `cursor`."}
        count = {"type": ["integer", "null"]}
        return {
            "type": "object",
            "required": ["results", "next", "previous", "count_estimate"],
            "properties": {
                "results": schema,
                "next": cursor,
                "previous": cursor,
                "count_estimate": count,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """Return the OpenAPI parameters of every list."""
        orders = list(view.orders)  # type: ignore[attr-defined]
        limit = {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": PAGE_SIZE}
        return [
            _parameter("cursor", "Where the page begins; from `next` or `previous`.", {}),
            _parameter("limit", "How many rows a page holds.", limit),
            _parameter("order", "", {"enum": orders, "default": orders[0]}),
            _parameter("count", "Ask for an estimate of the whole.", {"type": "boolean"}),
        ]


def limit_of(request: Request, largest: int = LARGEST) -> int:
    """Return `?limit=`, at most `largest`; raises ValidationError for anything but 1 and up."""
    text = request.query_params.get("limit", str(PAGE_SIZE))
    if not (text.isascii() and text.isdecimal() and len(text) < len("1000000") and int(text)):
        raise ValidationError({"limit": ["Write a number from 1 on."]})
    return min(int(text), largest)


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {"type": "string"} | schema,
    }


def _signer(request: Request, order: tuple[str, ...]) -> Signer:
    """Return what signs the cursors of one list: taken elsewhere they would leave rows out."""
    asked = request.query_params.lists()  # a filter may be given twice
    filters = urlencode(
        sorted((key, v) for key, vs in asked for v in vs if v and key not in ALWAYS)
    )
    return Signer(salt=f"cursor {' '.join(order)} {request.path} {filters}", sep=".")


def _opened(signer: Signer, signed: str) -> str:
    try:
        return signer.unsign(signed)
    except BadSignature as error:
        raise BadCursorError("the cursor is damaged or belongs to another list") from error


def _sealed(signer: Signer, cursor: str | None) -> str | None:
    return signer.sign(cursor) if cursor else None


def _planned(queryset: "QuerySet[Any]") -> int:
    plan = json.loads(queryset.explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])
