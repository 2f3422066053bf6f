"""What it means that another system is not there."""

from core.choices import Switch
from core.selectors.switches import is_on
from oracle_bridge.adapters.http import AdapterError


class NotConfiguredError(AdapterError):
    """This installation has no such system; says which setting is missing."""


class SwitchedOffError(AdapterError):
    """Nobody asks this system for now: the kill switch over it is off."""


def ask_leave(switch: Switch) -> None:
    """Raise SwitchedOffError while a kill switch is off, whoever asks: a task or a command."""
    if not is_on(switch):
        raise SwitchedOffError(f"{switch.label}: switched off for now, see Flags")
