"""Who people are to the house."""

from core.models import User
from core.querysets import SEES_EVERYTHING

DECIDES_SYSTEM = "approvals.decide_system"


def runs_the_house(user: User) -> bool:
    """Return whether a person looks after the system: its logs, policies and logins."""
    return user.has_perm(SEES_EVERYTHING) or user.has_perm(DECIDES_SYSTEM)
