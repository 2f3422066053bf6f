"""The opportunities app."""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    """Configuration of the opportunities app."""

    name = "opportunities"

    def ready(self) -> None:
        """Register what proposals may do to deals."""
        from opportunities import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
