"""The peer of `bench.rest`: the same answers the way Django REST framework makes them.

Every relation is read by a query of its own, as `prefetch_related` does; its rows are model
instances, and a serializer with the cheapest fields there are writes each of them.
"""

from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models.query import ModelIterable
from django.urls import include, path
from rest_framework import serializers
from rest_framework.generics import GenericAPIView

from client360.api.dossier import Client360View
from client360.registry import Dossier, Rows, Section
from client360.selectors.running import Result, result_of
from contacts.api.serializers import ContactListSerializer
from contacts.api.views import ContactViewSet
from contacts.models import Contact


class ContactsByDrf(ContactViewSet):
    """The list by filter set, instances and serializers."""

    prepared = False

    def filter_queryset(self, queryset: Any) -> Any:
        """Return the rows through the filter set."""
        return GenericAPIView.filter_queryset(self, queryset)


class DossierByDrf(Client360View):
    """The dossier by a query and a serializer for every relation."""

    def answers(self, sections: list[Section], contact: Contact) -> dict[str, Result]:
        """Return the result of every section."""
        dossier = Dossier(contact, self.caller)
        return {section.key: _answer(section, dossier) for section in sections}

    def brief(self, contact: Contact) -> Any:
        """Return the person as the serializer writes it."""
        context = {"request": self.request}
        return ContactListSerializer(contact, context=context).data


def _answer(section: Section, dossier: Dossier) -> Result:
    steps = section.answer(dossier)
    try:
        asked = next(steps)
        while True:
            queries = asked() if callable(asked) else asked
            asked = steps.send([_serialized(query) for query in queries])
    except StopIteration as end:
        return result_of(section, end.value)


def _serialized(query: "models.QuerySet[Any]") -> Rows:
    names = tuple(query.query.values_select) + tuple(query.query.annotation_select)
    rows = query if query.query.group_by else _instances(query)
    return [dict(row) for row in _serializer(names)(rows, many=True).data]


def _instances(query: Any) -> Any:
    """Return the model instances, with what `values()` computed as attributes."""
    rows = query.all()
    mask = list(rows.query.annotation_select)
    rows._iterable_class, rows._fields = ModelIterable, None  # noqa: SLF001 -- undoes `values()`
    rows.query.clear_select_clause()
    rows.query.default_cols = True
    rows.query.set_annotation_mask(mask)
    return rows


@lru_cache
def _serializer(names: tuple[str, ...]) -> "type[serializers.Serializer[Any]]":
    fields = {name: serializers.ReadOnlyField() for name in names}
    return type("Rows", (serializers.Serializer,), fields)


urlpatterns = [
    path("drf/contacts/", ContactsByDrf.as_view({"get": "list"})),
    path("drf/contacts/<uuid:uid>/360/", DossierByDrf.as_view()),
    path("", include("velocity_crm.urls")),
]
