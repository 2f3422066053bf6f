"""The inventory app."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Configuration of the inventory app."""

    name = "inventory"
