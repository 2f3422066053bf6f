"""Two people on one number are often family: how they are related is kept with the verdict."""

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from contacts.choices import RelationshipKind
from contacts.models import Contact, Relationship
from core.models import User
from core.services import acting, save_canonical
from identity.choices import Verdict
from identity.models import MatchCandidate
from identity.services.verdicts import last_decided, refuse_held, say, undo_last

TURNED = ":turned"
OFFERED = (
    RelationshipKind.SPOUSE_OF,
    RelationshipKind.PARENT_OF,
    RelationshipKind.ASSISTANT_TO,
    RelationshipKind.BROKER_OF,
)


def offers(left: Contact, right: Contact) -> list[tuple[str, str]]:
    """Return what two people may be to each other, as (answer, words)."""
    found = []
    for kind in OFFERED:
        found.append((kind.value, f"{left} {kind.label} {right}"))
        if kind != RelationshipKind.SPOUSE_OF:
            found.append((kind.value + TURNED, f"{right} {kind.label} {left}"))
    return found


def tell_apart(pair: MatchCandidate, *, by: User, reason: str = "", related: str = "") -> None:
    """Remember that a pair are two people and, where `related` says so, how they are related.

    `related` is an answer of `offers`. Raises ValidationError for one that was not offered, and
    for a pair somebody else looks at.
    """
    refuse_held(pair, by=by)
    if related and related not in dict(offers(pair.left, pair.right)):
        raise ValidationError({"related": f"{related} was not offered"})
    with acting(by, "verdict"):
        say(pair.left, pair.right, Verdict.DIFFERENT, by=by, reason=reason)
        if related:
            _relate(pair, related, by)


def take_back(*, by: User) -> MatchCandidate | None:
    """Take back a reviewer's last decision and the relationship told with it; None without one."""
    last = last_decided(by).first()
    with acting(by, "verdict:undone"):
        pair = undo_last(by=by)
        if pair is not None and last is not None and last.pk == pair.pk:
            for tie in _between(pair).filter(created_by=by, created_at__gte=last.decided_at):
                tie.until = timezone.localdate()
                save_canonical(tie, by=by, cause="verdict:undone")
    return pair


def _relate(pair: MatchCandidate, related: str, by: User) -> None:
    people = [pair.left, pair.right]
    if related.endswith(TURNED):
        people.reverse()
    kind = related.removesuffix(TURNED)
    known = _between(pair).filter(kind=kind)
    if not known.exists():
        tie = Relationship(from_contact=people[0], kind=kind, to_contact=people[1])
        save_canonical(tie, by=by, cause="verdict")


def _between(pair: MatchCandidate) -> QuerySet[Relationship]:
    straight = Q(from_contact=pair.left_id, to_contact=pair.right_id)
    turned = Q(from_contact=pair.right_id, to_contact=pair.left_id)
    return Relationship.objects.filter(straight | turned, until__isnull=True)
