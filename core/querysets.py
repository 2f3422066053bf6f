"""Row visibility as chainable filters."""

from typing import TYPE_CHECKING, Any, Self

from django.db import connection, models
from django.db.models import Q

from core.choices import State, Visibility

if TYPE_CHECKING:
    from core.models.people import User

SEES_EVERYTHING = "core.see_everything"


class OwnedQuerySet(models.QuerySet[Any]):
    """Rows with an owner, a team and a visibility."""

    def live(self) -> Self:
        """Leave archived, merged and erased rows out."""
        return self.filter(state=State.ACTIVE)

    def visible_to(self, user: "User") -> Self:
        """Keep the rows this user may know of.

        Own rows, rows of the user's teams that are not restricted, rows of the whole
        organisation, and rows granted one by one; holders of `core.see_everything` see all.
        """
        if not user.is_active:
            return self.none()
        if user.has_perm(SEES_EVERYTHING):
            return self
        rule = Q(owner=user) | Q(visibility=Visibility.ORGANISATION)
        rule |= Q(visibility=Visibility.TEAM, team__in=teams_of(user))
        return self.filter(rule | self._granted(user))

    def _granted(self, user: "User") -> Q:
        """Return the condition for rows shared with this user by a grant (see `grants`)."""
        grants = getattr(self.model, "user_grants", None)
        if grants is None:
            return Q()
        rows = grants.rel.related_model.objects.filter(user=user)
        return Q(pk__in=rows.values("content_object_id"))


def teams_of(user: "User") -> list[int]:
    """Return the ids of the user's own team, current memberships and led subtree.

    The answer is kept on the user object, which lives as long as the request.
    """
    known: list[int] | None = getattr(user, "_team_ids", None)
    if known is None:
        known = _team_ids(user)
        user._team_ids = known  # type: ignore[attr-defined]  # noqa: SLF001 -- a cache on our own class
    return known


def _team_ids(user: "User") -> list[int]:
    sql = """
        WITH RECURSIVE led AS (
            SELECT id FROM core_team WHERE lead_id = %(user)s
            UNION SELECT t.id FROM core_team t JOIN led ON t.parent_id = led.id
        )
        SELECT id FROM led
        UNION SELECT team_id FROM core_teammembership
            WHERE user_id = %(user)s AND valid @> current_date
        UNION SELECT team_id FROM core_user WHERE id = %(user)s AND team_id IS NOT NULL
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {"user": user.pk})
        return [row[0] for row in cursor.fetchall()]
