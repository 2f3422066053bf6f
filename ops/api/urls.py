"""Paths of operations."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.api.consistency import ConsistencyView
from ops.api.exports import ExportViewSet
from ops.api.flags import FlagViewSet

router = SimpleRouter(use_regex_path=False)
router.register("feature-flags", FlagViewSet, basename="feature-flag")
router.register("exports", ExportViewSet, basename="export")

urlpatterns = [
    path("consistency/checks/", ConsistencyView.as_view(), name="consistency-checks"),
    *router.urls,
]
