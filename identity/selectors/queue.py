"""The pairs that wait for a person, best first."""

from django.db.models import Q, QuerySet

from approvals.choices import OPEN, Role
from approvals.selectors import roles_of
from contacts.models import Contact
from core.choices import State
from core.models import User
from identity.choices import CandidateStatus
from identity.models import MatchCandidate

REVIEWERS = frozenset({Role.FOUNDER, Role.ADMIN, Role.STEWARD})
WAITING_CAP = 1_000


def may_review(user: User) -> bool:
    """Return whether this user works through possible duplicates."""
    return user.is_active and not user.is_service and bool(roles_of(user) & REVIEWERS)


def open_pairs(user: User) -> "QuerySet[MatchCandidate]":
    """Return the pairs nobody decided about, of people who stand and whom this user may see.

    A pair whose proposal came to nothing waits again.
    """
    seen = Contact.objects.visible_to(user).filter(state=State.ACTIVE).values("pk")
    fell_through = Q(status=CandidateStatus.PROPOSED) & ~Q(proposal__state__in=[*OPEN, "applied"])
    return MatchCandidate.objects.filter(
        Q(status=CandidateStatus.OPEN) | fell_through, left__in=seen, right__in=seen
    ).order_by("-score", "id")


def waiting_pairs(user: User) -> int:
    """Return how many pairs wait for this user, counting up to WAITING_CAP."""
    return open_pairs(user).order_by()[:WAITING_CAP].count()
