"""Accounts that may be one, and the merges an account took part in."""

from collections.abc import Collection
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
    others = _standing(user).exclude(pk__in=[account.pk, *apart])
    return _alike(others, account.display_name, account.domain, account.phone, _numbered(account))


def like_typed(user: User, *, name: str, domain: str = "", phone: str = "") -> list[LikeAccount]:
    """Return the accounts this user sees that one still being typed may be, the likeliest first."""
    return _alike(_standing(user), name.strip(), domain, phone)


def _alike(
    rows: "QuerySet[Any]", name: str, domain: str, phone: str, numbered: Collection[int] = ()
) -> list[LikeAccount]:
    """Return the likeliest of the rows, each found by an index of what it has in common."""
    key = Func(Value(name), function="core_fold", output_field=CharField())
    rows = rows.select_related("owner").annotate(
        alike=TrigramSimilarity("name_key", key),  # type: ignore[arg-type]  # any expression will do
        same=ExpressionWrapper(Q(name_key=key), output_field=BooleanField()),
    )
    asked = {
        "name_key__trigram_similar": key if name else "",
        "domain": domain,
        "phone": phone,
        "pk__in": numbered,
    }
    found: dict[int, Any] = {}
    for column, value in asked.items():
        if value:
            near = rows.filter(**{column: value}).order_by("-alike", "pk")
            found |= {each.pk: each for each in near[:MOST]}
    told = [(_reasons(each, domain, phone, numbered), each) for each in found.values()]
    told.sort(key=lambda pair: (-len(pair[0]), -pair[1].alike, pair[1].pk))
    return [LikeAccount(each, reasons) for reasons, each in told[:MOST] if reasons]


def _numbered(account: Account) -> set[int]:
    """Return the accounts that have an official number of this one."""
    same = Q()
    for mine in account.identifiers.all():
        same |= Q(kind=mine.kind, number=mine.number)
    rows = AccountIdentifier.objects.filter(same) if same else AccountIdentifier.objects.none()
    return set(rows.exclude(account=account).values_list("account", flat=True)[:MOST])


def _reasons(other: Any, domain: str, phone: str, numbered: Collection[int]) -> list[str]:
    told = {
        LikeReason.NUMBER: other.pk in numbered,
        LikeReason.NAME: other.same,
        LikeReason.LIKE_NAME: other.alike >= ALIKE and not other.same,
        LikeReason.WEBSITE: bool(domain) and domain == other.domain,
        LikeReason.PHONE: bool(phone) and phone == other.phone,
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
