"""The demo's staff: people with passwords everybody knows, one team, one service."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from core.choices import UserKind
from core.models import Team, User
from ops.demo_accounts import ACCOUNTS, Account

TEAM = "Private Office"
SERVICE = "svc_nemoclaw"


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works in the demo."""

    operator: User
    founder: User
    agent: User
    service: User
    team: Team

    @property
    def people(self) -> list[User]:
        """The three who own records."""
        return [self.operator, self.founder, self.agent]


def add_staff() -> Staff:
    """Add the people, their team and the enrichment service, or find them."""
    team, _ = Team.objects.get_or_create(name=TEAM)
    people = {account.role: _person(account, team) for account in ACCOUNTS}
    if team.lead is None:
        team.lead = people["founder"]
        team.save(update_fields=["lead"])
    return Staff(people["operator"], people["founder"], people["agent"], _service(), team)


def _person(account: Account, team: Team) -> User:
    user, is_new = User.objects.get_or_create(
        username=account.username,
        defaults={
            "full_name": account.full_name,
            "email": f"{account.username}@example.com",
            "team": team,
            "is_staff": True,
        },
    )
    if is_new:
        user.set_password(account.password)
        user.save(update_fields=["password"])
        user.groups.set(Group.objects.filter(name__in=account.groups))
    return user


def _service() -> User:
    user, is_new = User.objects.get_or_create(
        username=SERVICE, defaults={"kind": UserKind.SERVICE, "full_name": "NemoClaw"}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
