"""Recording what happened, once."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.models import Interaction
from activities.services.summaries import refresh_summaries
from contacts.models import Contact
from core.choices import SourceKind
from core.models import SourceSystem, User
from core.services import acting, save_canonical
from core.services.alone import in_turn

SNIPPET = 280
AHEAD = timedelta(days=1)  # clocks go wrong and zones differ by less


class ChannelSourcedError(Exception):
    """Somebody would change what a channel delivered."""

    code = "channel_sourced"


def log_interaction(
    *, kind: str, occurred_at: datetime, by: User | None, **fields: Any
) -> Interaction:
    """Record one interaction and return it; a repeat returns the one already known."""
    return log_once(kind=kind, occurred_at=occurred_at, by=by, **fields)[0]


def log_once(
    *,
    kind: str,
    occurred_at: datetime,
    by: User | None,
    source: SourceSystem | None = None,
    external_id: str = "",
    **fields: Any,
) -> tuple[Interaction, bool]:
    """Record one interaction and return it, and whether it is new.

    A repeat has the source and `external_id` of a known one, or, where the source gives no id,
    the same contact, kind, second and body. The contact is the channel point's unless given.
    Raises ValidationError for one more than a day ahead: what is planned is a task or a visit.
    """
    refuse_ahead(occurred_at)
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
            return known, False
        save_canonical(row, by=by, cause=f"interaction:{source.code}", action="logged")
        refresh_summaries([row.contact_id])
    return row, True


def update_interaction(
    interaction: Interaction,
    *,
    by: User | None,
    expected_version: int | None = None,
    **fields: Any,
) -> Interaction:
    """Change an interaction a person wrote down.

    Raises ChannelSourcedError for one a channel delivered: it stays as it came, ValidationError
    for a moment more than a day ahead.
    """
    if interaction.source_system.kind != SourceKind.MANUAL:
        raise ChannelSourcedError("It came from a channel and stays as it came; write a note.")
    refuse_ahead(fields.get("occurred_at"))
    for name, value in fields.items():
        setattr(interaction, name, value)
    if "body" in fields:
        interaction.snippet = " ".join(interaction.body.split())[:SNIPPET]
    with acting(by, "interaction"):
        interaction.dedupe_hash = _hash_of_changed(interaction)
        save_canonical(interaction, by=by, expected_version=expected_version, cause="interaction")
        refresh_summaries([interaction.contact_id])
    return interaction


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


def refuse_ahead(moment: datetime | None) -> None:
    """Raise ValidationError for a moment more than a day ahead: nothing happened then yet."""
    if moment is not None and moment > timezone.now() + AHEAD:
        words = "This lies ahead. What happened is logged; plan a task for what is to come."
        raise ValidationError({"occurred_at": [words]})


def _known(row: Interaction) -> Interaction | None:
    """Return the interaction this one repeats; repeats sent at the same time wait here."""
    key = {"external_id": row.external_id} if row.external_id else {"dedupe_hash": row.dedupe_hash}
    in_turn("interaction", row.source_system_id, key)
    found: Interaction | None = Interaction.objects.filter(
        source_system=row.source_system_id, **key
    ).first()
    return found


def _hash_of_changed(row: Interaction) -> str:
    """Return the hash of what it says now; none where another one says the same already."""
    if row.external_id:
        return ""
    row.dedupe_hash = _content_hash(row)
    known = _known(row)
    return row.dedupe_hash if known is None or known.pk == row.pk else ""


def _content_hash(row: Interaction) -> str:
    who = row.contact_id or row.counterparty_raw
    second = int(row.occurred_at.timestamp())
    return hashlib.sha256(f"{who}|{row.kind}|{second}|{row.body}".encode()).hexdigest()
