"""Imports over REST."""

from imports.api.urls import urlpatterns

__all__ = ["urlpatterns"]
