"""Health and metrics at the root, the status page among the administration's."""

from django.contrib import admin
from django.urls import path

from ops import views

app_name = "ops"
urlpatterns = [
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("health/", views.health, name="health"),
    path("metrics", views.metrics, name="metrics"),
    path("admin/system/", admin.site.admin_view(views.status), name="status"),
    path(
        "admin/core/user/<int:pk>/hand-over/",
        admin.site.admin_view(views.hand_over),
        name="hand_over",
    ),
    path("admin/activity/", admin.site.admin_view(views.acts), name="activity"),
]
