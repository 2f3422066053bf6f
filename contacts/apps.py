"""The contacts app."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """Configuration of the contacts app."""

    name = "contacts"
