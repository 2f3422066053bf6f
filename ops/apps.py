"""The ops app."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Configuration of the ops app."""

    name = "ops"
