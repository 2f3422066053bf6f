"""Paths of mappings, exchanges and hooks."""

from django.urls import path

from oracle_bridge.api import mappings, sync

ONE = "entity-mappings/<slug:system>/<slug:entity_type>/<str:external_id>/"

urlpatterns = [
    path(
        "entity-mappings/",
        mappings.EntityMappingsView.as_view({"get": "list"}),
        name="entity-mappings",
    ),
    path(ONE, mappings.EntityMappingView.as_view(), name="entity-mapping"),
    path(f"{ONE}resolve/", mappings.MappingResolveView.as_view(), name="entity-mapping-resolve"),
    path(f"{ONE}disable/", mappings.MappingDisableView.as_view(), name="entity-mapping-disable"),
    path("hooks/<slug:system>/", mappings.HookView.as_view(), name="hooks"),
    path("sync/runs/", sync.SyncRunsView.as_view({"get": "list"}), name="sync-runs"),
    path("sync/<slug:system>/run/", sync.SyncRunView.as_view(), name="sync-run"),
    path("sync/<slug:system>/status/", sync.SyncStatusView.as_view(), name="sync-status"),
]
