"""What hangs on a person, under `/contacts/<uid>/`, and the people of an account."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from contacts import services
from contacts.api.households import HouseholdMemberSerializer
from contacts.api.links import (
    AccountLinkSerializer,
    AddressSerializer,
    ConsentSerializer,
    PersonLinkSerializer,
    RelationshipSerializer,
)
from contacts.api.serializers import PointDraftSerializer, PointSerializer, RoleSerializer
from contacts.models import (
    AccountContact,
    ConsentRecord,
    Contact,
    ContactPoint,
    ContactRole,
    Household,
    HouseholdMember,
    PostalAddress,
    Relationship,
)
from contacts.services import PointDraft
from core.api.nested import NestedViewSet
from core.services import save_canonical


class PartOfContact(NestedViewSet):
    """A kind of rows a person has; written as they are sent, through the one way to write."""

    parent_model = Contact
    model: type[Any]

    def children(self, parent: Contact) -> "QuerySet[Any]":
        """Return the person's rows."""
        found: QuerySet[Any] = self.model.objects.filter(contact=parent)
        return found

    def add(self, parent: Contact, values: dict[str, Any]) -> Any:
        """Create a row."""
        return save_canonical(self.model(contact=parent, **values), by=self.caller)

    def change(self, row: Any, expected: int, values: dict[str, Any]) -> Any:
        """Change a row."""
        for name, value in values.items():
            setattr(row, name, value)
        return save_canonical(row, by=self.caller, expected_version=expected)


class PointViewSet(PartOfContact):
    """Contact points."""

    model = ContactPoint
    queryset = ContactPoint.objects.none()
    serializer_class = PointSerializer
    new_class = PointDraftSerializer

    @extend_schema(request=PointDraftSerializer, responses={201: PointSerializer})
    def create(self, request: Request, parent: UUID) -> Response:
        """Add a contact point; it claims identity unless it is shared or somebody holds it."""
        return super().create(request, parent)

    def children(self, parent: Contact) -> "QuerySet[Any]":
        """Return the person's points; a changed one is normalised for their country."""
        return super().children(parent).select_related("contact")

    def add(self, parent: Contact, values: dict[str, Any]) -> ContactPoint:
        """Add a point."""
        return services.add_point(parent, PointDraft(**values), by=self.caller)

    def change(self, row: ContactPoint, expected: int, values: dict[str, Any]) -> ContactPoint:
        """Change a point."""
        return services.update_point(row, by=self.caller, expected_version=expected, **values)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def retire(self, _request: Request, parent: UUID, uid: UUID) -> Response:
        """Take a contact point out of use; it stays on record and claims nobody."""
        contact = self.to_write(parent)
        point = get_object_or_404(self.children(contact), uid=uid)
        services.retire_point(point, by=self.caller)
        return self.answered(self.children(contact).get(pk=point.pk))


class AddressViewSet(PartOfContact):
    """Postal addresses."""

    model = PostalAddress
    queryset = PostalAddress.objects.none()
    serializer_class = AddressSerializer


class RoleViewSet(PartOfContact):
    """The parts a person plays for the business."""

    model = ContactRole
    queryset = ContactRole.objects.none()
    serializer_class = RoleSerializer


class ConsentViewSet(PartOfContact):
    """What a person agreed to; answers are added, never changed."""

    model = ConsentRecord
    queryset = ConsentRecord.objects.none()
    serializer_class = ConsentSerializer
    orders = {"-at": ("-at", "-id")}

    def write_permission(self) -> str:
        """Return the permission to record an answer: it is not that to change the person."""
        return "contacts.add_consentrecord"

    def children(self, parent: Contact) -> "QuerySet[Any]":
        """Return the person's answers."""
        return super().children(parent).select_related("captured_by")

    def add(self, parent: Contact, values: dict[str, Any]) -> ConsentRecord:
        """Record an answer; a withdrawal takes effect at once."""
        return services.record_consent(parent, by=self.caller, **values)


class RelationshipViewSet(PartOfContact):
    """Edges of the client graph, seen from one person; those to hidden records are left out."""

    model = Relationship
    queryset = Relationship.objects.none()
    serializer_class = RelationshipSerializer

    def children(self, parent: Contact) -> "QuerySet[Any]":
        """Return the edges whose both ends the caller may see."""
        people = Contact.objects.visible_to(self.caller)
        accounts = Account.objects.visible_to(self.caller)
        ends = Q(from_contact=parent) & (Q(to_contact__in=people) | Q(to_account__in=accounts))
        ends |= Q(to_contact=parent, from_contact__in=people)
        found = Relationship.objects.filter(ends)
        return found.select_related("from_contact", "to_contact", "to_account")

    def add(self, parent: Contact, values: dict[str, Any]) -> Relationship:
        """Create an edge that begins at the person."""
        return save_canonical(Relationship(from_contact=parent, **values), by=self.caller)


class AccountLinkViewSet(PartOfContact):
    """A person's parts in accounts the caller may see."""

    model = AccountContact
    queryset = AccountContact.objects.none()
    serializer_class = AccountLinkSerializer

    def children(self, parent: Contact) -> "QuerySet[Any]":
        """Return the links."""
        accounts = Account.objects.visible_to(self.caller)
        return parent.accounts.filter(account__in=accounts).select_related("account")

    def add(self, parent: Contact, values: dict[str, Any]) -> AccountContact:
        """Give the person a part in an account."""
        account = values.pop("account")
        return services.link_account(parent, account, by=self.caller, **values)


class PersonLinkViewSet(NestedViewSet):
    """The people of an account the caller may see."""

    parent_model = Account
    queryset = AccountContact.objects.none()
    serializer_class = PersonLinkSerializer

    def children(self, parent: Account) -> "QuerySet[Any]":
        """Return the links."""
        people = Contact.objects.visible_to(self.caller)
        found = AccountContact.objects.filter(account=parent, contact__in=people)
        return found.select_related("contact")


class HouseholdMemberViewSet(NestedViewSet):
    """The people of a household the caller may see."""

    parent_model = Household
    queryset = HouseholdMember.objects.none()
    serializer_class = HouseholdMemberSerializer
    shapes = False

    def children(self, parent: Household) -> "QuerySet[Any]":
        """Return the places, past ones too."""
        people = Contact.objects.visible_to(self.caller)
        found = HouseholdMember.objects.filter(household=parent, contact__in=people)
        return found.select_related("contact")

    def add(self, parent: Household, values: dict[str, Any]) -> HouseholdMember:
        """Give a person a place."""
        return save_canonical(HouseholdMember(household=parent, **values), by=self.caller)

    def change(
        self, row: HouseholdMember, expected: int, values: dict[str, Any]
    ) -> HouseholdMember:
        """Change a place, or end it."""
        for name, value in values.items():
            setattr(row, name, value)
        return save_canonical(row, by=self.caller, expected_version=expected)
