"""Leases: who works on a row of a queue, so that two people never work on the same one.

A row that can be leased has `leased_by` and `leased_until`, both or neither.
"""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import User

LEASE = timedelta(minutes=10)


def nobody_elses(user: User) -> Q:
    """Return the condition for rows that no other person works on right now."""
    now = timezone.now()
    return Q(leased_until__isnull=True) | Q(leased_until__lte=now) | Q(leased_by=user)


def hold(row: Any, *, by: User) -> bool:
    """Take or keep a row for ten minutes unless it is somebody else's; say whether it is theirs."""
    until = timezone.now() + LEASE
    rows = type(row)._base_manager.filter(nobody_elses(by), pk=row.pk)  # noqa: SLF001 -- Django's documented name
    if not rows.update(leased_by=by, leased_until=until):
        return False
    row.leased_by, row.leased_until = by, until
    return True


def release(rows: "models.QuerySet[Any]", *, by: User) -> None:
    """Let others have what a person holds of these rows."""
    rows.filter(leased_by=by).update(leased_by=None, leased_until=None)
