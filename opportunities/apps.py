"""The opportunities app."""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    """Configuration of the opportunities app."""

    name = "opportunities"
