"""Remembering who was erased without knowing who they were."""

import hmac
from collections.abc import Iterable

from django.conf import settings

from contacts.choices import PointKind
from contacts.models import Suppression

BLOCK = 64  # bytes of a block of SHA-256
SOURCE = "source"

# HMAC-SHA256 in SQL: %(outer)s and %(inner)s are the padded key, {text} what is hashed
DIGEST_SQL = "sha256(%(outer)s || sha256(%(inner)s || convert_to({text}, 'UTF8')))"


def digest(kind: str, value: str) -> bytes:
    """Return the keyed hash of one value; a number is one on WhatsApp and on the telephone."""
    kind = PointKind.PHONE if kind == PointKind.WHATSAPP else kind
    return hmac.digest(_key(), f"{kind}:{value}".encode(), "sha256")


def suppress(values: Iterable[tuple[str, str]]) -> int:
    """Remember values as (kind, normal value); a source id is (`source`, `code:id`)."""
    rows = [Suppression(digest=digest(kind, value), kind=kind) for kind, value in values]
    return len(Suppression.objects.bulk_create(rows, ignore_conflicts=True))


def is_suppressed(values: Iterable[tuple[str, str]]) -> bool:
    """Return whether any of the values belongs to somebody who was erased."""
    wanted = [digest(kind, value) for kind, value in values]
    return Suppression.objects.filter(digest__in=wanted).exists()


def pads() -> dict[str, bytes]:
    """Return the parameters of DIGEST_SQL."""
    key = _key().ljust(BLOCK, b"\0")
    return {
        "inner": bytes(byte ^ 0x36 for byte in key),
        "outer": bytes(byte ^ 0x5C for byte in key),
    }


def _key() -> bytes:
    """Return the key, short enough not to be hashed itself."""
    return hmac.digest(settings.PRIVACY_KEY.encode(), b"suppression", "sha256")
