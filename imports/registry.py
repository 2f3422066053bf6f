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
class Undo:
    """How records of one kind are undone: their table, what is set, and what still may be.

    `untouched` is SQL about the record `t` that holds as long as nobody worked with it.
    """

    table: str
    sets: str
    untouched: str


_writers: dict[str, Write] = {}
_undos: dict[str, Undo] = {}


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


def undo_kind(kind: str, undo: Undo) -> None:
    """Say how records of a kind are undone; raises ValueError for one that is known."""
    if kind in _undos:
        raise ValueError(f"it is known how to undo {kind}")
    _undos[kind] = undo


def undos() -> dict[str, Undo]:
    """Return how each kind registered by an upper app is undone."""
    return dict(_undos)
