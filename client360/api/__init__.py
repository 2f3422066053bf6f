"""The dossier, the timeline and the client graph over REST."""

from client360.api.urls import urlpatterns

__all__ = ["urlpatterns"]
