"""Hooks of people: what follows a refusal, who knows of lookalikes, other names and their files."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast
from uuid import UUID

if TYPE_CHECKING:
    from contacts.models import Contact
    from core.models import User

Withdrawal = Callable[["Contact", str, "User | None"], None]

_listeners: dict[str, Withdrawal] = {}


def register_withdrawal(name: str, listener: Withdrawal) -> None:
    """Have `listener(contact, purpose, by)` called in the transaction of every refusal."""
    _listeners[name] = listener


def tell(contact: "Contact", purpose: str, by: "User | None") -> None:
    """Tell everybody who acts on a purpose that it is refused now."""
    for listener in _listeners.values():
        listener(contact, purpose, by)


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Somebody on record who may be the person being typed: how likely, and why in words."""

    contact: "Contact"
    probability: float
    reasons: list[str]
    doubts: list[str]


class Lookout(Protocol):
    """Whoever knows of lookalikes."""

    def find(
        self, fields: Mapping[str, Any], points: Sequence[Mapping[str, Any]], *, by: "User"
    ) -> list[Lookalike]:
        """Return the likely ones among those a person may see, the likeliest first."""

    def keep(self, contact_id: int) -> None:
        """Let a person be found from now on by what was just written of them."""

    def note(self, contact: "Contact") -> None:
        """Have people look at a new person who was kept in spite of lookalikes."""


_lookouts: list[str] = []


def register_lookout(module: str) -> None:
    """Have this module, a Lookout, asked for lookalikes of whoever is typed in; one at most.

    It is loaded when it is first asked: what it compares people with takes 20 MB of a process.
    """
    _lookouts[:] = [module]


def _asked() -> Iterator[Lookout]:
    return (cast("Lookout", import_module(module)) for module in _lookouts)


def lookalikes(
    fields: Mapping[str, Any], points: Sequence[Mapping[str, Any]], *, by: "User"
) -> list[Lookalike]:
    """Return who may be the person of these golden fields and `{kind, value}` points."""
    return [found for lookout in _asked() for found in lookout.find(fields, points, by=by)]


def keep_findable(contact_id: int) -> None:
    """Let whoever is typed next be told of this person: called in the transaction of a write."""
    for lookout in _asked():
        lookout.keep(contact_id)


def note_lookalikes(contact: "Contact") -> None:
    """Have people look at a new person who was kept in spite of lookalikes."""
    for lookout in _asked():
        lookout.note(contact)


Names = Callable[[str, str], Iterable[UUID]]

_names: list[Names] = []


def register_names(lookup: Names) -> None:
    """Have `lookup(where, name)` asked for the uids of the people a name stands for.

    `where` is the code of a system whose id it is, or `sha256:` and the kind of a point whose
    digest it is.
    """
    _names.append(lookup)


def known_as(where: str, name: str) -> set[UUID]:
    """Return the uids of the people somebody knows under a name."""
    return {uid for lookup in _names for uid in lookup(where, name)}


Brought = Callable[[UUID, "User"], Iterable[int]]

_files: list[Brought] = []


def register_files(lookup: Brought) -> None:
    """Have `lookup(file, reader)` asked for the keys of a file's people; there is one at most."""
    _files[:] = [lookup]


def brought_by(file: UUID, reader: "User") -> Iterable[int]:
    """Return the keys of the people a file brought; none of a file this reader may not open."""
    return _files[0](file, reader) if _files else ()
