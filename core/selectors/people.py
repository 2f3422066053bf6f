"""Who people are to the house and to its teams."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.models import TeamMembership, User
from core.querysets import SEES_EVERYTHING

DECIDES_SYSTEM = "approvals.decide_system"

BELOW = """
    WITH RECURSIVE led AS (
        SELECT id FROM core_team WHERE lead_id = %s
        UNION SELECT t.id FROM core_team t JOIN led ON t.parent_id = led.id
    ) SELECT id FROM led
"""
ABOVE = """
    WITH RECURSIVE over AS (
        SELECT id, parent_id, lead_id FROM core_team WHERE id = %s
        UNION SELECT t.id, t.parent_id, t.lead_id
            FROM core_team t JOIN over ON t.id = over.parent_id
    ) SELECT lead_id FROM over WHERE lead_id IS NOT NULL
"""


def runs_the_house(user: User) -> bool:
    """Return whether a person looks after the system: its logs, policies and logins."""
    return user.has_perm(SEES_EVERYTHING) or user.has_perm(DECIDES_SYSTEM)


def zone_of(user: object) -> ZoneInfo:
    """Return the time zone of a person, UTC for one without or with an unknown one."""
    try:
        return ZoneInfo(getattr(user, "timezone", "") or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def led_by(user: User) -> list[int]:
    """Return the ids of the teams a person leads, with the teams below them."""
    return _ids(BELOW, user.pk)


def people_of(teams: Sequence[int]) -> "QuerySet[User]":
    """Return the people who belong to one of these teams today."""
    members = TeamMembership.objects.filter(team__in=teams, valid__contains=timezone.localdate())
    return User.objects.filter(Q(team__in=teams) | Q(pk__in=members.values("user")))


def leads_of(team: int) -> list[int]:
    """Return the ids of the people who lead a team or one above it."""
    return _ids(ABOVE, team)


def _ids(query: str, key: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, [key])
        return [row[0] for row in cursor.fetchall()]
