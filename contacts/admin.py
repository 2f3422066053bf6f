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
from contacts.forms import ContactForm, typed
from contacts.models import (
    AccountContact,
    ConsentRecord,
    Contact,
    ContactPoint,
    ContactRole,
    ContactSummary,
    ContactUserGrant,
    Household,
    HouseholdMember,
    PostalAddress,
    Relationship,
    Suppression,
)
from contacts.registry import lookalikes
from contacts.resources import ContactResource
from contacts.selectors import grouped_number, search
from core.admin import (
    CanonicalAdmin,
    CanonicalInline,
    OwnedAdmin,
    ReadOnlyAdmin,
    SharedAdmin,
    badge,
    person,
    state_column,
    updated_column,
    when,
)
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


class RoleInline(CanonicalInline):
    """What the person is to the business."""

    model = ContactRole
    fields = ("role", "is_primary", "since", "until")


class AddressInline(CanonicalInline):
    """Where the person lives and works."""

    model = PostalAddress
    fields = ("kind", "lines", "locality", "city", "postal_code", "country", "is_primary")


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


@admin.register(ContactRole)
class ContactRoleAdmin(CanonicalAdmin):
    """What people are to the business."""

    through = ("contact",)
    written_as = "contacts.contact"
    list_display = ("contact", "role", "is_primary", "since", "until", updated_column)
    list_select_related = ("contact",)
    list_filter = (("role", ChoicesDropdownFilter),)
    search_fields = BY_CONTACT


class MemberInline(CanonicalInline):
    """The people of a household."""

    model = HouseholdMember
    fields = ("contact", "relation", "decision_role", "valid")


@admin.register(Household)
class HouseholdAdmin(OwnedAdmin):
    """People who decide together."""

    list_display = ("name", "primary_contact", "owner", "team", state_column, updated_column)
    list_select_related = ("primary_contact", "owner", "team")
    list_filter = (("state", ChoicesDropdownFilter),)
    search_fields = ("name",)
    inlines = (MemberInline,)


@admin.register(HouseholdMember)
class HouseholdMemberAdmin(CanonicalAdmin):
    """Who belongs to which household."""

    through = ("contact",)
    written_as = "contacts.household"
    list_display = ("contact", "household", "relation", "decision_role", "valid")
    list_select_related = ("contact", "household")
    list_filter = (("relation", ChoicesDropdownFilter),)
    search_fields = BY_CONTACT


@admin.register(AccountContact)
class AccountContactAdmin(CanonicalAdmin):
    """People's parts in accounts."""

    through = ("contact",)
    written_as = "contacts.contact"
    list_display = ("contact", "account", "role", "title", "is_primary", updated_column)
    list_select_related = ("contact", "account")
    list_filter = (("role", ChoicesDropdownFilter),)
    search_fields = BY_CONTACT


@admin.register(Relationship)
class RelationshipAdmin(CanonicalAdmin):
    """Edges of the client graph."""

    through = ("from_contact",)
    written_as = "contacts.contact"
    list_display = (
        "from_contact",
        "kind",
        "to_contact",
        "to_account",
        "confidence",
        updated_column,
    )
    list_select_related = ("from_contact", "to_contact", "to_account")
    list_filter = (("kind", ChoicesDropdownFilter),)
    search_fields = ("from_contact__summary__doc", "to_contact__summary__doc")


@admin.register(ConsentRecord)
class ConsentRecordAdmin(ReadOnlyAdmin):
    """Answers about consent: added on the person's page, never changed."""

    through = ("contact",)
    list_display = (
        "contact",
        "purpose",
        badge(
            "status", "Answer", {"granted": "success", "denied": "danger", "withdrawn": "danger"}
        ),
        "lawful_basis",
        when("at", "At"),
        "captured_by",
    )
    list_select_related = ("contact", "captured_by")
    list_filter = (("purpose", ChoicesDropdownFilter), ("status", ChoicesDropdownFilter))
    search_fields = BY_CONTACT


@admin.register(ContactSummary)
class ContactSummaryAdmin(OfPoints, ReadOnlyAdmin):
    """What lists and search read of contacts."""

    through = ("contact",)
    ordering = ("-contact_id",)
    list_display = (
        "contact",
        "phone",
        "email",
        "qd_value",
        when("last_interaction_at", "Last talk"),
        when("next_task_due_at", "Next task"),
    )
    list_select_related = ("contact",)
    search_fields = ("doc",)


@admin.register(ContactUserGrant)
class ContactUserGrantAdmin(ReadOnlyAdmin):
    """With whom contacts are shared; sharing is done on the contact's page."""

    house_only = True
    through = ("content_object",)
    list_display = ("content_object", "user", "permission", "expires_at", "granted_by")
    list_select_related = ("content_object", "user", "permission__content_type", "granted_by")
    search_fields = ("user__username",)


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    """Hashes of who was erased, so that no import brings them back."""

    house_only = True
    list_display = ("kind", when("at", "At"))
