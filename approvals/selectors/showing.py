"""Proposals as review pages and the API show them, whatever their kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from approvals import registry
from approvals.models import Proposal, ProposalItem
from approvals.selectors.diffing import ItemDiff, diff


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item of a proposal: what it is about and its fields, three ways.

    `rows` hold name, label, original, current, proposed and flag. References are written as the
    name of the record they lead to.
    """

    item: ProposalItem
    label: str
    url: str
    gone: str
    rebased: bool
    rows: list[dict[str, Any]] = field(default_factory=list)


def shown_items(proposal: Proposal) -> list[ShownItem]:
    """Return the current items; operations without a target model describe themselves."""
    return [_shown(each) for each in diff(proposal)]


def _shown(each: ItemDiff) -> ShownItem:
    operation = registry.get(each.item.kind)
    if operation.model is None:
        told = operation.describe(each.item)
        rows = [_row(row) for row in told["rows"]]
        return ShownItem(each.item, told["label"], told["url"], "", rebased=False, rows=rows)
    names = _Names(operation.model)
    rows = [
        {
            "name": row.name,
            "label": row.label,
            "original": names.of(row.name, row.original),
            "current": names.of(row.name, row.current),
            "proposed": names.of(row.name, row.proposed),
            "flag": row.flag,
        }
        for row in each.fields
    ]
    return ShownItem(each.item, each.label, each.url, each.gone, each.rebased, rows)


def _row(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a described row with all its keys; descriptions may leave out what they lack."""
    name = str(told.get("name") or told.get("field") or "")
    return {
        "name": name,
        "label": told.get("label") or name.replace("_", " "),
        "original": told.get("original"),
        "current": told.get("current"),
        "proposed": told.get("proposed"),
        "flag": told.get("flag", "change"),
    }


class _Names:
    """Turns the uid or id of a related record into its name."""

    def __init__(self, model: type[models.Model]) -> None:
        fields: Iterable[Any] = model._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
        self._related = {f.name: f.related_model for f in fields if f.is_relation}

    def of(self, name: str, value: Any) -> Any:
        """Return the name of the record, the value itself where it leads to none."""
        model = self._related.get(name)
        if model is None or value in (None, ""):
            return value
        key = "uid" if hasattr(model, "uid") else "pk"
        row = model._base_manager.filter(**{key: value}).first()  # noqa: SLF001 -- Django's documented name
        return str(row) if row is not None else value
