"""What governance itself puts under approval."""

from approvals import registry, services

registry.register(
    registry.Operation(
        "policy.change",
        apply=services.apply_policy,
        describe=services.describe_policy,
        permission=registry.DECIDE_SYSTEM,
    )
)
