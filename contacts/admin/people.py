"""People in the admin."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    ChoicesDropdownFilter,
)

from contacts import services
from contacts.admin.points import AddressInline, PointInline
from contacts.forms import ContactForm, typed
from contacts.models import AccountContact, Contact, ContactRole
from contacts.registry import lookalikes
from contacts.resources import ContactResource
from contacts.selectors import grouped_number, search
from core.admin import CanonicalInline, SharedAdmin, badge, person, state_column, updated_column
from core.models import User
from core.selectors.masking import sees_points

LIFECYCLES = {
    "lead": "info",
    "prospect": "info",
    "active": "success",
    "customer": "primary",
    "dormant": "warning",
    "disqualified": "danger",
}


class RoleInline(CanonicalInline):
    """What the person is to the business."""

    model = ContactRole
    fields = ("role", "is_primary", "since", "until")


class AccountInline(CanonicalInline):
    """The person's parts in accounts."""

    model = AccountContact
    fields = ("account", "role", "title", "is_primary", "since", "until")


@admin.register(Contact)
class ContactAdmin(SharedAdmin):
    """Contacts."""

    form = ContactForm
    resource_classes = (ContactResource,)
    list_display = (
        "full_name",
        badge("lifecycle", "Lifecycle", LIFECYCLES),
        "reached",
        "company_name",
        "owner",
        state_column,
        updated_column,
    )
    list_select_related = ("summary", "owner")
    list_filter = (
        ("state", ChoicesDropdownFilter),
        ("lifecycle", ChoicesDropdownFilter),
        ("nri_status", ChoicesDropdownFilter),
        ("is_vip", BooleanRadioFilter),
        ("owner", AutocompleteSelectFilter),
    )
    search_fields = ("summary__doc",)
    search_help_text = "Name, phone in any format, e-mail or company."
    inlines = (PointInline, RoleInline, AddressInline, AccountInline)
    change_form_before_template = "contacts/lookalikes_of_form.html"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("full_name", "native_name"),
                    ("salutation", "given_name"),
                    ("middle_name", "family_name"),
                    ("lifecycle", "is_vip"),
                )
            },
        ),
        (
            "What they want",
            {
                "fields": (
                    ("budget_min", "budget_max"),
                    ("budget_currency", "financing"),
                    ("purpose", "purchase_timeline"),
                    ("configuration", "location_preference"),
                )
            },
        ),
        (
            "Who they are",
            {
                "fields": (
                    ("company_name", "employer"),
                    ("occupation", "department"),
                    ("nationality", "residence_country"),
                    ("nri_status", "date_of_birth"),
                    ("preferred_channel", "timezone"),
                    ("gender", "website"),
                )
            },
        ),
        ("Who answers for them", {"fields": ("owner", "team", "visibility")}),
    )

    def get_urls(self) -> list[Any]:
        """Return the paths of the pages, with the one a new person's form asks."""
        asked = self.admin_site.admin_view(self.lookalikes)
        name = "contacts_contact_lookalikes"
        known: list[Any] = super().get_urls()  # type: ignore[no-untyped-call]  # guardian has no types
        return [path("add/lookalikes/", asked, name=name), *known]

    def lookalikes(self, request: HttpRequest) -> HttpResponse:
        """Show who may be the person in the form, before anything is saved."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        fields, points = typed(request.POST)
        found = lookalikes(fields, points, by=person(request))
        return render(request, "contacts/lookalikes.html", {"found": found})

    @admin.display(description="Phone and e-mail")
    def reached(self, row: Contact) -> str:
        """Return the primary number and address, a line each."""
        if not hasattr(row, "summary"):
            return ""
        return format_html(
            '<span class="velocity-reached">{}<small>{}</small></span>',
            grouped_number(row.summary.phone),
            row.summary.email,
        )

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Search as the founder pages do."""
        return search(queryset, search_term, by_points=sees_points(person(request))), False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Return the columns; numbers and addresses only for who may see them."""
        seen = sees_points(person(request))
        columns = super().get_list_display(request)
        return [column for column in columns if seen or column != "reached"]

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Contact:
        """Save through the service of people."""
        if row.pk is not None:
            return services.update_contact(
                row, by=by, expected_version=expected, cause="admin", **given
            )
        try:
            return services.create_contact(by=by, cause="admin", **given)
        except services.DuplicateIdentityError as error:
            raise ValidationError(str(error)) from error
