"""Hooks the kernel offers to the apps above it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User

VisibleRows = Callable[["User"], "QuerySet[Any]"]

# entity type -> the rows of it a user may see; the change feed shows nobody a type without one
_feed: dict[str, VisibleRows] = {}


def register_feed(entity_type: str, visible: VisibleRows) -> None:
    """Say which rows of an entity type a user may read of in the change feed."""
    _feed[entity_type] = visible


def feed_of(entity_type: str) -> VisibleRows | None:
    """Return the rule of an entity type, or None: then only who sees everything reads of it."""
    return _feed.get(entity_type)


Follower = Callable[[], None]

# who has to act when a source is trusted more or less, by name
_followers: dict[str, Follower] = {}


def register_trust(name: str, follower: Follower) -> None:
    """Have `follower()` called once the trust of a source has changed."""
    _followers[name] = follower


def tell_of_trust() -> None:
    """Tell everybody whose numbers rest on the trust of sources that one has changed."""
    for follower in _followers.values():
        follower()


Check = Callable[[], list[str]]

# what has to agree with the audit record, by name
_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Add a cross-check to the proof of the record; it returns one line for every fault."""
    _checks[name] = check


def checks() -> dict[str, Check]:
    """Return the cross-checks by name."""
    return dict(_checks)


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a colleague holds of one kind: its rows, and how some of them are given to another.

    `give(rows, to, by)` returns how many it gave; `right` is what giving takes. `column` says whose
    a row is: where its history is kept, what was handed over is given back by it; empty where it
    is not.
    """

    name: str
    rows: "Callable[[User], QuerySet[Any]]"
    give: "Callable[[QuerySet[Any], User, User], int]"
    right: str
    column: str = ""


# what somebody who leaves leaves behind, by name, in the order it is told
_belongings: dict[str, Belonging] = {}


def register_belonging(belonging: Belonging) -> None:
    """Say what else a colleague may hold."""
    _belongings[belonging.name] = belonging


def belongings() -> list[Belonging]:
    """Return everything a colleague may hold."""
    return list(_belongings.values())
