"""The views of the lists: whose somebody sees, and with whom they may share theirs."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from accounts.models import Account
from activities.models import Task
from client360.choices import ListName
from client360.models import SavedView
from contacts.models import Contact
from core.choices import Visibility
from core.models import Team, User
from core.selectors.people import runs_the_house
from opportunities.models import Opportunity

MOST: Final = 200  # as many as one page offers
ROWS: Final[dict[str, Any]] = {
    ListName.CONTACTS: Contact,
    ListName.ACCOUNTS: Account,
    ListName.DEALS: Opportunity,
    ListName.TASKS: Task,
}


def views_of(user: User) -> Sequence[SavedView]:
    """Return every view a person keeps or is shown, by name, the nameless ones among them.

    One query, kept on the user object, which lives for a request: lists and navigation ask.
    """
    known: list[SavedView] | None = getattr(user, "_views", None)
    if known is None:
        today = timezone.localdate()
        teams = Team.objects.filter(
            Q(people=user)
            | Q(lead=user)
            | Q(memberships__user=user, memberships__valid__contains=today)
        )
        shared = Q(visibility=Visibility.ORGANISATION) | Q(team__in=teams)
        rows = SavedView.objects.filter(Q(owner=user) | (shared & Q(owner__is_active=True)))
        known = list(rows.select_related("owner").order_by("name", "id")[:MOST])
        user._views = known  # type: ignore[attr-defined]  # noqa: SLF001 -- a cache on our own class
    return known


def audiences(user: User, name: str) -> list[Visibility]:
    """Return for whom somebody may keep a view of a list, themselves first.

    For their team who is in one and may change what the list shows; for everybody who runs the
    house; machines keep none.
    """
    if user.is_service:
        return []
    meta = ROWS[name]._meta  # noqa: SLF001 -- Django's documented name
    works = user.has_perm(f"{meta.app_label}.change_{meta.model_name}")
    team = [Visibility.TEAM] if works and user.team_id is not None else []
    everybody = [Visibility.ORGANISATION] if runs_the_house(user) else []
    return [Visibility.RESTRICTED, *team, *everybody]
