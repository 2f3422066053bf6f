"""Operations that proposals may carry, registered by the apps that know how to do them.

An app registers in its `handlers.py`, imported by `AppConfig.ready()`:

    register(Operation("contact.update", "Change a contact", apply=..., describe=...))
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.db import models

from core.selectors.switches import is_on

if TYPE_CHECKING:
    from approvals.models import Proposal, ProposalItem
    from core.models import User

DECIDE = "approvals.decide_proposal"
DECIDE_SYSTEM = "approvals.decide_system"


class UnknownOperationError(LookupError):
    """No app registered this kind of proposal or this type of target."""

    code = "unknown_operation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What applying one item came to.

    `more` means: one chunk is done, commit it and call again in a new transaction; `result`
    then carries the progress the next call starts from. `conflict` is shown to a person.
    """

    state: Literal["applied", "noop", "conflict", "more"]
    target_uid: UUID | None = None
    version: int | None = None
    result: dict[str, Any] = field(default_factory=dict)
    conflict: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An item in its operation's own words, as the page of a review lays it out.

    `heads` name the columns of `rows` with an address each, empty for none; a row is its label and
    a text for each column, the last of them what will stand. `facts` are single values with their
    names, `signs` speak for it and `against` against it, `beware` is to be known before, `links`
    lead on, and `details` are for the record: shown to whoever asks.
    """

    heads: list[tuple[str, str]] = field(default_factory=list)
    rows: list[tuple[str, list[str]]] = field(default_factory=list)
    facts: list[tuple[str, Any]] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    beware: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)


type Apply = "Callable[[ProposalItem, User], Applied]"
type Describe = "Callable[[ProposalItem], dict[str, Any]]"
type Tell = "Callable[[ProposalItem, User], Told | None]"
type Undo = "Callable[[Proposal, User], Proposal | None]"
type Words = "Callable[[ProposalItem], Iterable[str]]"
type Check = "Callable[[Mapping[str, Any]], None]"


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of change, its name on review pages, and how it is done.

    `apply(item, actor)` runs in a savepoint of its own; ValidationError, IntegrityError and
    VersionConflictError inside become the item's conflict. `describe(item)` returns
    `{label, url, rows}` for review pages. `permission` is what a person needs to decide.
    `model` is the target's: the applier then locks the target rows before it calls `apply`, all
    in one global order; leave it out when the operation locks its own rows. `revert(item, actor)`
    undoes `item.reverts`, the applied item, and may answer `more` too. `marks(item)` names what
    policies ask about: has_booking, exact_key. `holds(item)` names records no other open
    proposal may hold; merges, unmerges, erasures and reverts hold what they name by default. While
    the kill switch `switch` is off, applying pauses between two chunks and goes on later by itself.
    `tell(item, reader)` lays an item out for the page of a review, where three columns of values
    would not do. `undo(proposal, by)` proposes the undoing of an applied proposal where that is a
    kind of its own; without an answer the items are proposed in reverse. `ops` are what items of
    this kind may do; none named means any. `required` are the fields of a new row one of which
    has to say something; `extras` are the names in `after` that are no fields of the row, each
    with a check of everything proposed that raises ValidationError.
    """

    kind: str
    name: str
    apply: Apply
    describe: Describe
    permission: str = DECIDE
    model: type[models.Model] | None = None
    revert: Apply | None = None
    marks: Words | None = None
    holds: Words | None = None
    switch: str = ""
    tell: Tell | None = None
    undo: Undo | None = None
    ops: frozenset[str] = frozenset()
    required: tuple[str, ...] = ()
    extras: Mapping[str, Check] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cited:
    """A piece of evidence as it stands at its source: cells as (name, value, whether it is meant).

    `label` says where that is, `url` leads there.
    """

    label: str
    url: str
    cells: list[tuple[str, str, bool]]


type Cite = "Callable[[dict[str, Any], User], Cited | None]"

_citations: list[Cite] = []


def cite_evidence(by: Cite) -> None:
    """Have `by(piece, reader)` look up pieces of evidence it knows; it answers None for others."""
    _citations.append(by)


def cited(piece: Any, reader: "User") -> Cited | None:
    """Return a piece of evidence as its source shows it to this reader, None when none knows it."""
    if not isinstance(piece, dict):
        return None
    return next((found for cite in _citations if (found := cite(piece, reader))), None)


_operations: dict[str, Operation] = {}


def register(operation: Operation) -> None:
    """Make an operation known; a kind is registered once, for the life of the process.

    Raises ValueError for a kind that is taken.
    """
    if operation.kind in _operations:
        raise ValueError(f"the operation {operation.kind} is registered already")
    _operations[operation.kind] = operation


def get(kind: str) -> Operation:
    """Return the operation of a kind; raises UnknownOperationError."""
    try:
        return _operations[kind]
    except KeyError:
        raise UnknownOperationError(f"no app knows the operation {kind!r}") from None


def is_paused(kind: str) -> bool:
    """Return whether the kill switch of a kind is off."""
    operation = _operations.get(kind)
    return bool(operation and operation.switch and not is_on(operation.switch))


def name_of(kind: str) -> str:
    """Return what people call a kind; one that no app registers any more stands as its code."""
    operation = _operations.get(kind)
    return operation.name if operation else kind


def kinds() -> list[tuple[str, str]]:
    """Return every registered kind with its name, sorted by name."""
    return sorted(((kind, name_of(kind)) for kind in _operations), key=lambda each: each[1])


def permissions() -> frozenset[str]:
    """Return every permission some operation asks of those who decide."""
    return frozenset(operation.permission for operation in _operations.values())
