"""What is looked at and changed elsewhere, in the admin."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from contacts.admin.points import BY_CONTACT, OfPoints
from contacts.models import ConsentRecord, ContactSummary, ContactUserGrant, Suppression
from core.admin import ReadOnlyAdmin, badge, when


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
