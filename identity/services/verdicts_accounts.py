"""What people say of two accounts that may be one."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Account
from core.models import User
from core.services import acting, audit
from identity.choices import CandidateStatus
from identity.models import AccountCandidate


def tell_accounts_apart(left: Account, right: Account, *, by: User) -> AccountCandidate:
    """Remember for ever that these are two accounts; no scan asks about them again."""
    first, second = sorted((left, right), key=lambda each: each.pk)
    decided = {
        "status": CandidateStatus.NOT_A_MATCH, "decided_by": by, "decided_at": timezone.now(),
        "proposal": None,
    }  # fmt: skip
    unfound = {"reasons": [], "strength": 0}  # a pair no scan has put on the queue
    with acting(by, "verdict"):
        pair, _ = AccountCandidate.objects.update_or_create(
            left=first, right=second, defaults=decided, create_defaults=decided | unfound
        )
        _audit("identity.accounts_told_apart", pair, by)
    return pair


def ask_again(pair: AccountCandidate, *, by: User) -> None:
    """Forget that somebody told a pair apart; it waits for an answer again."""
    with acting(by, "verdict:undone"):
        mine = AccountCandidate.objects.filter(pk=pair.pk, status=CandidateStatus.NOT_A_MATCH)
        if mine.update(status=CandidateStatus.OPEN, decided_by=None, decided_at=None):
            _audit("identity.accounts_verdict_undone", pair, by)


def told_apart_by(person: User) -> QuerySet[AccountCandidate]:
    """Return the pairs this person told apart."""
    return AccountCandidate.objects.filter(decided_by=person, status=CandidateStatus.NOT_A_MATCH)


@transaction.atomic
def take_back_last(*, by: User) -> AccountCandidate | None:
    """Take back who this person told apart last and return the pair; None without one."""
    pair = told_apart_by(by).select_for_update(of=("self",)).order_by("-decided_at").first()
    if pair is not None:
        ask_again(pair, by=by)
    return pair


def _audit(action: str, pair: AccountCandidate, by: User) -> None:
    audit(
        action,
        by=by,
        object_type="account",
        object_uid=pair.left.uid,
        payload={"other": str(pair.right.uid)},
    )
