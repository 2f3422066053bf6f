"""The inventory app."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Configuration of the inventory app."""

    name = "inventory"

    def ready(self) -> None:
        """Say who reads of changes here."""
        from inventory import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
