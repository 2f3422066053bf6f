"""Who may decide what: by their own roles, as the record's owner, or in somebody's place."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from itertools import combinations, product

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from approvals.choices import OWNER, EventType, Risk, Role
from approvals.models import ApprovalEvent, Delegation, Proposal
from core.choices import UserKind
from core.models import User
from core.querysets import standing_of
from core.selectors.people import leads_of, led_by

BACKEND = "django.contrib.auth.backends.ModelBackend"


def roles_of(user: User) -> frozenset[str]:
    """Return the roles a person works in; a superuser works in all, four eyes still hold."""
    if user.is_superuser:
        return frozenset(Role.values)
    return standing_of(user).roles & frozenset(Role.values)


def refusal(user: User, proposal: Proposal) -> str:
    """Return why this user may not decide this proposal, as an error code, or an empty string."""
    if user.kind != UserKind.HUMAN:
        return "service_may_not_approve"
    if user.pk in _authors(proposal) and not is_solo(proposal):
        return "self_approval"
    if not user.is_active or (user.pk in proposal.barred and not is_solo(proposal)):
        return "not_eligible"
    return "" if hats(user, proposal) or lender(user, proposal) else "not_eligible"


def hats(user: User, proposal: Proposal) -> frozenset[str]:
    """Return the roles in which a person may decide a proposal, whoever wrote it."""
    wanted = wanted_roles(proposal)
    if not user.is_active or user.is_service:
        return frozenset()
    own = wanted & {OWNER} if proposal.owner_id == user.pk else frozenset()
    roles = roles_of(user) & wanted
    if Role.LEAD in roles and decided_by_leads(proposal) and proposal.team_id in led_by(user):
        own |= {Role.LEAD}
    return own | (roles - {Role.LEAD} if user.has_perms(proposal.permissions) else frozenset())


def decided_by_leads(proposal: Proposal) -> bool:
    """Return whether a team lead may decide it: one team's, of low risk, and the rule says so."""
    small = proposal.risk <= Risk.LOW and proposal.team_id is not None
    return small and Role.LEAD in wanted_roles(proposal)


def wanted_roles(proposal: Proposal) -> frozenset[str]:
    """Return the roles that may decide, with those it has been escalated to."""
    escalated = proposal.escalate_to if proposal.escalated_at else []
    return frozenset([*proposal.approver_roles, *escalated])


def lender(user: User, proposal: Proposal) -> User | None:
    """Return the person in whose place this user may decide a proposal, if there is one.

    Nobody lends a right they could not use themselves, nor a voice they have given already.
    """
    spent = {voice.pk for voice in voices(proposal)} | set(proposal.barred) | _authors(proposal)
    kinds = {proposal.kind, *proposal.current_items.values_list("kind", flat=True).distinct()}
    for lent in delegations_to(user):
        covered = all(any(fnmatchcase(kind, own) for own in lent.kinds) for kind in kinds)
        if covered and lent.from_user_id not in spent and hats(lent.from_user, proposal):
            return lent.from_user
    return None


def delegations_to(user: User) -> "QuerySet[Delegation]":
    """Return the delegations in force that this person holds, oldest first."""
    now = timezone.now()
    held = Delegation.objects.filter(
        to_user=user, revoked_at__isnull=True, starts_at__lte=now, ends_at__gt=now
    )
    return held.select_related("from_user").order_by("id")


def is_solo(proposal: Proposal) -> bool:
    """Return whether its author may approve it: solo mode, and nobody else there to ask."""
    return settings.SOLO_MODE and bool(proposal.policy_snapshot.get("solo"))


def _authors(proposal: Proposal) -> set[int | None]:
    edits = proposal.events.filter(type=EventType.EDITED) if proposal.revision > 1 else ()
    return {proposal.proposer_id, proposal.on_behalf_of_id, *(edit.actor_id for edit in edits)}


def eligible_people(proposal: Proposal) -> list[User]:
    """Return the active people who may decide this proposal in their own right."""
    people = User.objects.filter(is_active=True, kind=UserKind.HUMAN)
    able = people
    for permission in proposal.permissions:
        holders = User.objects.with_perm(permission, backend=BACKEND)
        able = able.filter(pk__in=holders.values("pk"))
    if OWNER in proposal.approver_roles and proposal.owner_id:
        able |= people.filter(pk=proposal.owner_id)
    if decided_by_leads(proposal) and proposal.team_id:
        able |= people.filter(pk__in=leads_of(proposal.team_id))
    able = able.exclude(pk__in=proposal.barred).prefetch_related("groups")
    return [person for person in able if hats(person, proposal)]


def approvers(proposal: Proposal) -> list[User]:
    """Return the people who approved the revision that stands, in order."""
    return [event.actor for event in _approvals(proposal) if event.actor]


def voices(proposal: Proposal) -> list[User]:
    """Return the people whose voices those approvals are: the lender's where one was lent."""
    given = [event.on_behalf_of or event.actor for event in _approvals(proposal)]
    return [person for person in given if person]


def suffice(people: Iterable[User], proposal: Proposal) -> bool:
    """Return whether the voices of these people are all the proposal needs.

    An author whose voice counts is one of them; `required_approvals` is what others add.
    """
    counted = bool(proposal.policy_snapshot.get("author_voice"))
    everybody = [*([proposal.proposer] if counted else []), *people]
    wanted = proposal.required_approvals + counted
    worn = [hats(person, proposal) for person in everybody]
    if not proposal.policy_snapshot.get("distinct_roles"):
        return len(worn) >= wanted
    return _distinct(worn, wanted)


def _approvals(proposal: Proposal) -> "QuerySet[ApprovalEvent]":
    events = proposal.events.filter(
        type=EventType.APPROVED, revision=proposal.revision, content_hash=proposal.content_hash
    )
    return events.select_related("actor", "on_behalf_of").order_by("seq")


def _distinct(worn: Sequence[frozenset[str]], wanted: int) -> bool:
    """Return whether `wanted` people can each stand for another role."""
    kinds = [hat for hat, count in Counter(worn).items() for _ in range(min(count, wanted))]
    return any(
        len(set(choice)) == wanted
        for group in combinations(kinds, wanted)
        for choice in product(*group)
    )
