"""How full the connection pools are, as a metric of every web process."""

import time

from django.db import connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import Gauge

from velocity_crm.middleware import Handler

EVERY = (
    5.0  # seconds between two looks: a look costs less than a request, and nobody scrapes faster
)
STATES = {"size": "pool_size", "available": "pool_available", "waiting": "requests_waiting"}
CONNECTIONS = Gauge(
    "velocity_pool_connections",
    "Connections of the pools of all processes, and requests that wait for one.",
    ["state"],
    multiprocess_mode="livesum",
)


def pooled(get_response: Handler) -> Handler:
    """Return middleware that notes the state of this process's pool now and then."""
    noted = 0.0

    def handle(request: HttpRequest) -> HttpResponse:
        nonlocal noted
        response = get_response(request)
        if time.monotonic() - noted > EVERY:
            noted = time.monotonic()
            note()
        return response

    return handle


def note() -> None:
    """Write the state of the pool down; nothing where there is none."""
    pool = connection.pool  # type: ignore[attr-defined]  # PostgreSQL's connection has one
    if pool is None:
        return
    numbers = pool.get_stats()
    for state, name in STATES.items():
        CONNECTIONS.labels(state).set(numbers.get(name, 0))
