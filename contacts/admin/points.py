"""How people are reached, in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from contacts import services
from contacts.models import ContactPoint, PostalAddress
from core.admin import CanonicalAdmin, CanonicalInline, badge, person, updated_column
from core.models import User
from core.selectors.masking import sees_points

BY_CONTACT = ("contact__summary__doc",)


class OfPoints:
    """Closed to who does not see numbers and addresses."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether this person may read numbers and addresses here."""
        seen: bool = super().has_view_permission(request, obj)  # type: ignore[misc]  # of the page
        return seen and sees_points(person(request))


class PointInline(OfPoints, CanonicalInline):
    """How the person is reached; a number keeps its kind, and what it is compared by follows."""

    model = ContactPoint
    fields = ("kind", "value_raw", "label", "is_primary", "is_shared", "status")

    def write(
        self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]
    ) -> ContactPoint:
        """Save through the service of contact points."""
        if row.pk is not None:
            return services.update_point(
                row, by=by, expected_version=expected, cause="admin", **given
            )
        draft = services.PointDraft(row.kind, row.value_raw, row.label, row.is_shared)
        return services.add_point(row.contact, draft, by=by, cause="admin")


class AddressInline(CanonicalInline):
    """Where the person lives and works."""

    model = PostalAddress
    fields = ("kind", "lines", "locality", "city", "postal_code", "country", "is_primary")


@admin.register(ContactPoint)
class ContactPointAdmin(OfPoints, CanonicalAdmin):
    """Phones, addresses and handles."""

    through = ("contact",)
    written_as = "contacts.contact"
    list_display = (
        "value_raw",
        "kind",
        "contact",
        "is_primary",
        "is_identity",
        badge("status", "Status", {"active": "success", "invalid": "danger", "bounced": "danger"}),
        updated_column,
    )
    list_select_related = ("contact",)
    list_filter = (("kind", ChoicesDropdownFilter), ("status", ChoicesDropdownFilter))
    search_fields = ("value_norm__startswith",)
    search_help_text = "The beginning of a number with its country code, or of an address."
    fieldsets = (
        (None, {"fields": ("contact", "kind", "value_raw", "label")}),
        ("Use", {"fields": ("is_primary", "is_shared", "status")}),
    )

    def write(
        self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]
    ) -> ContactPoint:
        """Save through the service of contact points."""
        return PointInline.write(self, row, by=by, expected=expected, given=given)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return what a known point keeps: its person and its kind."""
        fixed = ["contact", "kind"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]


@admin.register(PostalAddress)
class PostalAddressAdmin(CanonicalAdmin):
    """Postal addresses of people and accounts."""

    through = ("contact", "account")
    written_as = "contacts.contact"
    list_display = ("__str__", "kind", "contact", "account", "is_primary", updated_column)
    list_select_related = ("contact", "account")
    list_filter = (("kind", ChoicesDropdownFilter),)
    search_fields = (*BY_CONTACT, "city__istartswith")
