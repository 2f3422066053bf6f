"""How the queue is doing: depth and age by kind, and how often what was applied is undone."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from approvals.choices import ProposalState
from approvals.models import Proposal

WINDOW = timedelta(days=90)
MILLE = 1000


def queue_depths() -> list[dict[str, Any]]:
    """Return per kind how many wait, how many of them escalated, and since when the oldest."""
    rows = Proposal.objects.filter(state=ProposalState.PENDING).values("kind")
    counted = rows.annotate(
        waiting=Count("pk"),
        escalated=Count("pk", filter=Q(escalated_at__isnull=False)),
        oldest=Min("submitted_at"),
    )
    return [dict(row) for row in counted.order_by("kind")]


def reverts_per_mille() -> float | None:
    """Return how many of a thousand applied in the last 90 days were undone; None for none."""
    applied = Proposal.objects.filter(
        applied_at__gt=timezone.now() - WINDOW, reverts__isnull=True
    ).aggregate(all=Count("pk"), undone=Count("pk", filter=Q(reverted_at__isnull=False)))
    return MILLE * applied["undone"] / applied["all"] if applied["all"] else None


def solo_approvals() -> int:
    """Return how many proposals carry the red flag of solo mode."""
    return Proposal.objects.filter(solo=True).count()
