"""The activities app."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Configuration of the activities app."""

    name = "activities"
