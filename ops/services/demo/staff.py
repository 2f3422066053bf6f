"""The demo's staff: people with passwords everybody knows, two teams, one service."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group
from django.db.backends.postgresql.psycopg_any import DateRange

from core.choices import UserKind
from core.models import Team, TeamMembership, User
from ops.demo_accounts import ACCOUNTS, Account

TEAMS = {"operator": "Private Office", "founder": "Private Office", "agent": "Gulf Desk"}
OFFICE = ("operator", "founder")  # these use the admin and see every import
SERVICE = "svc_nemoclaw"
FOR_EVER = DateRange(date(2024, 4, 1), None)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works in the demo; the operator belongs to both teams."""

    operator: User
    founder: User
    agent: User
    service: User


def add_staff() -> Staff:
    """Add the people, their teams and the enrichment service."""
    people = {account.role: _person(account) for account in ACCOUNTS}
    for name in sorted(set(TEAMS.values())):
        Team.objects.filter(name=name).update(lead=people["founder"])
    gulf = Team.objects.get(name=TEAMS["agent"])
    TeamMembership.objects.create(user=people["operator"], team=gulf, valid=FOR_EVER)
    service = User(username=SERVICE, kind=UserKind.SERVICE, full_name="NemoClaw")
    service.set_unusable_password()
    service.save()
    return Staff(**people, service=service)


def find_staff() -> Staff:
    """Return the staff an earlier run added."""
    people = {account.role: User.objects.get(username=account.username) for account in ACCOUNTS}
    return Staff(**people, service=User.objects.get(username=SERVICE))


def _person(account: Account) -> User:
    user = User(
        username=account.username,
        full_name=account.full_name,
        email=f"{account.username}@example.com",
        team=Team.objects.get_or_create(name=TEAMS[account.role])[0],
        is_staff=account.role in OFFICE,
    )
    user.set_password(account.password)
    user.save()
    user.groups.set(Group.objects.filter(name__in=account.groups))
    return user
