"""What account lists can be narrowed by."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from accounts.choices import AccountKind
from accounts.models import Account
from accounts.selectors import search_accounts
from core.filters import ChoiceInFilter, OwnedFilterSet


class AccountFilterSet(OwnedFilterSet):
    """The filters of `/accounts/`."""

    q = filters.CharFilter(method="search", help_text="Words of the name, or the domain.")
    kind = filters.ChoiceFilter(choices=AccountKind.choices)
    kind__in = ChoiceInFilter(field_name="kind", choices=AccountKind.choices)
    country = filters.CharFilter(lookup_expr="iexact")
    city = filters.CharFilter(lookup_expr="iexact")
    domain = filters.CharFilter(lookup_expr="iexact")
    parent = filters.UUIDFilter(field_name="parent__uid")

    class Meta:
        model = Account
        fields: list[str] = []

    def search(self, rows: "QuerySet[Any]", _name: str, words: str) -> "QuerySet[Any]":
        """Keep what matches the words."""
        return search_accounts(rows, words)
