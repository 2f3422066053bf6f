"""Places in a stream of several kinds of rows, so that pages neither lose nor repeat an event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

BETWEEN = "~"
NO_ROW = -1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: at a row, or at a moment when `reader` is NO_ROW.

    The stream is ordered by moment, the latest first, then by reader, then by key, the highest
    first; `reader` is the number of the kind of row, `key` the row's primary key.
    """

    at: datetime
    reader: int = NO_ROW
    key: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the place `str(place)` names, or a moment in ISO 8601; raises ValueError."""
        moment, *row = text.split(BETWEEN)
        at = parse_datetime(moment)
        if at is None or len(row) not in (0, 2):
            raise ValueError(text)
        return cls(at if at.tzinfo else timezone.make_aware(at), *map(int, row))

    def __str__(self) -> str:
        """Return the text of `parse`."""
        at = self.at.isoformat()
        return at if self.reader == NO_ROW else BETWEEN.join((at, str(self.reader), str(self.key)))


def in_order(
    rows: "models.QuerySet[Any]", reader: int, after: Place | None
) -> "models.QuerySet[Any]":
    """Return the rows, which tell their moment as `at`, that follow a place; all for None."""
    if after is not None:
        rows = rows.filter(_following(reader, after))
    return rows.order_by("-at", "-pk")


def _following(reader: int, after: Place) -> Q:
    # of the same moment: readers to come wholly, the reader of the place below its key
    if after.reader == NO_ROW or reader < after.reader:
        return Q(at__lt=after.at)
    if reader > after.reader:
        return Q(at__lte=after.at)
    return Q(at__lte=after.at) & (Q(at__lt=after.at) | Q(pk__lt=after.key))
