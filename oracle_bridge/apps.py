"""The oracle bridge app."""

from django.apps import AppConfig


class OracleBridgeConfig(AppConfig):
    """Configuration of the oracle bridge app."""

    name = "oracle_bridge"
    verbose_name = "Oracle bridge"
