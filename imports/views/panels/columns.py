"""What the columns mean."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from imports.choices import BatchState, ColumnDecision
from imports.forms import MappingForm
from imports.models import RawBatch
from imports.services import current_manifest
from imports.views.steps import is_busy

MOST_COLUMNS = 300  # of a mapping shown for correction; the rest stays as proposed
S = BatchState
CHANGEABLE = (S.MAPPING_PROPOSED, S.FAILED)


def columns(_request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    """Return the mapping and the form that corrects it."""
    manifest = current_manifest(batch)
    columns = list(manifest.columns.all()[:MOST_COLUMNS])
    counted = dict(manifest.columns.values_list("decision").annotate(n=Count("id")).order_by())
    initial = {"entity": batch.entity, "region_hint": batch.region_hint}
    return {
        "manifest": manifest,
        "form": MappingForm(columns=columns, initial=initial),
        "column_count": sum(counted.values()),
        "mapped": counted.get(ColumnDecision.MAPPED, 0),
        "hidden_columns": sum(counted.values()) - len(columns),
        "changeable": batch.state in CHANGEABLE,
        "reopenable": batch.state == S.PENDING and not is_busy(batch) and not batch.applied_at,
    }
