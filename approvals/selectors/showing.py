"""Proposals as review pages and the API show them, whatever their kind."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.db import models

from approvals import registry
from approvals.choices import ApplyState, ItemOp
from approvals.models import Proposal, ProposalItem
from approvals.registry import Cited, Operation, Told, cited
from approvals.selectors.diffing import ItemDiff, describe_row, diff
from approvals.selectors.values import FieldDiff
from approvals.selectors.veiling import Hidden, hidden_from, veil, wrote
from approvals.selectors.wording import Wording
from core.models import User
from core.selectors.masking import masked

BY_FIELD = (ItemOp.UPDATE, ItemOp.CREATE)
UNDONE = (ApplyState.PENDING, ApplyState.CONFLICT)
# what reading JSON of another shape than expected raises
UNREADABLE = (
    LookupError, TypeError, ValueError, AttributeError, ArithmeticError, ValidationError,
)  # fmt: skip

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item of a proposal: what it is about and its fields, three ways.

    `rows` hold name, label, original, current, proposed and flag. References are written as the
    name of the record they lead to, sensitive values as a mask for whom they are hidden from;
    `unseen` names what the reader sees but a mask of as proposed, `evidence` pairs each piece
    with the row of its source, where the reader may open that.
    """

    item: ProposalItem
    label: str
    url: str
    gone: str
    rebased: bool
    rows: list[dict[str, Any]] = field(default_factory=list)
    unseen: frozenset[str] = frozenset()
    evidence: list[tuple[Any, Cited | None]] = field(default_factory=list)

    @property
    def act(self) -> str:
        """What it does, in a word or two: the name of an operation on more than fields."""
        operation = registry.get(self.item.kind)
        if _is_by_field(operation):
            return self.item.get_op_display()
        return f"Undo: {operation.name}" if _reverses(self.item) else operation.name

    @property
    def by_field(self) -> bool:
        """Whether its fields can be decided and corrected one by one."""
        in_fields = _is_by_field(registry.get(self.item.kind))
        return in_fields and self.item.op in BY_FIELD and self.item.apply_state in UNDONE

    @property
    def in_conflict(self) -> bool:
        """Whether the record holds another value than the author saw in a field proposed."""
        return any(row["flag"] == "conflict" for row in self.rows)

    @property
    def edits(self) -> list[dict[str, str]]:
        """The proposed values as inputs hold them: name, label and text."""
        return [
            {
                "name": row["name"],
                "label": row["label"],
                "text": as_text(self.item.after[row["name"]]),
            }
            for row in self.rows
            if row["name"] in self.item.after and row["name"] not in self.unseen
        ]


def as_text(value: Any) -> str:
    """Return a value as an input holds it: text as it is, nothing empty, the rest as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def shown_items(proposal: Proposal, *, by: User) -> list[ShownItem]:
    """Return the current items as one person sees them.

    Changes of a row are compared field by field; other operations describe themselves.
    """
    return [_shown(each, by) for each in diff(proposal)]


def told_items(shown: Iterable[ShownItem], *, by: User) -> dict[int, Told]:
    """Return items in their operations' own words, by number, those whose operation has some.

    Only for one page read by a person: telling may try what applying would do.
    """
    found = {each.item.seq: _laid_out(each.item, by) for each in shown}
    return {seq: told for seq, told in found.items() if told is not None}


def _laid_out(item: ProposalItem, by: User) -> Told | None:
    """Return an item in its operation's words; None for none, or where it cannot be read."""
    operation = registry.get(item.kind)
    if operation.tell is None or _reverses(item):
        return None
    try:
        return operation.tell(item, by)
    except UNREADABLE:
        log.warning("item_untold", kind=item.kind, exc_info=True)
        return None


def _reverses(item: ProposalItem) -> bool:
    """Tell whether an item undoes another of its own kind, whose words are then not its own."""
    if item.op != ItemOp.REVERT or item.reverts is None:
        return False
    return item.reverts.kind == item.kind


def _shown(each: ItemDiff, by: User) -> ShownItem:
    operation = registry.get(each.item.kind)
    if operation.model is None:
        return _described(each, operation, by)
    in_fields = _is_by_field(operation)
    shown = _by_field(each, operation.model, by) if in_fields else _described(each, operation, by)
    veil(each.item, by)
    return shown


def _is_by_field(operation: Operation) -> bool:
    """Tell whether an operation changes fields of a row, each of which may be decided alone."""
    return operation.model is not None and operation.describe is describe_row


def _described(each: ItemDiff, operation: Operation, by: User) -> ShownItem:
    """Return an item in its operation's own words.

    Its author chose what is proposed without having to see it, so it is masked for them, too.
    """
    told = _told(each, operation)
    hidden = hidden_from(by, each.item)
    return ShownItem(
        each.item,
        told["label"],
        told["url"] or each.url,
        each.gone,
        each.rebased,
        rows=[_row(row, hidden) for row in told["rows"]],
        evidence=_evidence(each.item, by),
    )


def _told(each: ItemDiff, operation: Operation) -> dict[str, Any]:
    """Return what an operation says of an item, or what was written where it cannot be read.

    Machines propose what they like: a page that fails would keep people from turning it down.
    """
    try:
        return operation.describe(each.item)
    except UNREADABLE:
        log.warning("item_unreadable", kind=each.item.kind, exc_info=True)
        rows = [asdict(field) for field in each.fields]
        return {"label": each.label, "url": each.url, "rows": rows}


def _by_field(each: ItemDiff, model: type[models.Model], by: User) -> ShownItem:
    """Return a change of a row field by field, in words."""
    wording, hidden = Wording(model), hidden_from(by, each.item)
    unseen = frozenset() if wrote(by, each.item.proposal) else frozenset(hidden)
    rows = [_compared(row, wording, hidden, unseen) for row in each.fields]
    signs = _evidence(each.item, by)
    return ShownItem(each.item, each.label, each.url, each.gone, each.rebased, rows, unseen, signs)


def _evidence(item: ProposalItem, by: User) -> list[tuple[Any, Cited | None]]:
    return [(piece, cited(piece, by)) for piece in item.evidence]


def _compared(
    row: FieldDiff, wording: Wording, hidden: Hidden, unseen: frozenset[str]
) -> dict[str, Any]:
    def side(value: Any, *, covered: bool) -> Any:
        return masked(hidden[row.name], value) if covered else wording.of(row.name, value)

    return {
        "name": row.name,
        "label": row.label,
        "original": side(row.original, covered=row.name in hidden),
        "current": side(row.current, covered=row.name in hidden),
        "proposed": side(row.proposed, covered=row.name in unseen),
        "flag": row.flag,
    }


def _row(told: Mapping[str, Any], hidden: Hidden) -> dict[str, Any]:
    """Return a described row with all its keys; descriptions may leave out what they lack."""
    name = str(told.get("name") or told.get("field") or "")
    values = {side: told.get(side) for side in ("original", "current", "proposed")}
    if name in hidden:
        values = {side: masked(hidden[name], value) for side, value in values.items()}
    return {
        "name": name,
        "label": told.get("label") or name.replace("_", " "),
        **values,
        "flag": told.get("flag", "change"),
    }
