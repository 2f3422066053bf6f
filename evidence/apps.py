"""The evidence app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Configuration of the evidence app."""

    name = "evidence"
