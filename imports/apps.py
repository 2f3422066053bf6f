"""The imports app."""

from importlib import import_module

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Configuration of the imports app."""

    name = "imports"

    def ready(self) -> None:
        """Register what proposals may do to imports."""
        import_module("imports.handlers")
