"""What lists of people can be narrowed by."""

from typing import Any

import django_filters as filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from contacts.choices import ContactRoleKind, Lifecycle, NriStatus, PointKind, PointStatus
from contacts.models import Contact, ContactPoint, Household
from contacts.registry import brought_by
from contacts.selectors import search
from contacts.services import normal_value
from core.choices import Currency
from core.filters import ChoiceInFilter, OwnedFilterSet
from core.selectors.masking import sees_points


class ContactFilterSet(OwnedFilterSet):
    """The filters of `/contacts/`."""

    q = filters.CharFilter(method="search", help_text="Words of name, number, address, company.")
    phone = filters.CharFilter(method="by_phone", help_text="A number with its country code.")
    email = filters.CharFilter(method="by_email")
    lifecycle = filters.ChoiceFilter(choices=Lifecycle.choices)
    lifecycle__in = ChoiceInFilter(field_name="lifecycle", choices=Lifecycle.choices)
    role = filters.ChoiceFilter(choices=ContactRoleKind.choices, method="by_role")
    nri_status = filters.ChoiceFilter(choices=NriStatus.choices)
    nri_status__in = ChoiceInFilter(field_name="nri_status", choices=NriStatus.choices)
    budget_gte = filters.NumberFilter(method="at_least", help_text="Can pay at least this.")
    budget_lte = filters.NumberFilter(method="at_most", help_text="Begins at this or below.")
    budget_currency = filters.ChoiceFilter(choices=Currency.choices)
    configuration = filters.CharFilter(lookup_expr="icontains")
    vip = filters.BooleanFilter(field_name="is_vip")
    tag = filters.CharFilter(method="tagged")
    project = filters.UUIDFilter(
        method="drawn_to", help_text="The uid of a project they have an open interest in."
    )
    partner = filters.UUIDFilter(
        method="tagged_to", help_text="The uid of a broker firm that holds them today."
    )
    batch = filters.UUIDFilter(
        method="brought", help_text="The uid of an import that created or matched them."
    )
    do_not_contact = filters.BooleanFilter()
    residence_country = filters.CharFilter(lookup_expr="iexact")
    qd_gte = filters.NumberFilter(field_name="summary__qd_value", lookup_expr="gte")
    last_interaction_after = filters.IsoDateTimeFilter(
        field_name="summary__last_interaction_at", lookup_expr="gt"
    )
    last_interaction_before = filters.IsoDateTimeFilter(
        field_name="summary__last_interaction_at", lookup_expr="lt"
    )
    last_interaction__isnull = filters.BooleanFilter(
        field_name="summary__last_interaction_at", lookup_expr="isnull"
    )
    source = filters.CharFilter(field_name="source_latest__code", help_text="A source's code.")

    class Meta:
        model = Contact
        fields: list[str] = []

    def search(self, rows: "QuerySet[Any]", _name: str, words: str) -> "QuerySet[Any]":
        """Keep what matches the words; numbers and addresses only for who may see them."""
        return search(rows, words, by_points=sees_points(self.request.user))

    def by_phone(self, rows: "QuerySet[Any]", _name: str, number: str) -> "QuerySet[Any]":
        """Keep who is reached by this number, in any format."""
        self._require_points()
        return _reached(rows, (PointKind.PHONE, PointKind.WHATSAPP), number)

    def by_email(self, rows: "QuerySet[Any]", _name: str, address: str) -> "QuerySet[Any]":
        """Keep who is reached by this address."""
        self._require_points()
        return _reached(rows, (PointKind.EMAIL,), address)

    def _require_points(self) -> None:
        if not sees_points(self.request.user):
            raise PermissionDenied("nobody searches by what they may not see")

    def by_role(self, rows: "QuerySet[Any]", _name: str, role: str) -> "QuerySet[Any]":
        """Keep who plays this part now."""
        return rows.filter(roles__role=role, roles__until__isnull=True)

    def at_least(self, rows: "QuerySet[Any]", _name: str, amount: Any) -> "QuerySet[Any]":
        """Keep who can pay the amount: the upper bound counts, or the only one there is."""
        only = Q(budget_max__isnull=True, budget_min__gte=amount)
        return rows.filter(Q(budget_max__gte=amount) | only)

    def at_most(self, rows: "QuerySet[Any]", _name: str, amount: Any) -> "QuerySet[Any]":
        """Keep whose budget begins at the amount or below."""
        only = Q(budget_min__isnull=True, budget_max__lte=amount)
        return rows.filter(Q(budget_min__lte=amount) | only)

    def tagged(self, rows: "QuerySet[Any]", _name: str, tag: str) -> "QuerySet[Any]":
        """Keep who carries the tag."""
        return rows.filter(tags__contains=[tag])

    def drawn_to(self, rows: "QuerySet[Any]", _name: str, uid: Any) -> "QuerySet[Any]":
        """Keep who wants a project, a unit or a kind of unit of it, through the rows' accessors."""
        found = Q(pk__in=[])
        for path in ("project", "unit__project", "unit_type__project"):
            wish = {f"interests__{path}__uid": uid, "interests__closed_at__isnull": True}
            found |= Q(pk__in=Contact.objects.filter(**wish).order_by().values("pk"))
        return rows.filter(found)

    def tagged_to(self, rows: "QuerySet[Any]", _name: str, uid: Any) -> "QuerySet[Any]":
        """Keep whom a broker firm holds today, for whatever project."""
        held = {"status": "active", "valid__contains": timezone.localdate(), "partner__uid": uid}
        tags = {f"partner_tags__{name}": value for name, value in held.items()}
        return rows.filter(pk__in=Contact.objects.filter(**tags).order_by().values("pk"))

    def brought(self, rows: "QuerySet[Any]", _name: str, uid: Any) -> "QuerySet[Any]":
        """Keep whom a file brought, of the files the caller may open."""
        return rows.filter(pk__in=brought_by(uid, self.request.user))


class HouseholdFilterSet(OwnedFilterSet):
    """The filters of `/households/`."""

    q = filters.CharFilter(field_name="name", lookup_expr="icontains")
    contact = filters.UUIDFilter(method="with_member")

    class Meta:
        model = Household
        fields: list[str] = []

    def with_member(self, rows: "QuerySet[Any]", _name: str, uid: Any) -> "QuerySet[Any]":
        """Keep the households a visible person belongs to."""
        people = Contact.objects.filter(uid=uid).visible_to(self.request.user)
        return rows.filter(members__contact__in=people).distinct()


def _reached(rows: "QuerySet[Any]", kinds: tuple[str, ...], value: str) -> "QuerySet[Any]":
    points = ContactPoint.objects.filter(kind__in=kinds, value_norm=normal_value(kinds[0], value))
    return rows.filter(pk__in=points.exclude(status=PointStatus.RETIRED).values("contact_id"))
