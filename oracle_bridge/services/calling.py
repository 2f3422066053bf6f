"""Telling endpoints of changes: what the feed says goes out signed, in order, until taken.

An endpoint gets its messages one after the other; one that fails is tried again after `PAUSES`,
up to a tenth longer so that many do not come back at once, and then set aside as dead. A
message may arrive twice, never out of order unless a dead one is sent again.
"""

import random
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.models import User
from core.selectors import changes_after, newest_position
from core.selectors.telling import Told, told
from core.services import audit, canonical_json
from core.services.alone import alone
from oracle_bridge.choices import DeliveryState
from oracle_bridge.models import WebhookDelivery, WebhookEndpoint
from oracle_bridge.services.posting import PrivateAddressError, is_address, post
from oracle_bridge.services.signing import signed

log = structlog.get_logger(__name__)
BATCH = 100  # events in one message
PAGES = 20  # pages of the feed read for one endpoint at a time
IN_A_ROW = 50  # messages sent to one endpoint at a time
PAUSES = (10, 30, 120, 600, 3600, 3 * 3600, 12 * 3600)  # seconds after each failed try
GONE = 410


@transaction.atomic
def create_endpoint(
    *, name: str, url: str, owner: User, by: User | None, types: list[str] | None = None
) -> WebhookEndpoint:
    """Add an endpoint that is told of everything from now on; raises ValidationError."""
    if urlsplit(url).scheme != "https" and not settings.LOCAL:
        raise ValidationError({"url": "Webhooks go to https addresses."})
    if not is_address(url):
        raise ValidationError({"url": "This is no address that could be called."})
    xid, last = newest_position()
    endpoint = WebhookEndpoint(name=name, url=url, owner=owner, types=types or [])
    endpoint.position_xid, endpoint.position_id = xid, last
    endpoint.full_clean(exclude=["uid"])
    endpoint.save()
    endpoint.refresh_from_db()
    _audit(endpoint, "created", by)
    return endpoint


@transaction.atomic
def switch_endpoint(endpoint: WebhookEndpoint, *, active: bool, by: User | None) -> None:
    """Stop telling an endpoint, or go on where it was left."""
    endpoint.active, endpoint.stopped_because = active, "" if active else "stopped by a person"
    endpoint.save(update_fields=["active", "stopped_because"])
    _audit(endpoint, "started" if active else "stopped", by)


@transaction.atomic
def rotate_secret(endpoint: WebhookEndpoint, *, by: User | None) -> None:
    """Give an endpoint another secret; the old one signs nothing any more."""
    endpoint.generation += 1
    endpoint.save(update_fields=["generation"])
    _audit(endpoint, "secret_rotated", by)


@transaction.atomic
def send_again(delivery: WebhookDelivery, *, by: User | None) -> None:
    """Put a dead message back into the queue, as if it had never been tried."""
    WebhookDelivery.objects.filter(pk=delivery.pk, state=DeliveryState.DEAD).update(
        state=DeliveryState.PENDING, attempts=0, next_at=timezone.now(), last_error=""
    )
    _audit(delivery.endpoint, "resent", by)


def fan_out() -> int:
    """Write down what every active endpoint has to be told; return how many messages."""
    keys = WebhookEndpoint.objects.filter(active=True).values_list("pk", flat=True)
    return _each(keys, _fan_out)


def deliver_due() -> int:
    """Send what is due and return how many messages were taken."""
    endpoints = WebhookEndpoint.objects.filter(
        active=True, deliveries__state=DeliveryState.PENDING
    ).distinct()
    return _each(endpoints, _deliver)


def _each[T](endpoints: Iterable[T], act: Callable[[T], int]) -> int:
    """Act for every endpoint, and return the sum; one that fails holds up no other."""
    done = 0
    for endpoint in endpoints:
        try:
            done += act(endpoint)
        except Exception:
            log.exception("webhook_failed", endpoint=str(endpoint))
    return done


@transaction.atomic
def _fan_out(key: int) -> int:
    """Read on for one endpoint; another worker that reads for it already goes first."""
    rows = WebhookEndpoint.objects.select_for_update(skip_locked=True, of=("self",))
    endpoint = rows.select_related("owner").filter(pk=key, active=True).first()
    if endpoint is None:
        return 0
    made = 0
    for _ in range(PAGES):
        position = endpoint.position_xid, endpoint.position_id
        events = changes_after(position, types=endpoint.types, limit=BATCH)
        if not events:
            break
        if news := told(events, endpoint.owner):
            WebhookDelivery.objects.create(
                endpoint=endpoint, events=[event_body(each) for each in news]
            )
            made += 1
        endpoint.position_xid, endpoint.position_id = events[-1].xid, events[-1].pk
    endpoint.save(update_fields=["position_xid", "position_id"])
    return made


def event_body(news: Told) -> dict[str, object]:
    """Return an event as the feed and the webhooks show it."""
    event = news.event
    return {
        "id": event.pk,
        "type": event.entity_type,
        "uid": str(event.entity_uid),
        "version": event.version,
        "op": news.op,
        "into": str(news.into) if news.into else None,
        "changed_fields": event.changed_fields,
        "at": event.at.isoformat().replace("+00:00", "Z"),
        "cause": event.cause,
    }


def _deliver(endpoint: WebhookEndpoint) -> int:
    taken = 0
    with alone("webhook", endpoint.pk) as mine:
        for _ in range(IN_A_ROW if mine else 0):
            waiting = endpoint.deliveries.filter(state=DeliveryState.PENDING).order_by("id")
            delivery = waiting.first()
            if delivery is None or delivery.next_at > timezone.now():
                break
            if not _try(endpoint, delivery):
                break
            taken += 1
    return taken


def _try(endpoint: WebhookEndpoint, delivery: WebhookDelivery) -> bool:
    """Send a message once, write down what became of it, and return whether it was taken."""
    status, error = _post(endpoint, delivery)
    delivery.attempts += 1
    delivery.last_status, delivery.last_error = status, error
    if not error:
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, timezone.now()
    elif delivery.attempts > len(PAUSES):
        delivery.state = DeliveryState.DEAD
        log.error("webhook_dead", endpoint=str(endpoint.uid), delivery=str(delivery.uid))
    else:
        pause = PAUSES[delivery.attempts - 1] * random.uniform(1, 1.1)  # noqa: S311 -- only to spread
        delivery.next_at = timezone.now() + timedelta(seconds=pause)
    delivery.save()
    if status == GONE:
        reason = "the receiver answered 410 Gone"
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(active=False, stopped_because=reason)
    return not error


def _post(endpoint: WebhookEndpoint, delivery: WebhookDelivery) -> tuple[int | None, str]:
    """Return the status of the answer and, unless it is a success, what went wrong."""
    body = canonical_json({"events": delivery.events}).encode()
    headers = signed(endpoint, str(delivery.uid), body, moment=int(time.time()))
    try:
        answer = post(endpoint.url, body, headers)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, PrivateAddressError) as error:
        return None, f"{type(error).__name__}: {error}"[:300]
    return answer.status_code, "" if answer.is_success else f"answered {answer.status_code}"


def _audit(endpoint: WebhookEndpoint, verb: str, by: User | None) -> None:
    payload = {"url": endpoint.url, "owner": endpoint.owner_id}
    audit(
        f"webhook.{verb}",
        by=by,
        object_type="webhook",
        object_uid=endpoint.uid,
        payload=payload,
    )
