"""Paths of mappings, exchanges, touches and attribution."""

from django.urls import path

from oracle_bridge.api import sync

urlpatterns = [
    path("entity-mappings/", sync.EntityMappingsView.as_view(), name="entity-mappings"),
    path("sync/runs/", sync.SyncRunsView.as_view(), name="sync-runs"),
    path("sync/<slug:system>/run/", sync.SyncRunView.as_view(), name="sync-run"),
    path("sync/<slug:system>/status/", sync.SyncStatusView.as_view(), name="sync-status"),
    path("touches/", sync.TouchesView.as_view(), name="touches"),
    path(
        "opportunities/<uuid:uid>/attribution/",
        sync.AttributionView.as_view(),
        name="opportunity-attribution",
    ),
]
