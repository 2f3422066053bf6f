"""Who may decide what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, product

from approvals.choices import EventType, Role
from approvals.models import Proposal
from core.choices import UserKind
from core.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def roles_of(user: User) -> frozenset[str]:
    """Return the roles a person works in; a superuser works in all, four eyes still hold."""
    if user.is_superuser:
        return frozenset(Role.values)
    return frozenset(group.name for group in user.groups.all() if group.name in Role.values)


def refusal(user: User, proposal: Proposal) -> str:
    """Return why this user may not decide this proposal, as an error code, or an empty string."""
    if user.kind != UserKind.HUMAN:
        return "service_may_not_approve"
    if user.pk in _authors(proposal):
        return "self_approval"
    able = user.is_active and user.has_perms(proposal.permissions)
    fitting = roles_of(user) & set(proposal.approver_roles)
    return "" if able and fitting and user.pk not in proposal.barred else "not_eligible"


def _authors(proposal: Proposal) -> set[int | None]:
    edits = proposal.events.filter(type=EventType.EDITED) if proposal.revision > 1 else ()
    return {proposal.proposer_id, proposal.on_behalf_of_id, *(edit.actor_id for edit in edits)}


def eligible_people(proposal: Proposal) -> list[User]:
    """Return the active people who may decide this proposal."""
    people = User.objects.filter(is_active=True, kind=UserKind.HUMAN)
    for permission in proposal.permissions:
        able = User.objects.with_perm(permission, backend=BACKEND)
        people = people.filter(pk__in=able.values("pk"))
    people = people.exclude(pk__in=proposal.barred).prefetch_related("groups")
    return [person for person in people if roles_of(person) & set(proposal.approver_roles)]


def approvers(proposal: Proposal) -> list[User]:
    """Return the people who approved the revision that stands, in order."""
    events = proposal.events.filter(
        type=EventType.APPROVED, revision=proposal.revision, content_hash=proposal.content_hash
    )
    return [event.actor for event in events.select_related("actor").order_by("seq") if event.actor]


def suffice(people: Iterable[User], proposal: Proposal) -> bool:
    """Return whether approvals by these people are all the proposal needs."""
    wanted, roles = proposal.required_approvals, set(proposal.approver_roles)
    hats = [frozenset(roles_of(person) & roles) for person in people]
    if not proposal.policy_snapshot.get("distinct_roles"):
        return len(hats) >= wanted
    return _distinct(hats, wanted)


def _distinct(hats: Sequence[frozenset[str]], wanted: int) -> bool:
    """Return whether `wanted` people can each stand for another role."""
    kinds = [hat for hat, count in Counter(hats).items() for _ in range(min(count, wanted))]
    return any(
        len(set(choice)) == wanted
        for group in combinations(kinds, wanted)
        for choice in product(*group)
    )
