"""Which proposals a person sees, and which wait for them."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from approvals import registry
from approvals.choices import OPEN, EventType, ProposalState
from approvals.models import ApprovalEvent, Proposal
from approvals.selectors.eligibility import roles_of
from core.models import User
from core.querysets import SEES_EVERYTHING

WAITING_CAP = 100


def queue_for(user: User) -> QuerySet[Proposal]:
    """Return the proposals this person may decide now, riskiest first, then oldest."""
    if user.is_service or not user.is_active:
        return Proposal.objects.none()
    held = [name for name in sorted(registry.permissions()) if user.has_perm(name)]
    own_voice = ApprovalEvent.objects.filter(
        proposal=OuterRef("pk"),
        revision=OuterRef("revision"),
        actor=user,
        type=EventType.APPROVED,
    )
    return (
        Proposal.objects.filter(
            state=ProposalState.PENDING,
            expires_at__gt=timezone.now(),
            permissions__contained_by=held,
            approver_roles__overlap=sorted(roles_of(user)),
        )
        .exclude(barred__contains=[user.pk])
        .exclude(Exists(own_voice))
        .order_by("-risk", "submitted_at", "id")
    )


def waiting_count(user: User) -> int:
    """Return how many proposals wait for this person, counting up to WAITING_CAP."""
    return queue_for(user).order_by()[:WAITING_CAP].count()


def visible_to(user: User) -> QuerySet[Proposal]:
    """Return the proposals this user may read: all for those who decide, else their own."""
    if not user.is_active:
        return Proposal.objects.none()
    deciders = {SEES_EVERYTHING, registry.DECIDE, registry.DECIDE_SYSTEM}
    if not user.is_service and any(user.has_perm(name) for name in sorted(deciders)):
        return Proposal.objects.all()
    return Proposal.objects.filter(Q(proposer=user) | Q(on_behalf_of=user))


def open_for(target_type: str, uid: UUID) -> QuerySet[Proposal]:
    """Return the open proposals about one record, newest first."""
    about = Proposal.objects.filter(
        items__target_type=target_type, items__target_uid=uid, items__revision=F("revision")
    )
    return about.filter(state__in=OPEN).distinct().order_by("-id")
