"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Configuration of the accounts app."""

    name = "accounts"

    def ready(self) -> None:
        """Register what proposals may do to accounts."""
        from accounts import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
