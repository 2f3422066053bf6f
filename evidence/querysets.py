"""Visibility of signs: as that of whom they are about, and what sensors saw for few."""

from typing import Self

from core.models import User
from core.querysets import SEES_EVERYTHING
from evidence.choices import EvidenceFamily
from opportunities.querysets import OfContactQuerySet

PERCEPTION = "evidence.view_perception"


class EvidenceQuerySet(OfContactQuerySet):
    """Signs, some of which nobody knows the contact of."""

    def visible_to(self, user: User) -> Self:
        """Keep the signs of the contacts this user may know of; all for who sees everything.

        What sensors saw is kept for who may see that.
        """
        rows = self if user.has_perm(SEES_EVERYTHING) else super().visible_to(user)
        if user.has_perm(PERCEPTION):
            return rows
        return rows.exclude(type__family=EvidenceFamily.PERCEPTION)
