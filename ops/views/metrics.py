"""`/metrics` for Prometheus: every process of this server, and what the database can count."""

import os

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from ops.selectors.measures import Measures
from ops.views.access import observers_only

_measures = Measures()


@observers_only
def metrics(_request: HttpRequest) -> HttpResponse:
    """Return the exposition: the processes' own counters first, then the product's."""
    product = CollectorRegistry()
    product.register(_measures)
    body = generate_latest(_processes()) + generate_latest(product)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def _processes() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library gives no types
    return registry
