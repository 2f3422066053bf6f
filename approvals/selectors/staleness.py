"""What happened to a record since somebody proposed to change it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from approvals.models import ProposalItem
from approvals.selectors.diffing import targets_of
from core.models import CanonicalModel
from core.selectors.history import entries

MOST = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One version of the record written since: when, by whom, and the names of what moved.

    `touches` are those of them the proposal is about; without any the proposal rebases safely.
    """

    at: datetime
    by: str
    fields: list[str]
    touches: list[str]


def changes_since(item: ProposalItem) -> list[Change]:
    """Return the newest MOST changes of an item's record since its base version."""
    row = next(iter(targets_of([item]).values()), None)
    if not isinstance(row, CanonicalModel) or item.base_version is None:
        return []
    past = type(row).history.filter(id=row.pk, version__gt=item.base_version)
    newest = past.order_by("-version")[:MOST]
    return [_change(entry, item) for entry in entries(row, newest, reader=None)]


def _change(entry: dict[str, Any], item: ProposalItem) -> Change:
    fields = [change["field"] for change in entry["changes"]]
    touched = [name for name in fields if name in item.after]
    return Change(entry["at"], entry["by"] or "the system", fields, touched)
