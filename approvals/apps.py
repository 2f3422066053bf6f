"""The approvals app."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Configuration of the approvals app."""

    name = "approvals"

    def ready(self) -> None:
        """Register what governance itself puts under approval."""
        from approvals import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
