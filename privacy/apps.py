"""The privacy app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Access, erasure, legal holds and retention, over everything that is held about a person."""

    name = "privacy"
    verbose_name = "Privacy"

    def ready(self) -> None:
        """Register erasure as something proposals may carry, and what has to agree."""
        from privacy import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
