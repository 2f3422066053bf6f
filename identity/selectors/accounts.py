"""Accounts that may be one, and the merges an account took part in."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import BooleanField, CharField, ExpressionWrapper, Func, Q, QuerySet, Value

from accounts.models import Account, AccountIdentifier
from approvals.choices import OPEN
from core.choices import State
from core.models import User
from identity.choices import CandidateStatus, LikeReason
from identity.models import AccountCandidate, AccountMerge

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
    apart = [other.pk for other, _ in told_apart(account, user)]
    rows = _standing(user).exclude(pk__in=[account.pk, *apart])
    named = rows.filter(name_key__trigram_similar=account.name_key).annotate(
        alike=TrigramSimilarity("name_key", account.name_key)
    )
    found: dict[int, tuple[Account, float]] = {
        each.pk: (each, each.alike)
        for each in named.order_by("-alike", "pk")[:MOST]
        if each.alike >= ALIKE
    }
    reached = Q()
    for name in ("domain", "phone"):
        if value := getattr(account, name):
            reached |= Q(**{name: value})
    numbered = _numbered_alike(account)
    if numbered:
        reached |= Q(pk__in=numbered)
    if reached:
        for each in rows.filter(reached).order_by("pk")[:MOST]:
            found.setdefault(each.pk, (each, 0.0))
    told = [
        (LikeAccount(each, _reasons(account, each, alike, numbered)), alike)
        for each, alike in found.values()
    ]
    told.sort(key=lambda pair: (-len(pair[0].reasons), -pair[1], pair[0].account.pk))
    return [each for each, _ in told[:MOST]]


def accounts_like(user: User, *, name: str, domain: str = "", phone: str = "") -> list[LikeAccount]:
    """Return the accounts this user sees that one still being typed may be, the likeliest first."""
    key = Func(Value(name.strip()), function="core_fold", output_field=CharField())
    rows: QuerySet[Any] = _standing(user).select_related("owner")
    rows = rows.annotate(
        alike=TrigramSimilarity("name_key", key),  # type: ignore[arg-type]  # any expression will do
        same=ExpressionWrapper(Q(name_key=key), output_field=BooleanField()),
    )
    asked = {"name_key__trigram_similar": key if name.strip() else "", "domain": domain}
    found: dict[int, Any] = {}
    for column, value in (asked | {"phone": phone}).items():
        if value:
            near = rows.filter(**{column: value}).order_by("-alike", "pk")
            found |= {each.pk: each for each in near[:MOST]}
    told = [(_reasons_typed(each, domain, phone), each) for each in found.values()]
    told.sort(key=lambda pair: (-len(pair[0]), -pair[1].alike, pair[1].pk))
    return [LikeAccount(each, reasons) for reasons, each in told[:MOST] if reasons]


def _reasons_typed(other: Any, domain: str, phone: str) -> list[str]:
    told = {
        LikeReason.NAME: other.same,
        LikeReason.LIKE_NAME: other.alike >= ALIKE and not other.same,
        LikeReason.WEBSITE: bool(domain) and domain == other.domain,
        LikeReason.PHONE: bool(phone) and phone == other.phone,
    }
    return [str(reason.label) for reason, holds in told.items() if holds]


def _numbered_alike(account: Account) -> set[int]:
    """Return the accounts that have an official number of this one."""
    same = Q()
    for mine in account.identifiers.all():
        same |= Q(kind=mine.kind, number=mine.number)
    rows = AccountIdentifier.objects.filter(same) if same else AccountIdentifier.objects.none()
    return set(rows.exclude(account=account).values_list("account", flat=True)[:MOST])


def _reasons(account: Account, other: Account, alike: float, numbered: set[int]) -> list[str]:
    same_name = account.name_key == other.name_key
    told = {
        LikeReason.NUMBER: other.pk in numbered,
        LikeReason.NAME: same_name,
        LikeReason.LIKE_NAME: bool(alike) and not same_name,
        LikeReason.WEBSITE: bool(account.domain) and account.domain == other.domain,
        LikeReason.PHONE: bool(account.phone) and account.phone == other.phone,
    }
    return [str(reason.label) for reason, holds in told.items() if holds]


def open_account_pairs(user: User) -> "QuerySet[AccountCandidate]":
    """Return the pairs of accounts nobody decided about that this user sees, the likeliest first.

    A pair whose proposal came to nothing waits again.
    """
    seen = _standing(user).values("pk")
    fell_through = Q(status=CandidateStatus.PROPOSED) & ~Q(proposal__state__in=[*OPEN, "applied"])
    waiting = Q(status=CandidateStatus.OPEN) | fell_through
    return AccountCandidate.objects.filter(waiting, left__in=seen, right__in=seen)


def told_apart(account: Account, user: User) -> list[tuple[Account, AccountCandidate]]:
    """Return the accounts this user sees that somebody said this one is not, with the pair."""
    seen = _standing(user).values("pk")
    pairs = AccountCandidate.objects.filter(
        Q(left=account, right__in=seen) | Q(right=account, left__in=seen),
        status=CandidateStatus.NOT_A_MATCH,
    ).select_related("left", "right", "decided_by")
    return [(pair.right if pair.left_id == account.pk else pair.left, pair) for pair in pairs]


def _standing(user: User) -> "QuerySet[Account]":
    return Account.objects.visible_to(user).filter(state=State.ACTIVE)


def account_merges_of(account: Account) -> list[AccountMerge]:
    """Return the merges an account took part in, the last first."""
    rows = AccountMerge.objects.filter(Q(survivor=account) | Q(loser=account))
    return list(rows.select_related("survivor", "loser", "actor", "undone_by", "proposal"))
