"""Moments as the clocks of other machines tell them."""

from datetime import datetime, timedelta

WRONG_BY = timedelta(minutes=5)


def as_happened(moment: datetime, now: datetime) -> datetime:
    """Return when something happened: now, for what a fast clock puts up to five minutes ahead.

    Raises ValueError for what lies further ahead.
    """
    if moment > now + WRONG_BY:
        raise ValueError("more than five minutes ahead")
    return min(moment, now)
