"""The root of the REST surface: one line of ROUTES for every app that has an API.

After a change of the API run `python manage.py spectacular --validate --fail-on-warn --file
openapi.yaml`; a test holds the committed file equal to the code.
"""

from csp.decorators import csp_update
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularSwaggerSplitView,
)

from core.api.missing import MissingView

ROUTES = [
    "core.api.urls",
    "approvals.api.urls",
    "accounts.api.urls",
    "inventory.api.urls",
    "contacts.api.urls",
    "opportunities.api.urls",
    "activities.api.urls",
    "identity.api.urls",
    "imports.api.urls",
    "evidence.api.urls",
    "oracle_bridge.api.sync_urls",
    "client360.api",
    "privacy.api",
    "oracle_bridge.api.urls",
    "ops.api.urls",
]

# Swagger UI sets styles by script
_looser = csp_update({"style-src": ["'unsafe-inline'"]})

urlpatterns = [
    *(path("v1/", include(route)) for route in ROUTES),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "docs/",
        _looser(SpectacularSwaggerSplitView.as_view(url_name="api-schema")),
        name="api-docs",
    ),
    path("", RedirectView.as_view(pattern_name="api-docs")),
    re_path(r"[\s\S]", MissingView.as_view()),  # a line break is part of a path too
]
