"""Which proposals a person sees, and which wait for them."""

import re
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from approvals import registry
from approvals.choices import OPEN, OWNER, EventType, ProposalState, Risk, Role
from approvals.models import ApprovalEvent, Proposal
from approvals.selectors.eligibility import delegations_to, roles_of
from core.models import User
from core.querysets import SEES_EVERYTHING
from core.selectors.people import led_by

WAITING_CAP = 100


def queue_for(user: User) -> QuerySet[Proposal]:
    """Return the proposals this person may decide now, riskiest first, then oldest.

    In their own roles, as the owner of the records, and in the place of those who lent them
    their right.
    """
    if user.is_service or not user.is_active:
        return Proposal.objects.none()
    own_voice = ApprovalEvent.objects.filter(
        proposal=OuterRef("pk"),
        revision=OuterRef("revision"),
        actor=user,
        type__in=[EventType.APPROVED, EventType.REJECTED],
    )
    barred = Q(barred__contains=[user.pk])
    if settings.SOLO_MODE:
        barred &= ~Q(policy_snapshot__contains={"solo": True})
    return (
        Proposal.objects.filter(state=ProposalState.PENDING, expires_at__gt=timezone.now())
        .filter(_within_reach(user) | _lent(user))
        .exclude(barred)
        .exclude(Exists(own_voice))
        .order_by("-risk", "submitted_at", "id")
    )


def _within_reach(user: User) -> Q:
    """Return the condition for what a person may decide in their own right."""
    held = [name for name in sorted(registry.permissions()) if user.has_perm(name)]
    roles = sorted(roles_of(user) - {Role.LEAD})
    wanted = Q(approver_roles__overlap=roles)
    wanted |= Q(escalated_at__isnull=False, escalate_to__overlap=roles)
    return _as_owner(user) | _as_lead(user) | Q(permissions__contained_by=held) & wanted


def _as_owner(user: User) -> Q:
    return Q(approver_roles__contains=[OWNER], owner=user)


def _as_lead(user: User) -> Q:
    """Return the condition for what a team lead decides: low risk, of a team they lead."""
    if Role.LEAD not in roles_of(user):
        return Q(pk__in=[])
    named = Q(approver_roles__contains=[Role.LEAD])
    named |= Q(escalated_at__isnull=False, escalate_to__contains=[Role.LEAD])
    return named & Q(risk__lte=Risk.LOW, team__in=led_by(user))


def _lent(user: User) -> Q:
    """Return the condition for what a person may decide in somebody's place."""
    found = Q(pk__in=[])
    for lent in delegations_to(user):
        giver = lent.from_user
        spoken = ApprovalEvent.objects.filter(
            Q(actor=giver) | Q(on_behalf_of=giver),
            proposal=OuterRef("pk"),
            revision=OuterRef("revision"),
            type=EventType.APPROVED,
        )
        kinds = "|".join(f"^{re.escape(kind).replace('\\*', '.*')}$" for kind in lent.kinds)
        theirs = Q(kind__regex=kinds) & _within_reach(giver) & ~Q(barred__contains=[giver.pk])
        found |= theirs & ~Q(Exists(spoken))
    return found


def waiting_count(user: User) -> int:
    """Return how many proposals wait for this person, counting up to WAITING_CAP."""
    return queue_for(user).order_by()[:WAITING_CAP].count()


def badge(number: int) -> str:
    """Return a number as the navigation shows it: nothing for none, and capped."""
    return "" if not number else f"{number}+" if number >= WAITING_CAP else str(number)


def visible_to(user: User) -> QuerySet[Proposal]:
    """Return the proposals this user may read.

    All for those who decide, but for drafts of others; else their own and those they are asked
    about.
    """
    if not user.is_active:
        return Proposal.objects.none()
    deciders = {SEES_EVERYTHING, registry.DECIDE, registry.DECIDE_SYSTEM}
    if not user.is_service and any(user.has_perm(name) for name in sorted(deciders)):
        return Proposal.objects.exclude(~Q(proposer=user), state=ProposalState.DRAFT)
    own = Q(proposer=user) | Q(on_behalf_of=user)
    if user.is_service:
        return Proposal.objects.filter(own)
    asked = _as_owner(user) | _as_lead(user) | Q(assignee=user) | _lent(user)
    return Proposal.objects.filter(own | asked & ~Q(state=ProposalState.DRAFT))


def open_policy_change(code: str) -> Proposal | None:
    """Return the open proposal to change a rule, if there is one."""
    about = Proposal.objects.filter(kind="policy.change", state__in=OPEN)
    return about.filter(items__after__code=code).order_by("-id").first()


def open_for(target_type: str, uid: UUID) -> QuerySet[Proposal]:
    """Return the open proposals about one record, newest first."""
    about = Proposal.objects.filter(
        items__target_type=target_type, items__target_uid=uid, items__revision=F("revision")
    )
    return about.filter(state__in=OPEN).distinct().order_by("-id")
