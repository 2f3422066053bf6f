"""`/accounts/`."""

from typing import Any

from django.db.models import QuerySet

from accounts import services
from accounts.api.serializers import AccountListSerializer, AccountSerializer
from accounts.filters import AccountFilterSet
from accounts.models import Account
from core.api.rows import RECENT
from core.api.sharing import SharedViewSet


class AccountViewSet(SharedViewSet):
    """Organisations and buying entities."""

    model = Account
    queryset = Account.objects.none()
    filterset_class = AccountFilterSet
    orders = {**RECENT, "name": ("name_key", "id"), "-name": ("-name_key", "-id")}

    def get_serializer_class(self) -> type[AccountListSerializer]:
        """Return the short form for lists."""
        return AccountListSerializer if self.action == "list" else AccountSerializer

    def rows(self) -> "QuerySet[Any]":
        """Return all accounts with what they refer to."""
        found = Account.objects.select_related("owner__team", "team__lead", "team__parent")
        if self.action == "list":
            return found
        return found.select_related("parent").prefetch_related("identifiers")

    def add(self, values: dict[str, Any]) -> Account:
        """Create an account; it is the caller's unless somebody else is named."""
        return services.create_account(by=self.caller, **self.owned(values))

    def change(self, row: Account, expected: int, values: dict[str, Any]) -> Account:
        """Change an account."""
        return services.update_account(row, by=self.caller, expected_version=expected, **values)
