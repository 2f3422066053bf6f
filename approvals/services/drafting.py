"""From what an author wrote to the items of a revision: checked, completed, hashed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from approvals import registry
from approvals.choices import ItemOp
from approvals.models import ProposalItem
from approvals.selectors import compare, targets_of
from approvals.selectors.diffing import Rows
from approvals.selectors.values import as_json, field_of
from approvals.services.checking import check_act, check_values
from approvals.services.errors import NotFoundError, StaleBaseError
from core.services import canonical_json, entity_type, sha256

NEEDS_TARGET = (ItemOp.UPDATE, ItemOp.ARCHIVE, ItemOp.RESTORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """One change as its author words it.

    `kind` defaults to the proposal's. Values of `before` and `after` are JSON; relations are
    named by uid, by id where the related row has none. Fields missing from `before` are filled
    with what the record holds now.
    """

    op: str
    target_type: str
    target_uid: UUID | None = None
    kind: str = ""
    base_version: int | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    evidence: Sequence[Any] = ()
    unresolved: Sequence[Any] = ()
    confidence: Decimal | float | None = None
    reverts: ProposalItem | None = None


def items_from(kind: str, drafts: Sequence[ItemDraft]) -> list[ProposalItem]:
    """Return unsaved items, completed from the rows they are about.

    Raises ValidationError for what cannot be proposed, UnknownOperationError, NotFoundError for
    a missing target and StaleBaseError when the author's base has been overtaken.
    """
    if not drafts:
        raise ValidationError("a proposal proposes at least one change")
    items = [_item(kind, seq, draft) for seq, draft in enumerate(drafts, start=1)]
    rows = targets_of(items)
    for item in items:
        _complete(item, rows)
    return items


def content_hash(items: Iterable[ProposalItem]) -> str:
    """Return the sha256 of what is decided about: every value a reviewer sees."""
    content = [
        [
            item.seq,
            item.kind,
            item.op,
            item.target_type,
            str(item.target_uid or ""),
            item.base_version,
            item.before,
            item.after,
            item.evidence,
            item.unresolved,
            item.reverts_id,
        ]
        for item in items
    ]
    return sha256(canonical_json(content))


def claim_hash(kind: str, source: str, items: Iterable[ProposalItem]) -> str:
    """Return the sha256 of what is claimed on which evidence; the same twice is one proposal."""
    claims = [
        [
            item.kind,
            item.op,
            item.target_type,
            str(item.target_uid or ""),
            item.after,
            item.evidence,
        ]
        for item in items
    ]
    return sha256(canonical_json([kind, source, claims]))


def _item(kind: str, seq: int, draft: ItemDraft) -> ProposalItem:
    item = ProposalItem(
        seq=seq,
        kind=draft.kind or kind,
        op=draft.op,
        target_type=draft.target_type,
        target_uid=draft.target_uid,
        base_version=draft.base_version,
        before=_plain(draft.before),
        after=_plain(draft.after),
        evidence=_plain(draft.evidence),
        unresolved=_plain(draft.unresolved),
        confidence=None if draft.confidence is None else Decimal(str(draft.confidence)),
        reverts=draft.reverts,
    )
    model = registry.get(item.kind).model
    if model is not None and entity_type(model) != item.target_type:
        raise ValidationError(f"{item.kind} is about {entity_type(model)}, not {item.target_type}")
    check_act(item)
    if item.op in NEEDS_TARGET and item.target_uid is None:
        raise ValidationError({"target_uid": f"{item.op} names the record it is about"})
    item.clean_fields(exclude=["proposal", "reverts"])
    return item


def _complete(item: ProposalItem, rows: Rows) -> None:
    model = registry.get(item.kind).model
    if model is None or item.target_uid is None:
        check_values(item)
        return
    row = rows.get((item.target_type, item.target_uid))
    if row is None:
        raise NotFoundError(f"no {item.target_type} {item.target_uid}")
    stands = getattr(row, "version", None)
    _check_base(item.base_version, stands)
    if item.op == ItemOp.UPDATE:
        _complete_update(item, row)
    if item.base_version is None:
        item.base_version = stands


def _check_base(base: int | None, stands: int | None) -> None:
    """Refuse a version the record never had: its author cannot have read it."""
    if base is not None and stands is not None and not 1 <= base <= stands:
        raise ValidationError({"base_version": f"The record has versions 1 to {stands}."})


def _complete_update(item: ProposalItem, row: models.Model) -> None:
    if not item.after:
        raise ValidationError("an update names at least one field")
    for name in item.after:
        item.before.setdefault(name, as_json(row, field_of(type(row), name)))
    check_values(item, row)
    moved = item.base_version is not None and item.base_version != getattr(row, "version", None)
    overtaken = [d.name for d in compare(row, item.before, item.after) if d.flag == "conflict"]
    if moved and overtaken and item.reverts is None:
        raise StaleBaseError(f"{row} was changed since: {', '.join(overtaken)}")


def _plain(value: Any) -> Any:
    """Return a value as the database gives it back, so that hashes made before and after agree."""
    try:
        return json.loads(canonical_json(value), parse_float=_number, parse_constant=_no_number)
    except ValueError as error:
        raise ValidationError(f"not a value: {error}") from error


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _no_number(text: str) -> None:
    raise ValueError(text)
