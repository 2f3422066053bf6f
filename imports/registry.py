"""What upper apps make of a legacy table once its rows are in, registered by them."""

from collections.abc import Callable

type Follow = Callable[[int], int]

_followers: dict[str, Follow] = {}


def follow(kind: str, function: Follow) -> None:
    """Let a function take the id of each batch of a legacy table that was applied.

    It returns how many rows it made, makes each once, and can run again. Raises ValueError for
    a table that is followed already.
    """
    if kind in _followers:
        raise ValueError(f"{kind} is followed already")
    _followers[kind] = function


def follower(kind: str) -> Follow | None:
    """Return the function that follows a legacy table, if there is one."""
    return _followers.get(kind)
