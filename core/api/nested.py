"""Rows that hang on an owned record, under its path."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.owned import changeable_row, readable_row
from core.api.rows import permission_of, pointed
from core.api.versions import expected_version
from core.api.views import ApiViewSet
from core.models import CanonicalModel, OwnedModel


class NestedViewSet(ApiViewSet):
    """The views of one kind of child: `/contacts/<parent>/points/<uid>/`.

    Children follow their parent's visibility. A subclass gives `children`, and `add` and
    `change` where it routes POST and PATCH.
    """

    parent_model: type[OwnedModel]
    filterset_class = None

    def children(self, parent: Any) -> "QuerySet[Any]":
        """Return the children of a parent the caller may see."""
        raise NotImplementedError

    def add(self, parent: Any, values: dict[str, Any]) -> Any:
        """Create a child."""
        raise NotImplementedError

    def change(self, row: Any, expected: int, values: dict[str, Any]) -> Any:
        """Change a child that is at version `expected`."""
        raise NotImplementedError

    def write_permission(self) -> str:
        """Return the permission to change the parent: its children are part of it."""
        return permission_of(self.parent_model, "change")

    def list(self, request: Request, parent: UUID) -> Response:
        """Return one page of the children."""
        row = readable_row(self.parents(), self.parent_model, parent)
        return pointed(self.paged(self.children(row)), request, parent, row)

    def create(self, request: Request, parent: UUID) -> Response:
        """Create a child and return it."""
        row = self.to_write(parent)
        child = self.add(row, self.writing())
        child = self.children(row).get(pk=child.pk)
        headers = {"Location": f"{request.path}{child.uid}/"}
        if isinstance(child, CanonicalModel):
            return self.answered(child, extra=headers, status=201)
        return Response(self.reading(child).data, status=201, headers=headers)

    def retrieve(self, request: Request, parent: UUID, uid: UUID) -> Response:
        """Return one child."""
        row = readable_row(self.parents(), self.parent_model, parent)
        child = get_object_or_404(self.children(row), uid=uid)
        return pointed(self.answered(child), request, parent, row)

    def partial_update(self, request: Request, parent: UUID, uid: UUID) -> Response:
        """Change the given fields of a child."""
        row = self.to_write(parent)
        child = get_object_or_404(self.children(row), uid=uid)
        expected = expected_version(request)
        child = self.change(child, expected, self.writing(child))
        return self.answered(self.children(row).get(pk=child.pk))

    def get_queryset(self) -> "QuerySet[Any]":
        """Return no rows: the children are read through their parent."""
        return self.parent_model._base_manager.none()  # noqa: SLF001 -- Django's documented name

    def to_write(self, parent: UUID) -> Any:
        """Return a parent whose children the caller may write."""
        return changeable_row(self.parents(), self.parent_model, parent, self.caller)

    def parents(self) -> "QuerySet[Any]":
        """Return the parents the caller may see."""
        rows: QuerySet[Any] = self.parent_model.objects.visible_to(self.caller)
        return rows


METHODS = {"list": "get", "create": "post", "retrieve": "get", "partial_update": "patch"}
ON_ROWS = ("retrieve", "partial_update")


def nested_paths(
    parents: str, name: str, views: type[NestedViewSet], actions: Sequence[str]
) -> list[URLPattern]:
    """Return the paths of a kind of children: `<parents>/<uuid>/<name>/[<uuid>/[<action>/]]`.

    `actions` are list, create, retrieve, partial_update and the names of POST actions on a row.
    """
    many: dict[str, Any] = {
        METHODS[act]: act for act in actions if act in METHODS and act not in ON_ROWS
    }
    one: dict[str, Any] = {METHODS[act]: act for act in actions if act in ON_ROWS}
    root = f"{parents}/<uuid:parent>/{name}/"
    found = [path(root, views.as_view(many))]
    found += [path(f"{root}<uuid:uid>/", views.as_view(one))] if one else []
    return found + [
        path(f"{root}<uuid:uid>/{act}/", views.as_view({"post": act}))
        for act in actions
        if act not in METHODS
    ]
