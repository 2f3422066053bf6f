"""The oracle bridge app."""

from django.apps import AppConfig


class OracleBridgeConfig(AppConfig):
    """Configuration of the oracle bridge app."""

    name = "oracle_bridge"
    verbose_name = "Oracle bridge"

    def ready(self) -> None:
        """Register what the bridge does for the apps below."""
        from oracle_bridge import handlers  # noqa: F401, PLC0415 -- models have to be loaded first
