"""Hooks identity offers to the apps above it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contacts.models import Contact
    from core.models import User
    from core.services.moving import Moved

# called as repoint(survivor=, loser=, by=) inside the merge's transaction
type Repoint = "Callable[..., list[Moved]]"

_repoints: dict[str, Repoint] = {}


def register_repoint(app: str, repoint: Repoint) -> None:
    """Say how the rows of an app above identity follow a merged person.

    `repoint(survivor=, loser=, by=)` moves them with `core.services.moving` and returns what it
    did. Raises ValueError for an app that is registered already.
    """
    if app in _repoints:
        raise ValueError(f"{app} has said already how its rows follow a merge")
    _repoints[app] = repoint


def repoint_above(*, survivor: "Contact", loser: "Contact", by: "User | None") -> "list[Moved]":
    """Move the rows of every app above, in the order of their names."""
    moved: list[Moved] = []
    for app in sorted(_repoints):
        moved += _repoints[app](survivor=survivor, loser=loser, by=by)
    return moved
