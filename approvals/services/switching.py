"""Automatic approval of a source: off by itself when people disagree, on again by a person."""

from django.core.exceptions import ValidationError

from approvals.models import AutoApplySwitch
from approvals.registry import DECIDE_SYSTEM
from approvals.selectors.calibration import is_switched_off, shortfall
from approvals.services.errors import ForbiddenError
from core.models import SourceSystem, User
from core.services import acting, audit


def recalibrate(source: SourceSystem | None) -> AutoApplySwitch | None:
    """Switch a source off when people accept too little of it; return the switch if it moved."""
    if source is None or is_switched_off(source) or (found := shortfall(source)) is None:
        return None
    switch = AutoApplySwitch(
        source=source,
        on=False,
        reason=f"People accepted {found.accepted} of {found.decided}; "
        f"the rule {found.policy.code} asks for {found.policy.min_accept_rate:.0%}.",
        accepted=found.accepted,
        decided=found.decided,
        threshold=found.policy.min_accept_rate,
    )
    return _kept(switch, by=None)


def recalibrate_all() -> list[AutoApplySwitch]:
    """Look at every active source and return the switches that moved."""
    moved = [recalibrate(source) for source in SourceSystem.objects.filter(active=True)]
    return [switch for switch in moved if switch]


def switch_auto_apply(source: SourceSystem, *, on: bool, by: User, reason: str) -> AutoApplySwitch:
    """Turn automatic approval of a source on or off, for a reason, and return the switch.

    Raises ForbiddenError for anybody who does not decide about the system, ValidationError
    without a reason or when it stands so already.
    """
    if by.is_service or not by.has_perm(DECIDE_SYSTEM):
        raise ForbiddenError("who decides about the system switches sources")
    if not reason.strip():
        raise ValidationError({"reason": "say why"})
    if is_switched_off(source) is not on:
        raise ValidationError({"on": f"it is {'on' if on else 'off'} already"})
    return _kept(AutoApplySwitch(source=source, on=on, by=by, reason=reason.strip()), by=by)


def _kept(switch: AutoApplySwitch, *, by: User | None) -> AutoApplySwitch:
    with acting(by, f"calibration:{switch.source.code}"):
        switch.save(force_insert=True)
        audit(
            f"source.auto_apply_{'on' if switch.on else 'off'}",
            by=by,
            object_type="sourcesystem",
            payload={
                "source": switch.source.code,
                "accepted": switch.accepted,
                "decided": switch.decided,
            },
        )
    switch.refresh_from_db(fields=["at"])
    return switch
