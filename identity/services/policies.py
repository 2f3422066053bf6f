"""Saying from which probability pairs are proposed, and where they are linked without a person."""

from decimal import Decimal

from core.models import SourceSystem, User
from core.services import acting, audit
from identity.models import MatchPolicy


def set_policy(
    *,
    by: User | None,
    source: SourceSystem | None = None,
    auto_link: bool = False,
    auto_from: Decimal = Decimal("0.995"),
    review_from: Decimal = Decimal("0.2"),
    check_share: Decimal = Decimal("0.02"),
) -> MatchPolicy:
    """Set the policy of a source, or the general one; what it was before stands in the audit.

    Of the links made unasked a person is asked about `check_share` first. Raises ValidationError
    for probabilities out of order.
    """
    with acting(by, "identity.policy"):
        policy = MatchPolicy.objects.filter(source=source).first() or MatchPolicy(source=source)
        before = _values(policy)
        policy.auto_link, policy.auto_from, policy.review_from = auto_link, auto_from, review_from
        policy.check_share = check_share
        policy.full_clean()
        policy.save()
        code = source.code if source else None
        payload = {"source": code, "before": before, "after": _values(policy)}
        audit("identity.policy_set", by=by, payload=payload)
    return policy


def _values(policy: MatchPolicy) -> list[object]:
    shares = (policy.auto_from, policy.review_from, policy.check_share)
    return [policy.auto_link, *map(str, shares)]
