"""`/contacts/` and `/households/`."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from contacts import services
from contacts.api.born import ALONE, BORN, ContactProposedSerializer, propose_birth
from contacts.api.households import HouseholdListSerializer, HouseholdSerializer
from contacts.api.serializers import (
    ContactChangeSerializer,
    ContactListSerializer,
    ContactSerializer,
    NewContactSerializer,
)
from contacts.filters import ContactFilterSet, HouseholdFilterSet
from contacts.models import Contact, Household, HouseholdMember
from contacts.services import PointDraft
from core.api.owned import OwnedViewSet
from core.api.rows import RECENT
from core.api.sharing import SharedViewSet
from core.api.versions import expected_version
from core.services import save_canonical


class ContactViewSet(SharedViewSet):
    """People."""

    model = Contact
    queryset = Contact.objects.none()
    filterset_class = ContactFilterSet
    new_class = NewContactSerializer
    prepared = True

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Return the short form for lists."""
        if self.action == "partial_update":
            return ContactChangeSerializer
        return ContactListSerializer if self.action == "list" else ContactSerializer

    def rows(self) -> "QuerySet[Any]":
        """Return all people with what they refer to."""
        found = Contact.objects.select_related(
            "summary", "owner__team", "team__lead", "team__parent", "source_latest"
        )
        if self.action == "list":
            return found
        return found.select_related("employer").prefetch_related("points", "roles")

    @extend_schema(request=NewContactSerializer, responses={201: ContactSerializer})
    def create(self, request: Request) -> Response:
        """Create a person with contact points and roles.

        409 `duplicate_identity` names who holds one of the points, or who is probably the same
        person, with reasons; with `allow_duplicate_review` the person is created, the point
        claims nobody, and the reviewers of duplicates see them beside each other.
        """
        return super().create(request)

    def add(self, values: dict[str, Any]) -> Contact:
        """Create a person, theirs who calls unless somebody else is named."""
        points = [PointDraft(**draft) for draft in values.pop("points", [])]
        kept = values.pop("allow_duplicate_review")
        return services.register_contact(
            by=self.caller, points=points, kept=kept, **self.owned(values)
        )

    @extend_schema(responses={200: ContactSerializer, 202: ContactProposedSerializer})
    def partial_update(self, request: Request, uid: UUID) -> Response:
        """Change the given fields of a person; a date of birth, sent alone, is proposed (202)."""
        if not isinstance(request.data, dict) or BORN not in request.data:
            return super().partial_update(request, uid)
        row = self.writable(uid)
        expected = expected_version(request)
        values = self.writing(row)
        if values.keys() != {BORN}:
            raise ValidationError({BORN: [ALONE]})
        return propose_birth(row, values[BORN], version=expected, by=self.caller)

    def change(self, row: Contact, expected: int, values: dict[str, Any]) -> Contact:
        """Change a person."""
        return services.update_contact(row, by=self.caller, expected_version=expected, **values)


class HouseholdViewSet(OwnedViewSet):
    """Households."""

    model = Household
    queryset = Household.objects.none()
    filterset_class = HouseholdFilterSet
    orders = {**RECENT, "name": ("name", "id"), "-name": ("-name", "-id")}

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Return the short form for lists."""
        return HouseholdListSerializer if self.action == "list" else HouseholdSerializer

    def rows(self) -> "QuerySet[Any]":
        """Return all households with the members the caller may see."""
        found = Household.objects.select_related("owner__team", "team__lead", "team__parent")
        if self.action == "list":
            return found
        people = Contact.objects.visible_to(self.caller)
        members = HouseholdMember.objects.filter(contact__in=people).select_related("contact")
        return found.prefetch_related(Prefetch("members", members))

    def add(self, values: dict[str, Any]) -> Household:
        """Create a household, theirs who calls unless somebody else is named."""
        return save_canonical(Household(**self.owned(values)), by=self.caller)

    def change(self, row: Household, expected: int, values: dict[str, Any]) -> Household:
        """Change a household."""
        for name, value in values.items():
            setattr(row, name, value)
        return save_canonical(row, by=self.caller, expected_version=expected)
