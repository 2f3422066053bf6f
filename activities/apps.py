"""The activities app."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Configuration of the activities app."""

    name = "activities"

    def ready(self) -> None:
        """Register what proposals may do to tasks; listen to consents taken back."""
        from activities import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
