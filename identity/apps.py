"""The identity app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Configuration of the identity app."""

    name = "identity"
