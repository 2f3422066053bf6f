"""The evidence app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Configuration of the evidence app."""

    name = "evidence"

    def ready(self) -> None:
        """Register what proposals may do here, and listen to consents taken back."""
        from evidence import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
