"""The kernel app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Base models, people, audit, outbox, permissions."""

    name = "core"
    verbose_name = "People and record keeping"

    def ready(self) -> None:
        """Put sign-ins on the audit record."""
        from core import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
