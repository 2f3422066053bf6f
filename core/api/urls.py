"""Paths of the kernel's resources."""

from django.urls import path

from core.api.changes import ChangesView
from core.api.people import MeView, SourceSystemViewSet, TeamViewSet, UserViewSet

urlpatterns = [
    path("me/", MeView.as_view(), name="me"),
    path("users/", UserViewSet.as_view({"get": "list"}), name="user-list"),
    path("teams/", TeamViewSet.as_view({"get": "list"}), name="team-list"),
    path("source-systems/", SourceSystemViewSet.as_view({"get": "list"}), name="source-list"),
    path("changes/", ChangesView.as_view(), name="changes"),
]
