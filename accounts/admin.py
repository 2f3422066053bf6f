"""Organisations and buying entities in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from accounts.models import Account, AccountIdentifier, AccountUserGrant
from accounts.resources import AccountResource
from accounts.selectors import search_accounts
from accounts.services import update_account
from core.admin import (
    CanonicalAdmin,
    CanonicalInline,
    ReadOnlyAdmin,
    SharedAdmin,
    badge,
    person,
    state_column,
    updated_column,
)
from core.models import User
from core.selectors.masking import masks
from core.services import save_canonical


class OfNumbers:
    """Closed to who does not see numbers of registers: rows are named after them."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether this person may read such numbers here."""
        seen: bool = super().has_view_permission(request, obj)  # type: ignore[misc]  # of the page
        return seen and "number" not in masks(person(request), "accountidentifier")


class IdentifierInline(OfNumbers, CanonicalInline):
    """The account's numbers in public registers."""

    model = AccountIdentifier
    fields = ("kind", "number", "verified_at")


@admin.register(Account)
class AccountAdmin(SharedAdmin):
    """Accounts."""

    resource_classes = (AccountResource,)
    list_display = (
        "display_name",
        badge("kind", "Kind", {}),
        "city",
        "country",
        "owner",
        "team",
        state_column,
        updated_column,
    )
    list_select_related = ("owner", "team")
    list_filter = (
        ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("owner", AutocompleteSelectFilter),
    )
    search_fields = ("name_key",)
    search_help_text = "A name in any spelling, or a domain."
    inlines = (IdentifierInline,)
    fieldsets = (
        (None, {"fields": ("display_name", "legal_name", "kind", "parent", "description")}),
        ("Reach", {"fields": ("website", "domain", "phone", "city", "country")}),
        ("Business", {"fields": ("industry", "employee_count")}),
        ("Who answers for it", {"fields": ("owner", "team", "visibility")}),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Search as the founder pages do."""
        del request  # the rows are narrowed already
        return search_accounts(queryset, search_term), False

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Any:
        """Save through the service of accounts."""
        if row.pk is None:
            return save_canonical(row, by=by, cause="admin")
        return update_account(row, by=by, expected_version=expected, cause="admin", **given)


@admin.register(AccountIdentifier)
class AccountIdentifierAdmin(OfNumbers, CanonicalAdmin):
    """Numbers in public registers."""

    through = ("account",)
    written_as = "accounts.account"
    list_display = ("number", "kind", "account", "verified_at", updated_column)
    list_select_related = ("account",)
    list_filter = (("kind", ChoicesDropdownFilter),)
    search_fields = ("number__startswith",)


@admin.register(AccountUserGrant)
class AccountUserGrantAdmin(ReadOnlyAdmin):
    """With whom accounts are shared; sharing is done on the account's page."""

    house_only = True
    through = ("content_object",)
    list_display = ("content_object", "user", "permission")
    list_select_related = ("content_object", "user", "permission__content_type")
    search_fields = ("user__username",)
