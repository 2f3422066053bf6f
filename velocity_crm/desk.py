"""The first page of the administration: what waits for this person, and where everything is."""

from typing import Any, NamedTuple, cast

from django.http import HttpRequest

from approvals.selectors import waiting_count
from core.models import User
from core.views import is_open
from identity.selectors.queue import open_pairs
from imports.choices import BatchState
from imports.selectors import batches_for
from ops.choices import Health
from ops.selectors.health import dependencies, examine, overall

COUNTED = 1_000  # what waits beyond that is more than anybody does in a day
RECENT = 5
ASKS = (BatchState.MAPPING_PROPOSED, BatchState.PENDING, BatchState.FAILED)


class Pile(NamedTuple):
    """How much of one kind waits, in words, and the page that shows it; `state` is its colour."""

    page: str
    number: str
    words: str
    state: str = ""


def desk(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what the page shows to the context of the administration's first page."""
    user = cast("User", request.user)
    piles = [pile(user) for page, pile in PILES.items() if is_open(user, page)]
    imports = batches_for(user).order_by("-id")[:RECENT] if is_open(user, "imports:list") else []
    # the first group stands on the page already, as what waits
    return context | {
        "piles": piles,
        "imports": imports,
        "groups": context["sidebar_navigation"][1:],
    }


def _decisions(user: User) -> Pile:
    return _pile(
        "approvals:queue", waiting_count(user), "proposal to decide", "proposals to decide"
    )


def _duplicates(user: User) -> Pile:
    waiting = open_pairs(user).order_by().values("pk")[: COUNTED + 1]
    return _pile("identity:queue", len(waiting), "pair to look at", "pairs to look at")


def _imports(user: User) -> Pile:
    asking = batches_for(user).filter(state__in=ASKS).values("pk")[: COUNTED + 1]
    return _pile("imports:list", len(asking), "import waits", "imports wait")


def _system(_: User) -> Pile:
    found = examine(dependencies())
    unwell = sum(each.state != Health.HEALTHY for each in found)
    pile = _pile("ops:status", unwell, "part needs care", "parts of the system need care")
    return pile._replace(state=overall(found))


def _pile(page: str, count: int, one: str, many: str) -> Pile:
    number = f"{count:,}" if count <= COUNTED else f"{COUNTED:,}+"
    return Pile(page, number, one if count == 1 else many)


PILES = {
    "approvals:queue": _decisions,
    "identity:queue": _duplicates,
    "imports:list": _imports,
    "ops:status": _system,
}
