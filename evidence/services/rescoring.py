"""Making a contact's score anew."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.models import Contact, ContactSummary
from core.services import canonical_json, sha256
from evidence.models import QDScore, QDSnapshot
from evidence.scoring import Score
from evidence.selectors import active_config, score_of

STEP = 1.0
TOP = 20


@transaction.atomic
def recompute_qd(contact: Contact, *, at: datetime | None = None) -> QDScore:
    """Compute the score from all evidence, store it, and add a snapshot where it moved.

    A snapshot is added under a new configuration, when the value moved by a point, and once a
    day when it moved at all. Lists show no number while the evidence is thin.
    """
    at = at or timezone.now()
    Contact.objects.select_for_update().get(pk=contact.pk)
    found = score_of(contact, at=at)
    parts = {
        name: {"value": part.value, "coverage": part.coverage, "weight": part.weight}
        for name, part in found.components.items()
    }
    row, _ = QDScore.objects.update_or_create(
        contact=contact,
        defaults={
            "config": active_config(),
            "value": found.value,
            "coverage": found.coverage,
            "band": found.band,
            "components": parts,
            "computed_at": at,
        },
    )
    _add_snapshot(row, found)
    shown = None if found.band == "thin" else round(found.value)
    ContactSummary.objects.filter(contact=contact).update(qd_value=shown)
    return row


def _add_snapshot(row: QDScore, found: Score) -> None:
    last = QDSnapshot.objects.filter(contact=row.contact_id, config=row.config_id).first()
    if last is not None and not _moved(last, row):
        return
    points = found.contributions()
    QDSnapshot.objects.create(
        contact_id=row.contact_id,
        config_id=row.config_id,
        as_of=row.computed_at,
        value=row.value,
        coverage=row.coverage,
        components=row.components,
        top_evidence=sorted(points, key=lambda key: (-abs(points[key]), key))[:TOP],
        input_hash=sha256(canonical_json(_inputs(row, points))),
    )


def _moved(last: QDSnapshot, row: QDScore) -> bool:
    difference = abs(row.value - last.value)
    return difference >= STEP or (difference > 0 and row.computed_at.date() > last.as_of.date())


def _inputs(row: QDScore, points: dict[str, float]) -> dict[str, Any]:
    return {"config": row.config_id, "as_of": row.computed_at, "points": points}
