"""Audit events: one line per act, in the transaction of the act."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.db import transaction

from core.models import AuditEvent, User
from core.services.acting import request_id
from core.services.sealing import WINDOW, seal


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys and no spaces: equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=str, ensure_ascii=False)


def sha256(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def audit(  # noqa: PLR0913 -- an audit line has this many parts; all but two are optional
    action: str,
    *,
    by: User | None,
    object_type: str = "",
    object_uid: UUID | None = None,
    object_version: int | None = None,
    proposal_uid: UUID | None = None,
    batch_uid: UUID | None = None,
    payload: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write one audit event and return it.

    `payload` holds names of fields, counts and hashes, not personal values: those stand in the
    history tables, where erasure can reach them.
    """
    event = AuditEvent.objects.create(
        actor=by,
        actor_kind=by.kind if by else "",
        action=action,
        object_type=object_type,
        object_uid=object_uid,
        object_version=object_version,
        proposal_uid=proposal_uid,
        batch_uid=batch_uid,
        request_id=request_id(),
        payload=json.loads(canonical_json(payload or {})),
    )
    if event.pk % WINDOW == 0:  # a busy hour does not wait for the beat
        transaction.on_commit(seal, robust=True)
    return event
