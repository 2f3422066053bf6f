"""Error reports to Sentry, where an installation names a DSN; nothing is sent otherwise.

One fault is one report: the log line of the same fault makes none. A report holds the release,
the request's id and the number of the person; neither values of variables nor what was sent.
"""

from typing import Any

import sentry_sdk
import structlog
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.transport import Transport

from velocity_crm.redaction import clean

KEPT_HEADERS = frozenset({"Accept", "Content-Type", "Host", "User-Agent", "X-Request-Id"})


def configure(
    dsn: str, *, release: str, environment: str, transport: type[Transport] | None = None
) -> None:
    """Start reporting; `transport` replaces the way over the network.

    Personal data is off unless asked for, which is the library's default.
    """
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        environment=environment,
        transport=transport,
        include_local_variables=False,  # they hold clients
        max_request_body_size="never",
        max_breadcrumbs=0,  # queries and log lines hold clients too
        before_send=scrubbed,
        default_integrations=False,
        integrations=[
            DjangoIntegration(),
            CeleryIntegration(),
            LoggingIntegration(event_level=None),
        ],
    )


def scrubbed(event: Any, _hint: dict[str, Any]) -> Any:
    """Return a report without anything private, findable by the request's id."""
    request = event.get("request", {})
    for name in ("cookies", "data", "query_string", "env"):
        request.pop(name, None)
    headers = request.get("headers", {})
    request["headers"] = {key: headers[key] for key in headers.keys() & KEPT_HEADERS}
    bound = structlog.contextvars.get_contextvars()
    person = event.get("user", {}).get("id") or bound.get("user_id")
    event["user"] = {"id": person} if person else {}
    kept = {name: event[name] for name in ("event_id", "timestamp", "release") if name in event}
    tags = {"request_id": bound.get("request_id", ""), "task_id": bound.get("task_id", "")}
    event["tags"] = {**dict(event.get("tags") or {}), **{k: v for k, v in tags.items() if v}}
    return clean(event) | kept | {"tags": event["tags"]}
