"""Whether a part of the product is switched on here, and for whom."""

from waffle import get_waffle_flag_model

from core.choices import Switch
from core.models import User

SURFACES = (Switch.SCHEMA, Switch.READ, Switch.REVIEW, Switch.ORACLE, Switch.AUTOMATION)


def is_on(switch: str, user: User | None = None) -> bool:
    """Return whether a switch is on for a person, or for everybody when no person is given.

    Every process reads a switch anew after at most two seconds (the cache `flags`).
    """
    flag = get_waffle_flag_model().get(switch)
    if flag.pk is None:  # not installed yet: nothing was switched off
        return True
    return bool(flag.everyone if user is None else flag.is_active_for_user(user))


def is_open(surface: str, user: User | None = None) -> bool:
    """Return whether a surface and all surfaces before it are on: a later one needs the earlier."""
    upto = SURFACES.index(Switch(surface)) + 1
    return all(is_on(each, user) for each in SURFACES[:upto])
