"""The ops app."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Configuration of the ops app."""

    name = "ops"

    def ready(self) -> None:
        """Register what proposals may do to the house."""
        from ops import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
