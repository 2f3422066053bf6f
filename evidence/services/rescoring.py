"""Making scores anew, and checking that those kept by addition are right."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from contacts.models import Contact
from core.services import audit
from evidence.models import QDScore
from evidence.selectors import score_of
from evidence.services.counting import count_all

DRIFT = 1e-6
PERCENT = 1


@dataclass(frozen=True, slots=True)
class Drift:
    """One contact whose kept score is not what its evidence makes."""

    contact_id: int
    kept: float
    computed: float


@transaction.atomic
def recompute_qd(contact: Contact, *, at: datetime | None = None) -> QDScore:
    """Compute the score from all evidence, store it, and add a snapshot where it moved.

    A snapshot is added under a new configuration, when the value moved by a point, and once a
    day when it moved at all. Lists show no number while the evidence is thin.
    """
    count_all([contact.pk], at=at)
    found: QDScore = QDScore.objects.select_related("contact", "config").get(contact=contact)
    return found


def check_scores(*, percent: float = PERCENT) -> list[Drift]:
    """Recompute a sample of all scores in Python; mend, audit and return those that drifted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact_id FROM evidence_qdscore WHERE random() * 100 < %s", [percent]
        )
        ids = [row[0] for row in cursor.fetchall()]
    found = [drift for pk in ids if (drift := _drift(pk)) is not None]
    if found:
        with transaction.atomic():
            count_all([drift.contact_id for drift in found])
            audit(
                "evidence.scores_drifted",
                by=None,
                object_type="qdscore",
                payload={"checked": len(ids), "drifted": len(found)},
            )
    return found


def _drift(contact_id: int) -> Drift | None:
    kept = QDScore.objects.select_related("contact").get(contact=contact_id)
    with transaction.atomic():
        at = kept.computed_at
        computed = score_of(kept.contact, at=at).value
    if abs(kept.value - computed) <= DRIFT:
        return None
    return Drift(contact_id, kept.value, computed)


def rescore_everybody(*, chunk: int = 5_000) -> int:
    """Make every score anew, chunk by chunk, and return how many there are.

    For after a change of configuration, of a kind's weights or of a source's trust.
    """
    last, done = 0, 0
    while ids := next_contacts(last, chunk):
        with transaction.atomic():
            count_all(ids, at=timezone.now())
        last, done = ids[-1], done + len(ids)
    return done


def next_contacts(after: int, limit: int) -> list[int]:
    """Return the next contacts with evidence, in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT contact_id FROM evidence_evidence"
            " WHERE contact_id > %s ORDER BY contact_id LIMIT %s",
            [after, limit],
        )
        return [row[0] for row in cursor.fetchall()]
