"""How the rows of files tell whom to reach where."""

from collections.abc import Sequence

from django.db.models import Q

from identity.models import SourceRecord
from imports.models import NormalisedRow


def points_of(records: Sequence[SourceRecord]) -> set[tuple[str, str]]:
    """Return kind and normalised value of every contact point in the rows of these records."""
    wanted = Q(pk__in=[])
    for record in records:
        wanted |= Q(batch_id=record.batch_id, row_no=record.row_no)
    rows = NormalisedRow.objects.filter(wanted).values_list("points", flat=True)
    return {(point["kind"], point["value"]) for points in rows for point in points}
