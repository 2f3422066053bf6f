"""The imports app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Configuration of the imports app."""

    name = "imports"
