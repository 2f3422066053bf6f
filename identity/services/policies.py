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
    auto_from: Decimal = Decimal("0.9995"),
    review_from: Decimal = Decimal("0.2"),
) -> MatchPolicy:
    """Set the policy of a source, or the general one; what it was before stands in the audit.

    Raises ValidationError for probabilities out of order.
    """
    with acting(by, "identity.policy"):
        policy = MatchPolicy.objects.filter(source=source).first() or MatchPolicy(source=source)
        before = [policy.auto_link, str(policy.auto_from), str(policy.review_from)]
        policy.auto_link, policy.auto_from, policy.review_from = auto_link, auto_from, review_from
        policy.full_clean()
        policy.save()
        after = [policy.auto_link, str(policy.auto_from), str(policy.review_from)]
        payload = {"source": source.code if source else None, "before": before, "after": after}
        audit("identity.policy_set", by=by, payload=payload)
    return policy
