"""Paths of insights and webhooks."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from oracle_bridge.api.insights import InsightViewSet
from oracle_bridge.api.webhooks import DeliveryViewSet, WebhookViewSet

router = SimpleRouter(use_regex_path=False)
router.register("insights", InsightViewSet, basename="insight")
router.register("webhooks", WebhookViewSet, basename="webhook")

urlpatterns = [
    *router.urls,
    path(
        "webhooks/<uuid:endpoint>/deliveries/",
        DeliveryViewSet.as_view({"get": "list"}),
        name="webhook-deliveries",
    ),
    path(
        "webhooks/<uuid:endpoint>/deliveries/<uuid:uid>/retry/",
        DeliveryViewSet.as_view({"post": "retry"}),
        name="webhook-retry",
    ),
]
