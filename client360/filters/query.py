"""A list as its address says: words, filters, order and page, and the links that change them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django_filters import FilterSet

from client360.choices import ListName
from client360.filters.shelf import Shelf
from client360.models import SavedView
from core.models import User

PLACE = ("after",)  # the page; every change of a filter starts at the first one again
VIEW, WHOLE = "view", "all"  # the view that is open; the list itself, for who has a default view
MINE = (("me", "Mine"),)
type Choices = Sequence[tuple[str, str]]
type Offered = Choices | Callable[[], Choices]  # a function asks the database


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

    name: ListName
    orders: Sequence[Order] = (RECENT,)
    filter_set: type[FilterSet]

    def __init__(self, request: HttpRequest, given: QueryDict | None = None) -> None:
        self.request = request
        self.path = reverse(f"client360:{self.name}")
        self.given = request.GET if given is None else given
        self.words = self.given.get("q", "").strip()
        known = {order.key: order for order in self.orders}
        self.order = known.get(self.given.get("order", ""), self.orders[0])

    def menu_choices(self) -> Iterable[tuple[str, str, Offered]]:
        """Yield the parameter, label and choices of every menu."""
        raise NotImplementedError

    @cached_property
    def menus(self) -> list[Menu]:
        """The menus; rows can be asked for without them."""
        return [
            self._menu(name, label, choices() if callable(choices) else choices)
            for name, label, choices in self.menu_choices()
        ]

    @cached_property
    def _asked(self) -> dict[str, str]:
        return {name: self.given.get(name, "") for name, _, _ in self.menu_choices()}

    def values(self) -> dict[str, Any]:
        """Return what the filter set is asked."""
        return self._asked | {"q": self.words, "owner": ""}

    def narrow(self, rows: Any) -> Any:
        """Return the rows the address asks for, in no order yet."""
        if self._asked.get("owner") == "me":
            rows = rows.filter(owner=self.request.user)
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
    def here(self) -> str:
        """The address of this very page of the list."""
        return f"{self.path}?{self.query}" if self.query else self.path

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
        query = _encoded(self._parameters | changes)
        return f"{self.path}?{query}" if query else self.cleared

    @property
    def cleared(self) -> str:
        """The address of the whole list: for who opens it with a view, one that says so."""
        return f"{self.path}?{VIEW}={WHOLE}" if self.shelf.default else self.path

    @property
    def is_whole(self) -> bool:
        """Whether the address asks for the list as it is for who asks for nothing."""
        return not self.words and not self.question

    @property
    def keeping(self) -> str:
        """The name of the address a view of this list is sent to."""
        return f"client360:keep_view_of_{self.name}"

    @cached_property
    def shelf(self) -> Shelf:
        """The views of this list its reader sees."""
        user = cast("User", self.request.user)
        return Shelf(user, self.name, self.given.get(VIEW, ""))

    @property
    def understood(self) -> dict[str, str]:
        """The filters and the order this list knows, as they were given; words name people."""
        found = {menu.name: str(self.given[menu.name]) for menu in self.menus if menu.chosen}
        order = self.given.get("order", "")
        known = order in [each.key for each in self.orders[1:]]
        return found | ({"order": order} if known else {})

    @property
    def question(self) -> str:
        """What a view keeps of the address."""
        return _encoded(self.understood)

    @property
    def lost(self) -> list[str]:
        """What a view asks for and this list does not know, in words."""
        labels = {menu.name: menu.label for menu in self.menus} | {"order": "an order"}
        known, usual = self.understood, {"order": self.orders[0].key}
        return [
            labels.get(name, name.replace("_", " ").capitalize())
            for name, value in self._parameters.items()
            if name not in known and usual.get(name) != value
        ]

    @property
    def is_changed(self) -> bool:
        """Whether the address asks for something else than the view that is open."""
        return self.shelf.open is not None and self.shelf.open.query != self.question

    def opened(self, view: SavedView) -> str:
        """Return the address of a view that asks for what this list understands."""
        return f"{self.path}?{_encoded(self.understood | {VIEW: str(view.uid)})}"

    @cached_property
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

    def _menu(self, name: str, label: str, choices: Choices) -> Menu:
        value = self.given.get(name, "")
        links = [
            Choice(str(text), self.address(**{name: "" if key == value else key}), key == value)
            for key, text in choices
        ]
        return Menu(name, label, links, next((link.label for link in links if link.chosen), ""))


def _encoded(parameters: dict[str, str]) -> str:
    """Return the filled parameters as an address says them."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in parameters.items() if value})
    return query.urlencode()
