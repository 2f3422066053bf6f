"""What people are to each other, to accounts and to the business, in the admin."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from contacts.admin.points import BY_CONTACT
from contacts.models import AccountContact, ContactRole, Household, HouseholdMember, Relationship
from core.admin import CanonicalAdmin, CanonicalInline, OwnedAdmin, state_column, updated_column


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
    part_of = ("household",)
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
