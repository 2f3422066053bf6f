"""Changing a deal, a visit or an interest."""

from typing import Any

from django.utils import timezone

from core.models import CanonicalModel, User
from core.services import save_canonical
from opportunities.choices import VisitStatus
from opportunities.models import Opportunity, SiteVisit


def update_opportunity(
    opportunity: Opportunity,
    *,
    by: User | None,
    expected_version: int | None = None,
    cause: str = "",
    **fields: Any,
) -> Opportunity:
    """Change a deal's fields; a probability set here is a person's, so moves leave it alone.

    The stage moves by `move_stage` alone. Raises VersionConflictError when somebody was faster.
    """
    _set(opportunity, fields)
    if "probability" in fields and "probability_overridden" not in fields:
        opportunity.probability_overridden = True
    return save_canonical(opportunity, by=by, expected_version=expected_version, cause=cause)


def plan_visit(*, by: User | None, cause: str = "", **fields: Any) -> SiteVisit:
    """Write down a site visit, planned or made; `by` is the host unless another is named."""
    visit = SiteVisit(**({"host": by} | fields))
    _date(visit)
    return save_canonical(visit, by=by, cause=cause)


def update_visit(
    visit: SiteVisit,
    *,
    by: User | None,
    expected_version: int | None = None,
    cause: str = "",
    **fields: Any,
) -> SiteVisit:
    """Change a visit; when it is done without a time, it was done now."""
    _set(visit, fields)
    _date(visit)
    return save_canonical(visit, by=by, expected_version=expected_version, cause=cause)


def _set(row: CanonicalModel, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


def _date(visit: SiteVisit) -> None:
    if visit.status != VisitStatus.DONE:
        visit.visited_at = None
    elif visit.visited_at is None:
        visit.visited_at = timezone.now()
