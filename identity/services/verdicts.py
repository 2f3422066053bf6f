"""What people say about pairs, and who looks at which pair."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from approvals.choices import OPEN
from approvals.services import withdraw
from contacts.models import Contact
from core.choices import State
from core.models import User
from core.services import acting, audit
from core.services.leasing import hold, nobody_elses
from identity.choices import CandidateStatus, Verdict
from identity.models import MatchCandidate, PairVerdict
from identity.selectors.queue import open_pairs
from identity.services.errors import GonePartyError

GONE = (State.MERGED, State.ERASED)
REST = timedelta(hours=1)


def say(left: Contact, right: Contact, verdict: str, *, by: User, reason: str = "") -> PairVerdict:
    """Remember for ever whether two people are one; scores never overrule it.

    A candidate of the pair leaves the queue when they are different.
    """
    if left.pk == right.pk:
        raise ValidationError("a verdict is about two people")
    first, second = sorted((left, right), key=lambda each: each.pk)
    with acting(by, "verdict"):
        row, _ = PairVerdict.objects.update_or_create(
            left=first,
            right=second,
            defaults={"verdict": verdict, "by": by, "reason": reason, "at": timezone.now()},
        )
        row.full_clean()
        if verdict == Verdict.DIFFERENT:
            MatchCandidate.objects.filter(left=first, right=second).update(
                status=CandidateStatus.NOT_A_MATCH,
                decided_by=by,
                decided_at=timezone.now(),
                leased_by=None,
                leased_until=None,
            )
        audit(
            "identity.verdict",
            by=by,
            object_type="contact",
            object_uid=first.uid,
            payload={"other": str(second.uid), "verdict": verdict},
        )
    return row


def refuse_held(pair: MatchCandidate, *, by: User) -> None:
    """Raise ValidationError for a pair another reviewer looks at right now."""
    theirs = MatchCandidate.objects.filter(pk=pair.pk).exclude(nobody_elses(by))
    held = theirs.select_related("leased_by").first()
    if held is not None:
        raise ValidationError(
            f"{held.leased_by} looks at this pair; it is free again when they have decided,"
            " or in ten minutes at most."
        )


def pair_up(left: Contact, right: Contact, *, by: User) -> MatchCandidate:
    """Return the pair of two people somebody wants to compare; one nobody found yet is added.

    Raises ValidationError for one person, GonePartyError for one who was merged or erased.
    """
    if left.pk == right.pk:
        raise ValidationError("They are one person already.")
    ids = sorted((left.pk, right.pk))
    with acting(by, "compare"):
        people = Contact.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
        first, second = people
        gone = [str(each.uid) for each in (first, second) if each.state in GONE]
        if gone:
            raise GonePartyError("one of them was merged or erased already", gone=gone)
        pair, _ = MatchCandidate.objects.get_or_create(
            left=first, right=second, defaults={"score": 0, "model_version": "by hand"}
        )
    return pair


@transaction.atomic
def take(*, by: User, after: MatchCandidate | None = None) -> MatchCandidate | None:
    """Return the next pair for a reviewer, theirs alone for ten minutes; None when none is left.

    The pair they hold already comes first, unless it is `after`. Pairs others hold are passed
    over without waiting.
    """
    now = timezone.now()
    waiting = open_pairs(by).exclude(pk__in=[after.pk] if after else [])
    held = waiting.filter(leased_by=by, leased_until__gt=now).first()
    if held:
        return held
    free = waiting.filter(nobody_elses(by))
    awake = free.filter(Q(rests_until__isnull=True) | Q(rests_until__lte=now))
    for rows in (awake, free):
        pair = rows.select_for_update(skip_locked=True, of=("self",)).first()
        if pair is not None and hold(pair, by=by):
            return pair
    return None


def skip(pair: MatchCandidate, *, by: User) -> None:
    """Put a pair to the end for an hour and let others have it."""
    MatchCandidate.objects.filter(pk=pair.pk, leased_by=by).update(
        leased_by=None, leased_until=None, rests_until=timezone.now() + REST
    )


def proposed(pair: MatchCandidate, *, by: User) -> None:
    """Note who put a pair before the approvers, so that they can take it back."""
    MatchCandidate.objects.filter(pk=pair.pk).update(
        decided_by=by, decided_at=timezone.now(), leased_by=None, leased_until=None
    )


def last_decided(by: User) -> QuerySet[MatchCandidate]:
    """Return the pairs whose standing decision is this person's own, the last first."""
    own = PairVerdict.objects.filter(left=OuterRef("left"), right=OuterRef("right"), by=by)
    told_apart = Q(status=CandidateStatus.NOT_A_MATCH) & Exists(own)
    mine = MatchCandidate.objects.filter(decided_by=by)
    standing = mine.filter(told_apart | Q(status=CandidateStatus.PROPOSED))
    return standing.order_by("-decided_at")


def may_undo(by: User) -> bool:
    """Return whether there is a decision `undo_last` would take back."""
    pair = last_decided(by).select_related("proposal").first()
    return pair is not None and _is_open(pair)


def undo_last(*, by: User) -> MatchCandidate | None:
    """Take back a reviewer's last decision and return its pair, theirs again; None without one.

    A verdict is forgotten, a proposal nobody decided yet is withdrawn. What somebody else said
    of the pair since, by undoing a merge say, stands.
    """
    with acting(by, "verdict:undone"):
        pair = last_decided(by).select_for_update(of=("self",)).first()
        if pair is None or not _is_open(pair):
            return None
        if pair.status == CandidateStatus.PROPOSED and pair.proposal is not None:
            withdraw(pair.proposal, by=by, reason="taken back in the queue")
        PairVerdict.objects.filter(left=pair.left_id, right=pair.right_id, by=by).delete()
        pair.status, pair.proposal = CandidateStatus.OPEN, None
        pair.decided_by = pair.decided_at = None
        pair.save(update_fields=["status", "proposal", "decided_by", "decided_at"])
        audit(
            "identity.verdict_undone",
            by=by,
            object_type="contact",
            object_uid=pair.left.uid,
            payload={"other": str(pair.right.uid)},
        )
        hold(pair, by=by)
        return pair


def _is_open(pair: MatchCandidate) -> bool:
    """Return whether a decision can be taken back: a proposal only until somebody decided it."""
    if pair.status != CandidateStatus.PROPOSED or pair.proposal is None:
        return True
    return pair.proposal.state in OPEN
