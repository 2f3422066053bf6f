"""Where a merged record went."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from core.models import OwnedModel

LONGEST_CHAIN = 50


def survivor_of(model: type[OwnedModel], uid: UUID) -> int | None:
    """Return the id of the record that a merged one went into, None for one that was not merged.

    A merge lets whoever went into the loser lead to the survivor, so one step is the rule.
    """
    if not hasattr(model, "merged_into"):
        return None
    rows: QuerySet[Any] = model._base_manager.all()  # noqa: SLF001 -- Django's documented name
    target: int | None = rows.filter(uid=uid).values_list("merged_into", flat=True).first()
    for _ in range(LONGEST_CHAIN):
        further = rows.filter(pk=target).values_list("merged_into", flat=True).first()
        if further is None:
            break
        target = further
    return target
