"""The change feed: the outbox in the order consumers may rely on."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from core.models import ChangeEvent
from core.selectors.paging import PAGE_SIZE

LAST_ID = 10**18 - 1  # beyond every id of a transaction


class ResyncRequiredError(Exception):
    """A reader asks for events that are no longer served, or were never made here."""


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


def changes_served(
    position: tuple[int, int], *, types: Sequence[str] = (), limit: int = PAGE_SIZE
) -> list[ChangeEvent]:
    """Return what `changes_after` returns to a reader who was away no longer than allowed.

    Raises ResyncRequiredError for a position whose next event is older than
    `CHANGE_FEED_DAYS`, and for one of another database server.
    """
    if position == (0, 0):
        return changes_after(position, types=types, limit=limit)
    if position[0] > _newest_transaction():
        raise ResyncRequiredError("This cursor was made by another database.")
    oldest = timezone.now() - timedelta(days=settings.CHANGE_FEED_DAYS)
    following = changes_after(position, limit=1)
    if following and following[0].at < oldest:
        raise ResyncRequiredError("This cursor is older than the feed goes back.")
    return changes_after(position, types=types, limit=limit)


def newest_position() -> tuple[int, int]:
    """Return the position behind everything the feed serves at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0] - 1, LAST_ID


def _newest_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        newest: int = cursor.fetchone()[0]
        return newest
