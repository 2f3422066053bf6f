"""The first page of the administration: what waits for this person, and where everything is."""

from math import inf
from typing import Any, NamedTuple, cast

from django.http import HttpRequest

from approvals.selectors import waiting_count
from approvals.selectors.queue import WAITING_CAP as PROPOSALS_CAP
from core.models import User
from core.views import is_open
from identity.selectors.queue import WAITING_CAP as PAIRS_CAP
from identity.selectors.queue import waiting_pairs
from imports.choices import BatchState
from imports.selectors import batches_for
from ops.choices import Health
from ops.selectors.health import dependencies, examine, overall

RECENT = 5
ASKS = (BatchState.MAPPING_PROPOSED, BatchState.PENDING, BatchState.FAILED)
MOST_ASKING = 100


class Pile(NamedTuple):
    """How much of one kind waits, in words, and the page that shows it; `state` is its colour."""

    page: str
    number: str
    words: str
    state: str = ""


def desk(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what the page shows to the context of the administration's first page."""
    user = cast("User", request.user)
    imports = batches_for(user).order_by("-id")[:RECENT] if is_open(user, "imports:list") else []
    # the first group stands on the page already, as what waits
    return context | {
        "piles": [pile(user) for page, pile in PILES.items() if is_open(user, page)],
        "imports": imports,
        "groups": context["sidebar_navigation"][1:],
    }


def _decisions(user: User) -> Pile:
    words = "proposal to decide", "proposals to decide"
    return _pile("approvals:queue", waiting_count(user), *words, cap=PROPOSALS_CAP)


def _duplicates(user: User) -> Pile:
    words = "pair to look at", "pairs to look at"
    return _pile("identity:queue", waiting_pairs(user), *words, cap=PAIRS_CAP)


def _imports(user: User) -> Pile:
    asking = batches_for(user).filter(state__in=ASKS)[:MOST_ASKING].count()
    return _pile("imports:list", asking, "import waits", "imports wait", cap=MOST_ASKING)


def _system(_: User) -> Pile:
    found = examine(dependencies())
    unwell = sum(each.state != Health.HEALTHY for each in found)
    words = "part of the system needs care", "parts of the system need care"
    return _pile("ops:status", unwell, *words)._replace(state=overall(found))


def _pile(page: str, count: int, one: str, many: str, *, cap: float = inf) -> Pile:
    """Return a pile that was counted up to a cap."""
    number = f"{count:,}+" if count >= cap else f"{count:,}"
    return Pile(page, number, one if count == 1 else many)


PILES = {
    "approvals:queue": _decisions,
    "identity:queue": _duplicates,
    "imports:list": _imports,
    "ops:status": _system,
}
