"""Signatures of webhooks, by the Standard Webhooks specification 1.0 (standardwebhooks.com).

The signed text is `<webhook-id>.<webhook-timestamp>.<body>`; the signature is `v1,` and the
base64 of its HMAC-SHA256.
"""

import base64
import hmac

from django.utils.crypto import salted_hmac

from oracle_bridge.models import WebhookEndpoint

PREFIX = "whsec_"


def secret_of(endpoint: WebhookEndpoint) -> str:
    """Return the secret of an endpoint as its receiver keeps it: `whsec_` and base64."""
    return PREFIX + base64.b64encode(_key(endpoint)).decode()


def signed(
    endpoint: WebhookEndpoint, message_id: str, body: bytes, *, moment: int
) -> dict[str, str]:
    """Return the headers of a message sent at a moment (seconds since 1970)."""
    text = f"{message_id}.{moment}.".encode() + body
    digest = hmac.digest(_key(endpoint), text, "sha256")
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
        "content-type": "application/json",
    }


def _key(endpoint: WebhookEndpoint) -> bytes:
    text = f"{endpoint.uid}:{endpoint.generation}"
    return salted_hmac("oracle_bridge.webhook", text, algorithm="sha256").digest()
