"""Row visibility as chainable filters."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils import timezone

from core.choices import State, Visibility

if TYPE_CHECKING:
    from core.models.people import User

SEES_EVERYTHING = "core.see_everything"


class OwnedQuerySet(models.QuerySet[Any]):
    """Rows with an owner, a team and a visibility; they remember whom they were narrowed to."""

    seen_by: "User | None" = None

    def live(self) -> Self:
        """Leave archived, merged and erased rows out."""
        return self.filter(state=State.ACTIVE)

    def visible_to(self, user: "User") -> Self:
        """Keep the rows this user may know of.

        Own rows, rows of the user's teams that are not restricted, rows of the whole
        organisation, and rows granted one by one; holders of `core.see_everything` see all.
        """
        return self._by_rule(user)

    def changeable_by(self, user: "User") -> Self:
        """Keep the rows this user may see by more than a grant to read."""
        return self._by_rule(user, level="change")

    def _by_rule(self, user: "User", level: str = "") -> Self:
        if not user.is_active:
            return self.none()
        if user.has_perm(SEES_EVERYTHING):
            return self
        seen = self.filter(self._rule(user, level))
        seen.seen_by = user
        return seen

    def branches(self, user: "User") -> list[Q]:
        """Return the same rule as conditions one index serves each; a row may fulfil several."""
        teams = [Q(visibility=Visibility.TEAM, team=team) for team in teams_of(user)]
        own = [Q(owner=user), Q(visibility=Visibility.ORGANISATION)]
        grants = self._grants(user)
        return (
            own + teams + ([] if grants is None else [Q(IsAnyOf(F("pk"), ArraySubquery(grants)))])
        )

    def _rule(self, user: "User", level: str = "") -> Q:
        rule = Q(owner=user) | Q(visibility=Visibility.ORGANISATION)
        rule |= Q(visibility=Visibility.TEAM, team__in=teams_of(user))
        grants = self._grants(user, level)
        return rule if grants is None else rule | Q(pk__in=grants)

    def _grants(self, user: "User", level: str = "") -> "models.QuerySet[Any] | None":
        """Return the ids of the rows shared with this user by a grant that has not ended.

        `level` keeps the grants to view or to change.
        """
        grants = getattr(self.model, "user_grants", None)
        if grants is None:
            return None
        in_force = Q(expires_at__isnull=True) | Q(expires_at__gt=Now())
        rows = grants.rel.related_model.objects.filter(in_force, user=user)
        if level:
            rows = rows.filter(permission__codename__startswith=level)
        ids: models.QuerySet[Any] = rows.values("content_object_id")
        return ids

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # the stubs leave it out
        clone.seen_by = self.seen_by
        return clone


class IsAnyOf(Func):
    """`value = ANY(array)`: makes the planner look the ids up instead of walking an order."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = models.BooleanField()


def page_by_branches(
    rows: "models.QuerySet[Any]", order: Sequence[str], limit: int
) -> "models.QuerySet[Any]":
    """Return rows narrowed to those the first `limit` in an order are among.

    One statement takes the first rows of every branch of the visibility rule from its own index,
    so somebody who sees five of a million rows waits no longer than who sees all. Rows nobody
    was narrowed to are returned as they are.
    """
    first = _first_of_branches(rows, order, limit)
    return rows if first is None else rows.filter(pk__in=list(first))


def first_by_branches(
    rows: "models.QuerySet[Any]", order: Sequence[str], limit: int, *columns: str
) -> set[tuple[Any, ...]]:
    """Return the key and some columns of the first `limit` rows in an order, by one statement.

    The rows of every branch are taken from its own index, as by `page_by_branches`, so there may
    be more of them; in the set they stand in no order.
    """
    found = _first_of_branches(rows, order, limit, *columns)
    if found is None:
        found = rows.order_by(*order).values_list("pk", *columns)[:limit]
    return set(found)


def count_by_branches(rows: "models.QuerySet[Any]", limit: int) -> int:
    """Return how many rows there are, `limit` when there are as many or more.

    Every branch of the visibility rule is counted from its own index.
    """
    first = _first_of_branches(rows, (), limit)
    return min(limit, len(set(first))) if first is not None else rows.order_by()[:limit].count()


def _first_of_branches(
    rows: "models.QuerySet[Any]", order: Sequence[str], limit: int, *columns: str
) -> "models.QuerySet[Any] | None":
    """Return the ids of the first rows of each branch, None for rows nobody was narrowed to.

    With `columns` each comes as a tuple, the id first.
    """
    user = getattr(rows, "seen_by", None)
    if user is None or not isinstance(rows, OwnedQuerySet):
        return None
    parts = [
        rows.filter(branch).order_by(*order).values_list("pk", *columns, flat=not columns)[:limit]
        for branch in rows.branches(user)
    ]
    return parts[0].union(*parts[1:], all=True)


def teams_of(user: "User") -> list[int]:
    """Return the ids of the user's own team, current memberships and led subtree."""
    return standing_of(user).teams


class Standing(NamedTuple):
    """Where somebody stands: the ids of their teams, their roles, and what these hide from them.

    What is hidden is told as entity, field, mask and whether an owner sees it (`SensitiveField`).
    """

    teams: list[int]
    roles: frozenset[str]
    hidden: list[tuple[str, str, str, bool]]


def standing_of(user: "User") -> Standing:
    """Return where a user stands; one query, kept on the user object, which lives for a request."""
    known: Standing | None = getattr(user, "_standing", None)
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(
                STANDING,
                {"user": user.pk, "service": user.is_service, "today": timezone.localdate()},
            )
            teams, roles, hidden = cursor.fetchone()
        known = Standing(teams, frozenset(roles), [tuple(row) for row in json.loads(hidden)])
        user._standing = known  # type: ignore[attr-defined]  # noqa: SLF001 -- a cache on our own class
    return known


STANDING = """
    WITH RECURSIVE led AS (
        SELECT id FROM core_team WHERE lead_id = %(user)s
        UNION SELECT t.id FROM core_team t JOIN led ON t.parent_id = led.id
    ), teams AS (
        SELECT id FROM led
        UNION SELECT team_id FROM core_teammembership
            WHERE user_id = %(user)s AND valid @> %(today)s
        UNION SELECT team_id FROM core_user WHERE id = %(user)s AND team_id IS NOT NULL
    ), mine AS (
        SELECT coalesce(array_agg(g.name::varchar), '{}') AS roles FROM core_user_groups u
        JOIN auth_group g ON g.id = u.group_id WHERE u.user_id = %(user)s
    ), hidden AS (
        SELECT jsonb_build_array(s.entity, s.field, s.mask, s.owner_sees) AS line
        FROM core_sensitivefield s, mine
        WHERE NOT CASE WHEN s.seen_by <> '{}' THEN s.seen_by && mine.roles
            ELSE NOT %(service)s AND (mine.roles = '{}' OR NOT mine.roles <@ s.hidden_from) END
    )
    SELECT (SELECT coalesce(array_agg(id), '{}') FROM teams), (SELECT roles FROM mine),
           (SELECT coalesce(jsonb_agg(line), '[]')::text FROM hidden)
"""
