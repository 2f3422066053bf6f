"""The lists of clients and accounts."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from accounts.choices import AccountKind
from accounts.filters import AccountFilterSet
from client360.choices import ListName
from client360.filters.columns import CLIENT, Column, offered
from client360.filters.query import MINE, RECENT, Chip, ListQuery, Offered, Order
from client360.selectors import source_choices
from contacts.choices import ContactRoleKind, Lifecycle
from contacts.filters import ContactFilterSet
from core.choices import Currency, State
from core.models import User
from core.selectors.money import format_money
from imports.cleaning.money import clean_money

YES = (("1", "Yes"),)
ARCHIVED = ((State.ARCHIVED.value, State.ARCHIVED.label),)


class ContactList(ListQuery):
    """The list of clients."""

    name = ListName.CONTACTS
    orders = (
        RECENT,
        Order("qd", "Score", ("-summary__qd_value", "-id"), needs="summary__qd_value"),
    )
    filter_set = ContactFilterSet

    def menu_choices(self) -> Iterable[tuple[str, str, Offered]]:
        """Yield the menus of clients."""
        yield "owner", "Owner", MINE
        yield "lifecycle", "Lifecycle", Lifecycle.choices
        yield "role", "Role", ContactRoleKind.choices
        yield "source", "Source", self._sources
        yield "vip", "VIP", YES
        yield "state", "State", ARCHIVED

    def values(self) -> dict[str, Any]:
        """Return what the filter set is asked, the budget as amounts."""
        return super().values() | {
            "state": State.ARCHIVED if self.archived else State.ACTIVE,
            "vip": "true" if self.given.get("vip") else "",
            "budget_gte": self.budget("budget_from") or "",
            "budget_lte": self.budget("budget_to") or "",
            "budget_currency": self.currency if self.has_budget else "",
        }

    def _sources(self) -> list[tuple[str, str]]:
        user = cast("User", self.request.user)
        return source_choices(user, self.given.get("source", ""))

    @property
    def archived(self) -> bool:
        """Whether the address asks for the clients that were archived."""
        return self.given.get("state", "") == State.ARCHIVED

    @property
    def says_whom(self) -> bool:
        """Whether words or filters keep some: that they are archived does not say whom."""
        return bool(self.words) or len(self.chips) > self.archived

    @cached_property
    def offered(self) -> list[Column]:
        """The columns to choose from."""
        return offered(CLIENT, cast("User", self.request.user))

    @cached_property
    def columns(self) -> list[Column]:
        """The columns shown: of the open view, chosen by the reader, or the usual ones."""
        known = {column.key: column for column in self.offered}
        chosen = [known[key] for key in self.shelf.columns if key in known]
        return chosen or [column for column in self.offered if column.usual]

    @property
    def columns_left(self) -> list[Column]:
        """The columns not shown."""
        return [column for column in self.offered if column not in self.columns]

    @property
    def understood(self) -> dict[str, str]:
        """The filters and the order this list knows, the budget among them."""
        names = [name for name in ("budget_from", "budget_to") if self.budget(name)]
        names += ["currency"] if names and self.given.get("currency") in Currency.values else []
        budget = {name: str(self.given[name]) for name in names}
        return super().understood | budget

    @property
    def currency(self) -> str:
        """The currency of the budget filter."""
        given = self.given.get("currency", "")
        return given if given in Currency.values else Currency.INR.value

    @property
    def currencies(self) -> list[str]:
        """The currencies to choose from."""
        return list(Currency.values)

    @property
    def has_budget(self) -> bool:
        """Whether the address narrows by budget."""
        return bool(self.budget("budget_from") or self.budget("budget_to"))

    def budget(self, name: str) -> Any:
        """Return one bound of the budget in whole units; people may type `2.5 cr`."""
        read = clean_money(self.given.get(name, ""), currency_hint=self.currency)
        return read.min if read.min is not None else read.max

    @property
    def chips(self) -> list[Chip]:
        """The filters in force, the budget among them."""
        if not self.has_budget:
            return super().chips
        words = [
            f"{word} {format_money(amount, self.currency)}"
            for word, name in (("from", "budget_from"), ("to", "budget_to"))
            if (amount := self.budget(name))
        ]
        away = self.without("budget_from", "budget_to", "currency")
        return [*super().chips, Chip(f"Budget: {' '.join(words)}", away)]


class AccountList(ListQuery):
    """The list of accounts."""

    name = ListName.ACCOUNTS
    orders = (RECENT, Order("name", "Name", ("name_key", "id")))
    filter_set = AccountFilterSet

    def menu_choices(self) -> Iterable[tuple[str, str, Offered]]:
        """Yield the menus of accounts."""
        yield "owner", "Owner", MINE
        yield "kind", "Kind", AccountKind.choices
