"""What governance itself puts under approval."""

from approvals import registry, services

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
