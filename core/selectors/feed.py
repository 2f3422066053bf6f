"""The change feed: the outbox in the order consumers may rely on."""

from collections.abc import Sequence

from django.db.models import Q
from django.db.models.expressions import RawSQL

from core.models import ChangeEvent
from core.selectors.paging import PAGE_SIZE


def changes_after(
    position: tuple[int, int], *, types: Sequence[str] = (), limit: int = PAGE_SIZE
) -> list[ChangeEvent]:
    """Return the change events after a position (transaction, id), in that order.

    Only transactions older than every running one are read, so whatever commits later lies
    beyond the last position; ids alone would not do, as a lower id may commit after a higher
    one. `types` keeps entity types.
    """
    settled = RawSQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ())
    xid, last = position
    events = ChangeEvent.objects.filter(
        Q(xid__gt=xid) | Q(xid=xid, id__gt=last), xid__gte=xid, xid__lt=settled
    )
    if types:
        events = events.filter(entity_type__in=types)
    return list(events.order_by("xid", "id")[:limit])
