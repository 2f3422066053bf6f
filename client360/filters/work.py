"""The lists of deals and tasks: what is won next, and what is to be done next."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final, cast

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from activities.choices import TaskKind
from activities.filters import TaskFilterSet
from client360.choices import ListName
from client360.filters.query import MINE, RECENT, ListQuery, Offered, Order
from client360.selectors import stage_choices
from core.models import User
from core.querysets import SEES_EVERYTHING, teams_of
from core.selectors.people import people_of
from opportunities.choices import StageCategory
from opportunities.filters import OpportunityFilterSet

ANY: Final = "any"
OUTCOMES = (
    (StageCategory.WON.value, StageCategory.WON.label),
    (StageCategory.LOST.value, StageCategory.LOST.label),
    (ANY, "Open and closed"),
)
STILL = (("14", "Two weeks"), ("30", "A month"), ("90", "Three months"))
TEAM = (("team", "My team's"),)
WHEN = (
    ("late", "Overdue"),
    ("today", "Today"),
    ("week", "The next seven days"),
    ("later", "Later"),
    ("undated", "Without a date"),
)


class DealList(ListQuery):
    """The list of deals: the open ones, unless the address asks for others."""

    name = ListName.DEALS
    orders = (
        RECENT,
        Order("closing", "Closing next", ("expected_close", "id"), needs="expected_close"),
        Order("still", "Longest in their stage", ("stage_entered_at", "id")),
    )
    filter_set = OpportunityFilterSet

    def menu_choices(self) -> Iterable[tuple[str, str, Offered]]:
        """Yield the menus of deals."""
        yield "owner", "Owner", MINE
        yield "stage", "Stage", stage_choices
        yield "category", "Outcome", OUTCOMES
        yield "stale_days", "In this stage for", STILL

    def values(self) -> dict[str, Any]:
        """Return what the filter set is asked; a stage says itself whether its deals are open."""
        asked = super().values()
        usual = "" if asked["stage"] else StageCategory.OPEN.value
        given = asked["category"] or usual
        return asked | {"category": "" if given == ANY else given}


class TaskList(ListQuery):
    """The list of what is to be done: the reader's own, everybody's for who sees everything."""

    name = ListName.TASKS
    orders = (Order("due", "Soonest first", ("due_at", "id"), needs="due_at"),)
    filter_set = TaskFilterSet

    def __init__(self, request: HttpRequest, given: QueryDict | None = None) -> None:
        self._user = cast("User", request.user)
        super().__init__(request, given)
        if self.given.get("when") == "undated":
            self.order = Order("undated", "Oldest first", ("id",))

    def menu_choices(self) -> Iterable[tuple[str, str, Offered]]:
        """Yield the menus of tasks."""
        if self._user.has_perm(SEES_EVERYTHING):
            yield "of", "Of", MINE
        elif teams_of(self._user):
            yield "of", "Of", TEAM
        yield "when", "When", WHEN
        yield "kind", "Kind", TaskKind.choices

    def narrow(self, rows: Any) -> Any:
        """Return the tasks the address asks for: of whom, and due when."""
        return super().narrow(self._of(rows)).filter(**self._window())

    def _of(self, rows: Any) -> Any:
        """Return everybody's tasks, the reader's team's, or the reader's."""
        of = self.given.get("of", "")
        if of == "team":
            return rows.filter(assignee__in=people_of(teams_of(self._user)))
        everybody = of != "me" and self._user.has_perm(SEES_EVERYTHING)
        return rows if everybody else rows.filter(assignee=self._user)

    def _window(self) -> dict[str, Any]:
        """Return the bounds of the due date, in days of the reader's own zone."""
        now = timezone.localtime()
        tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        week = tomorrow + timedelta(days=6)
        windows: dict[str, dict[str, Any]] = {
            "late": {"due_at__lt": now},
            "today": {"due_at__gte": now, "due_at__lt": tomorrow},
            "week": {"due_at__gte": now, "due_at__lt": week},
            "later": {"due_at__gte": week},
            "undated": {"due_at__isnull": True},
        }
        return windows.get(self.given.get("when", ""), {})
