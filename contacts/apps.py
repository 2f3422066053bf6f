"""The contacts app."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """Configuration of the contacts app."""

    name = "contacts"

    def ready(self) -> None:
        """Register what proposals may do to people."""
        from contacts import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
