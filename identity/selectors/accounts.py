"""Accounts that may be one, and the merges an account took part in."""

from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from accounts.models import Account
from core.choices import State
from core.models import User
from identity.models import AccountMerge

MOST: Final = 10
ALIKE: Final = 0.45
"""From this similarity of names on (0 to 1, shared trigrams) an account is shown."""


@dataclass(frozen=True, slots=True)
class LikeAccount:
    """An account that may be the same one, and why, in words."""

    account: Account
    reasons: list[str]


def like_accounts(account: Account, user: User) -> list[LikeAccount]:
    """Return the accounts this user sees that may be the same, the likeliest first."""
    rows = Account.objects.visible_to(user).filter(state=State.ACTIVE).exclude(pk=account.pk)
    named = rows.filter(name_key__trigram_similar=account.name_key).annotate(
        alike=TrigramSimilarity("name_key", account.name_key)
    )
    found = {
        each.pk: (each, each.alike)
        for each in named.order_by("-alike", "pk")[:MOST]
        if each.alike >= ALIKE
    }
    reached = Q()
    for name in ("domain", "phone"):
        if value := getattr(account, name):
            reached |= Q(**{name: value})
    if reached:
        for each in rows.filter(reached).order_by("pk")[:MOST]:
            found.setdefault(each.pk, (each, 0.0))
    told = [
        (LikeAccount(each, _reasons(account, each, alike)), alike) for each, alike in found.values()
    ]
    told.sort(key=lambda pair: (-len(pair[0].reasons), -pair[1], pair[0].account.pk))
    return [each for each, _ in told[:MOST]]


def _reasons(account: Account, other: Account, alike: float) -> list[str]:
    reasons = []
    if account.name_key == other.name_key:
        reasons.append("the same name")
    elif alike:
        reasons.append("a like name")
    if account.domain and account.domain == other.domain:
        reasons.append("the same website")
    if account.phone and account.phone == other.phone:
        reasons.append("the same phone")
    return reasons


def account_merges_of(account: Account) -> list[AccountMerge]:
    """Return the merges an account took part in, the last first."""
    rows = AccountMerge.objects.filter(Q(survivor=account) | Q(loser=account))
    return list(rows.select_related("survivor", "loser", "actor", "undone_by", "proposal"))
