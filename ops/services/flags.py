"""Switching: the one way a person changes a flag."""

from decimal import Decimal

from django.core.exceptions import ValidationError

from core.models import User
from core.selectors.switches import SURFACES
from core.services import acting, audit
from ops.models import Flag

EVERYBODY = 100
WHOLE = (0, EVERYBODY)


def switch(name: str, share: int, *, by: User, reason: str, staff_first: bool = False) -> Flag:
    """Switch a flag off (0), on for everybody (100) or on for a share of the people (1 to 99).

    `staff_first` lets those who run the house in whatever the share. The change is on the audit
    log, in the flag's history with its reason, and known to every process within two seconds.
    What stops or opens everything knows no shares. Raises ValidationError for a share that is
    none and without a reason.
    """
    if not 0 <= share <= EVERYBODY:
        raise ValidationError({"share": "The share lies between 0 and 100 per cent."})
    if name not in SURFACES and (share not in WHOLE or staff_first):
        raise ValidationError({"share": "This is on or off for everybody."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why; others will want to know."})
    with acting(by, reason.strip()):
        flag: Flag = Flag.objects.select_for_update().get(name=name)
        partly = 0 < share < EVERYBODY
        flag.everyone = None if partly else share == EVERYBODY
        flag.percent = Decimal(share) if partly else None
        flag.staff = staff_first
        flag.save()
        audit(
            "flag.switched",
            by=by,
            object_type="flag",
            payload={"flag": name, "share": share, "staff_first": staff_first},
        )
    return flag
