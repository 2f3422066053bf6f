"""Paths of the kernel's resources."""

from django.urls import path

from core.api.auditing import AuditEventViewSet, AuditProofView, AuditSealViewSet
from core.api.changes import ChangesView
from core.api.people import MeView, SourceSystemViewSet, TeamViewSet, UserViewSet
from core.api.snapshots import SnapshotView
from core.api.tokens import TokenViewSet

urlpatterns = [
    path("me/", MeView.as_view(), name="me"),
    path("users/", UserViewSet.as_view({"get": "list"}), name="user-list"),
    path("teams/", TeamViewSet.as_view({"get": "list"}), name="team-list"),
    path("source-systems/", SourceSystemViewSet.as_view({"get": "list"}), name="source-list"),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("snapshot/<slug:entity_type>/", SnapshotView.as_view(), name="snapshot"),
    path("audit/events/", AuditEventViewSet.as_view({"get": "list"}), name="audit-event-list"),
    path("audit/seals/", AuditSealViewSet.as_view({"get": "list"}), name="audit-seal-list"),
    path("audit/verify/", AuditProofView.as_view(), name="audit-verify"),
    path(
        "service-tokens/",
        TokenViewSet.as_view({"get": "list", "post": "create"}),
        name="token-list",
    ),
    path(
        "service-tokens/<str:key>/revoke/",
        TokenViewSet.as_view({"post": "revoke"}),
        name="token-revoke",
    ),
]
