"""What machines conclude: taken in once, dismissed and judged by people."""

from typing import Any

from django.core.exceptions import ValidationError

from core.models import SourceSystem, User
from core.services import acting, save_canonical
from oracle_bridge.choices import InsightStatus
from oracle_bridge.models import Insight


def record_insight(
    *, source: SourceSystem, by: User | None, based_on: list[dict[str, Any]], **fields: Any
) -> tuple[Insight, bool]:
    """Keep one conclusion and return it, and whether it is new.

    An `external_id` known already brings the conclusion up to date. `based_on` names at least
    one record with the version it had: what rests on nothing cannot grow stale. Raises
    ValidationError.
    """
    if not based_on:
        raise ValidationError({"based_on": "Name the records it was drawn from."})
    values = {**fields, "based_on": based_on}
    with acting(by, f"insight:{source.code}"):
        known = _known(source, str(values.get("external_id", "")))
        row = known or Insight(produced_by=source)
        for name, value in values.items():
            setattr(row, name, value)
        return save_canonical(row, by=by, cause=f"insight:{source.code}"), known is None


def dismiss_insight(insight: Insight, *, by: User | None, reason: str = "") -> Insight:
    """Take a conclusion out of sight; it stays on record."""
    insight.status = InsightStatus.DISMISSED
    return save_canonical(insight, by=by, cause=reason or "dismiss", action="dismissed")


def judge_insight(insight: Insight, *, feedback: str, by: User | None) -> Insight:
    """Write down what a reader thought of a conclusion."""
    insight.feedback = feedback
    return save_canonical(insight, by=by, cause="feedback", action="judged")


def _known(source: SourceSystem, external_id: str) -> Insight | None:
    if not external_id:
        return None
    rows = Insight.objects.select_for_update(of=("self",))
    return rows.filter(produced_by=source, external_id=external_id).first()
