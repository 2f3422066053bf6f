"""Original, current and proposed values of a proposal, side by side."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from approvals import registry
from approvals.choices import ItemOp
from approvals.models import Proposal, ProposalItem
from approvals.selectors.values import FieldDiff, compare
from core.choices import State

type Rows = dict[tuple[str, UUID], models.Model]

GONE = (State.MERGED, State.ERASED)
NAMES = ("full_name", "display_name", "name", "title")


@dataclass(frozen=True, slots=True)
class ItemDiff:
    """One item as a reviewer sees it.

    `gone` says why the target cannot be changed any more: missing, merged, erased or empty.
    `rebased` means the record moved on since, though not in the fields in question unless a
    field's flag says conflict.
    """

    item: ProposalItem
    label: str
    url: str
    gone: str
    rebased: bool
    fields: list[FieldDiff]


def diff(proposal: Proposal) -> list[ItemDiff]:
    """Return the current items of a proposal, each field original, current and proposed.

    Reads every target type in one query.
    """
    items = list(proposal.current_items)
    rows = targets_of(items)
    return [_item_diff(item, rows) for item in items]


def describe_row(item: ProposalItem) -> dict[str, Any]:
    """Return `{label, url, rows}` of an item about one row: the default for `Operation`."""
    shown = _item_diff(item, targets_of([item]))
    rows = [asdict(field) for field in shown.fields]
    return {"label": shown.label, "url": shown.url, "rows": rows}


def targets_of(items: Iterable[ProposalItem], *, lock: bool = False) -> Rows:
    """Return the rows the items are about, by (target_type, uid).

    With `lock` the rows are locked for update, types by name and rows by id: everybody who
    locks in this one order waits for each other and never for ever.
    """
    wanted: dict[str, set[UUID]] = defaultdict(set)
    tables: dict[str, type[models.Model]] = {}
    for item in items:
        model = registry.get(item.kind).model
        if model is not None and item.target_uid is not None:
            tables[item.target_type] = model
            wanted[item.target_type].add(item.target_uid)
    found: Rows = {}
    for name in sorted(wanted):
        every: models.QuerySet[Any] = tables[name]._base_manager.all()  # noqa: SLF001 -- Django's documented name
        rows = every.filter(uid__in=wanted[name]).order_by("pk")
        for row in rows.select_for_update(of=("self",)) if lock else rows:
            found[name, row.uid] = row
    return found


def gone(row: models.Model | None) -> str:
    """Return why a target cannot be changed: missing, merged, erased, or an empty string."""
    if row is None:
        return "missing"
    state = getattr(row, "state", "")
    return str(state) if state in GONE else ""


def _item_diff(item: ProposalItem, rows: Rows) -> ItemDiff:
    row = rows.get((item.target_type, item.target_uid)) if item.target_uid else None
    governed = item.target_uid is not None and registry.get(item.kind).model is not None
    fields = _raw(item)
    if row is not None and item.op == ItemOp.UPDATE:
        fields = _compared(row, item)
    return ItemDiff(
        item=item,
        label=str(row) if row is not None else _name(item),
        url=_url(row),
        gone=gone(row) if governed else "",
        rebased=row is not None and getattr(row, "version", None) != item.base_version,
        fields=fields,
    )


def _url(row: models.Model | None) -> str:
    address = getattr(row, "get_absolute_url", None)
    return str(address()) if address else ""


def _compared(row: models.Model, item: ProposalItem) -> list[FieldDiff]:
    """Compare with the row; values that can no longer be read are shown as they were written."""
    try:
        return compare(row, item.before, item.after)
    except ValidationError:
        return _raw(item)


def _raw(item: ProposalItem) -> list[FieldDiff]:
    names = sorted({*item.before, *item.after})
    return [
        FieldDiff(
            name,
            name.replace("_", " "),
            item.before.get(name),
            None,
            item.after.get(name),
            "change",
        )
        for name in names
    ]


def _name(item: ProposalItem) -> str:
    """Return what a new record is called, else what such a record is; `str` of one that is gone."""
    if given := next((item.after[name] for name in NAMES if item.after.get(name)), None):
        return str(given)
    model = registry.get(item.kind).model
    if model is None or item.target_uid is not None:
        return str(item)
    return str(model._meta.verbose_name)  # noqa: SLF001 -- Django's documented name
