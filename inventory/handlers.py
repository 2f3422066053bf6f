"""Who reads of changes of what is sold in the feed."""

from typing import TYPE_CHECKING, Any

from core.models import entity_type
from core.registry import register_feed
from inventory.models import Project, Tower, Unit, UnitType

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User


def _all_of(model: Any) -> Any:
    def rows(_user: "User") -> "QuerySet[Any]":
        found: QuerySet[Any] = model._base_manager.all()  # noqa: SLF001 -- Django's documented name
        return found

    return rows


for _model in (Project, Tower, UnitType, Unit):
    register_feed(entity_type(_model), _all_of(_model))
