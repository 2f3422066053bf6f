"""The approvals app."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Configuration of the approvals app."""

    name = "approvals"
