"""A list as its address says: words, filters, order and page, and the links that change them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django_filters import FilterSet

PLACE = ("after",)  # the page; every change of a filter starts at the first one again
MINE = (("me", "Mine"),)


@dataclass(frozen=True, slots=True)
class Choice:
    """One link of a menu: choosing it, or taking the choice back when it is chosen."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """One filter a reader can open; `chosen` is the label in force."""

    name: str
    label: str
    choices: list[Choice]
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a list; `columns` is served by an index, `needs` keeps nulls out of it."""

    key: str
    label: str
    columns: tuple[str, ...]
    needs: str = ""


RECENT = Order("recent", "Recently changed", ("-updated_at", "-id"))


class ListQuery:
    """What one address asks of a list: its menus, chips, order and rows.

    `given` stands for the parameters of the address, where a request has another one.
    """

    page: str
    orders: Sequence[Order] = (RECENT,)
    filter_set: type[FilterSet]

    def __init__(self, request: HttpRequest, given: QueryDict | None = None) -> None:
        self.request = request
        self.path = reverse(self.page)
        self.given = request.GET if given is None else given
        self.words = self.given.get("q", "").strip()
        known = {order.key: order for order in self.orders}
        self.order = known.get(self.given.get("order", ""), self.orders[0])
        self.menus = [self._menu(*menu) for menu in self.menu_choices()]

    def menu_choices(self) -> Iterable[tuple[str, str, Sequence[tuple[str, str]]]]:
        """Yield the parameter, label and choices of every menu."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """Return what the filter set is asked."""
        me = self.given.get("owner") == "me"
        asked = {menu.name: self.given.get(menu.name, "") for menu in self.menus}
        username = getattr(self.request.user, "username", "")
        return asked | {"q": self.words, "owner": username if me else ""}

    def narrow(self, rows: Any) -> Any:
        """Return the rows the address asks for, in no order yet."""
        found = self.filter_set(self.values(), rows, request=self.request).qs
        return found.filter(**{f"{self.order.needs}__isnull": False}) if self.order.needs else found

    @property
    def chips(self) -> list[Chip]:
        """The filters in force."""
        return [
            Chip(f"{menu.label}: {menu.chosen}", self.without(menu.name))
            for menu in self.menus
            if menu.chosen
        ]

    @property
    def is_plain(self) -> bool:
        """Whether nothing narrows the list."""
        return not self.words and not self.chips and not self.order.needs

    @property
    def order_choices(self) -> list[Choice]:
        """The orders of this list."""
        return [
            Choice(order.label, self.address(order=order.key), order == self.order)
            for order in self.orders
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The parameters a new search keeps."""
        return [(k, v) for k, v in self._parameters.items() if k != "q"]

    def address(self, **changes: str) -> str:
        """Return the address with some parameters changed; an empty one is left out."""
        query = QueryDict(mutable=True)
        query.update({k: v for k, v in (self._parameters | changes).items() if v})
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def query(self) -> str:
        """The parameters as they were given, the place in the list among them."""
        return self.given.urlencode()

    @property
    def _parameters(self) -> dict[str, str]:
        """The filled parameters but for the place in the list."""
        return {k: str(v) for k, v in self.given.items() if v and k not in PLACE}

    @property
    def without_words(self) -> str:
        """The address without the search."""
        return self.without("q")

    def without(self, *names: str) -> str:
        """Return the address without some parameters."""
        return self.address(**dict.fromkeys(names, ""))

    def _menu(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> Menu:
        value = self.given.get(name, "")
        links = [
            Choice(str(text), self.address(**{name: "" if key == value else key}), key == value)
            for key, text in choices
        ]
        return Menu(name, label, links, next((link.label for link in links if link.chosen), ""))
