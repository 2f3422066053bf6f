"""The identity app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Configuration of the identity app."""

    name = "identity"

    def ready(self) -> None:
        """Register what proposals may do to whole people."""
        from identity import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
