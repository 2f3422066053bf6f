"""Hooks identity offers to the apps above it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import Account
    from contacts.models import Contact
    from core.models import User
    from core.services.moving import Moved
    from identity.models import SourceRecord

# called as repoint(survivor=, loser=, by=) inside the merge's transaction
type Repoint = "Callable[..., list[Moved]]"

# returns the kind and the normalised value of every contact point the rows of records name
type Reach = "Callable[[Sequence[SourceRecord]], set[tuple[str, str]]]"

# returns table and id of every row, besides points, that the rows of records made of a person
type Made = "Callable[[Sequence[SourceRecord]], list[tuple[str, int]]]"

_made: dict[str, Made] = {}
_reaches: dict[str, Reach] = {}
_repoints: dict[str, dict[str, Repoint]] = {"contact": {}, "account": {}}


def register_repoint(app: str, repoint: Repoint, *, of: str = "contact") -> None:
    """Say how the rows of an app above identity follow a merged `contact` or `account`.

    `repoint(survivor=, loser=, by=)` moves them with `core.services.moving` and returns what it
    did. Raises ValueError for an app that is registered already.
    """
    if app in _repoints[of]:
        raise ValueError(f"{app} has said already how its rows follow a merge")
    _repoints[of][app] = repoint


def repoint_above(
    *, survivor: "Contact | Account", loser: "Contact | Account", by: "User | None"
) -> "list[Moved]":
    """Move the rows of every app above, in the order of their names."""
    known = _repoints[str(survivor._meta.model_name)]  # noqa: SLF001 -- Django's documented name
    moved: list[Moved] = []
    for app in sorted(known):
        moved += known[app](survivor=survivor, loser=loser, by=by)
    return moved


def register_reach(app: str, reach: Reach) -> None:
    """Say how source records of an app above tell how to reach somebody.

    Raises ValueError for an app that is registered already.
    """
    if app in _reaches:
        raise ValueError(f"{app} has said already how its records tell whom to reach where")
    _reaches[app] = reach


def reach_of(records: "Sequence[SourceRecord]") -> set[tuple[str, str]]:
    """Return the kind and value of every contact point these records name."""
    found: set[tuple[str, str]] = set()
    for app in sorted(_reaches):
        found |= _reaches[app](records)
    return found


def register_made(app: str, made: Made) -> None:
    """Say what the source records of an app above made, besides people and points.

    Raises ValueError for an app that is registered already.
    """
    if app in _made:
        raise ValueError(f"{app} has said already what its records made")
    _made[app] = made


def made_by(records: "Sequence[SourceRecord]") -> list[tuple[str, int]]:
    """Return table and id of every row these records made, while it is their person's."""
    return [row for app in sorted(_made) for row in _made[app](records)]
