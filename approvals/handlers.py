"""What governance itself puts under approval."""

from django.db.models import QuerySet

from approvals import registry, services
from approvals.choices import ProposalState
from approvals.models import Proposal
from approvals.selectors import refusal
from core.models import User
from core.registry import Belonging, register_belonging

registry.register(
    registry.Operation(
        "policy.change",
        "Change a rule",
        apply=services.apply_policy,
        describe=services.describe_policy,
        permission=registry.DECIDE_SYSTEM,
    )
)
registry.register(
    registry.Operation(
        "policy.sensitive_field",
        "Change a sensitive field",
        apply=services.apply_sensitivity,
        describe=services.describe_sensitivity,
        permission=registry.DECIDE_SYSTEM,
    )
)


def _assigned(user: User) -> "QuerySet[Proposal]":
    return Proposal.objects.filter(assignee=user, state=ProposalState.PENDING)


def _give(rows: "QuerySet[Proposal]", to: User, by: User) -> int:
    """Name another person for proposals, nobody for those that person may not decide."""
    found = list(rows)
    for each in found:
        services.assign(each, to=None if refusal(to, each) else to, by=by)
    return len(found)


register_belonging(Belonging("proposals to decide", _assigned, _give, registry.DECIDE_SYSTEM))
