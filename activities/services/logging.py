"""Recording what happened, once."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import connection

from activities.models import Interaction
from activities.services.summaries import refresh_summaries
from contacts.models import Contact
from core.models import SourceSystem, User
from core.services import acting, save_canonical

SNIPPET = 280


def log_interaction(
    *,
    kind: str,
    occurred_at: datetime,
    by: User | None,
    source: SourceSystem | None = None,
    external_id: str = "",
    **fields: Any,
) -> Interaction:
    """Record one interaction and return it; a repeat returns the one already known.

    A repeat has the source and `external_id` of a known one, or, where the source gives no id,
    the same contact, kind, second and body. The contact is the channel point's unless given.
    """
    source = source or SourceSystem.objects.get(code="manual")
    point = fields.get("channel_point")
    if point is not None:
        fields.setdefault("contact", point.contact)
    row = Interaction(
        kind=kind,
        occurred_at=occurred_at,
        source_system=source,
        external_id=external_id,
        **fields,
    )
    row.snippet = row.snippet or " ".join(row.body.split())[:SNIPPET]
    row.dedupe_hash = "" if external_id else _content_hash(row)
    with acting(by, f"interaction:{source.code}"):
        known = _known(row)
        if known is not None:
            return known
        save_canonical(row, by=by, cause=f"interaction:{source.code}", action="logged")
        refresh_summaries([row.contact_id])
    return row


def link_interaction(
    interaction: Interaction,
    *,
    contact: Contact,
    by: User | None,
    expected_version: int | None = None,
) -> Interaction:
    """Say whose interaction it was."""
    before = interaction.contact_id
    interaction.contact = contact
    with acting(by, "link"):
        save_canonical(
            interaction, by=by, expected_version=expected_version, cause="link", action="linked"
        )
        refresh_summaries([before, contact.pk])
    return interaction


def _known(row: Interaction) -> Interaction | None:
    """Return the interaction this one repeats; repeats sent at the same time wait here."""
    key = {"external_id": row.external_id} if row.external_id else {"dedupe_hash": row.dedupe_hash}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"interaction {row.source_system_id} {key}"],
        )
    found: Interaction | None = Interaction.objects.filter(
        source_system=row.source_system_id, **key
    ).first()
    return found


def _content_hash(row: Interaction) -> str:
    who = row.contact_id or row.counterparty_raw
    second = int(row.occurred_at.timestamp())
    return hashlib.sha256(f"{who}|{row.kind}|{second}|{row.body}".encode()).hexdigest()
