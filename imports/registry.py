"""What upper apps make of rows that imports cannot write itself, registered by them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.backends.utils import CursorWrapper

from core.models import User

if TYPE_CHECKING:
    from imports.models import RawBatch

type Write = Callable[[CursorWrapper, "RawBatch", User], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """How records of one kind are undone and proved: table, history, and SQL about the record `t`.

    `sets` is what undoing sets, `untouched` holds as long as nobody worked with the record, and
    `said` is the text of what it says, without ids, people and times of writing.
    """

    table: str
    history: str
    sets: str
    untouched: str
    said: str


_writers: dict[str, Write] = {}
_kinds: dict[str, Kept] = {}


def write_rows(source: str, write: Write) -> None:
    """Let a function write the rows of one source's files from the temporary table `made`.

    Raises ValueError for a source that has its writer already.
    """
    if source in _writers:
        raise ValueError(f"{source} has its writer already")
    _writers[source] = write


def writer_of(source: str) -> Write | None:
    """Return the function that writes the rows of a source, if an upper app has one."""
    return _writers.get(source)


def keep_kind(kind: str, kept: Kept) -> None:
    """Say how records of a kind are undone and proved; raises ValueError for one that is known."""
    if kind in _kinds:
        raise ValueError(f"it is known how {kind} is kept")
    _kinds[kind] = kept


def kinds() -> dict[str, Kept]:
    """Return how each kind registered by an upper app is kept."""
    return dict(_kinds)
