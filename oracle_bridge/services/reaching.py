"""What it means that another system is not there."""

from oracle_bridge.adapters.http import AdapterError


class NotConfiguredError(AdapterError):
    """This installation has no such system; says which setting is missing."""
