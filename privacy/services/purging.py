"""Clearing what has been kept long enough."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.utils import timezone

from activities.models import Transcript, TranscriptSegment
from core.models import User
from core.services import audit
from core.services.erasing import erasing
from evidence.choices import EvidenceFamily, EvidenceState
from evidence.models import Evidence, QDScore
from evidence.services.counting import count_all
from imports.models import RawBatch
from oracle_bridge.choices import DeliveryState
from oracle_bridge.models import WebhookDelivery
from privacy.choices import Artifact
from privacy.models import RetentionRule
from privacy.selectors import next_version
from privacy.services.removing import remove_files, remove_left

CHUNK = 5_000  # people scored in one statement


def purge(*, by: User | None, now: datetime | None = None, dry_run: bool = False) -> dict[str, int]:
    """Clear what every active rule says is too old; return how many of each it was.

    `dry_run` counts and clears nothing. Run again, it finds nothing. Files an erasure or an earlier
    run could not remove are tried again.
    """
    if not dry_run:
        remove_left()
    at = now or timezone.now()
    found: dict[str, int] = {}
    for rule in RetentionRule.objects.filter(active=True):
        clear = CLEARING[Artifact(rule.artifact)]
        with transaction.atomic():
            found[rule.artifact] = clear(at - timedelta(days=rule.days), by, dry_run)
    if any(found.values()) and not dry_run:
        audit("privacy.purged", by=by, payload={"cleared": found})
    return found


def _files(before: datetime, by: User | None, dry_run: bool) -> int:  # noqa: ARG001, FBT001 -- one signature for all
    """Remove uploaded files of imports that are done; their rows and hashes stay."""
    batches = RawBatch.objects.filter(finished_at__lt=before).exclude(file="")
    return batches.count() if dry_run else remove_files(batches)


def _transcripts(before: datetime, by: User | None, dry_run: bool) -> int:  # noqa: FBT001 -- one signature for all
    """Clear the words of old recordings; that there was a call stays."""
    old = Transcript.objects.filter(created_at__lt=before).exclude(state="erased")
    pks = list(old.values_list("pk", flat=True))
    if pks and not dry_run:
        TranscriptSegment.objects.filter(transcript__in=pks).update(text="", speaker="")
        Transcript.objects.filter(pk__in=pks).update(
            state="erased", storage_ref="", **next_version(Transcript)
        )
    del by
    return len(pks)


def _perception(before: datetime, by: User | None, dry_run: bool) -> int:  # noqa: FBT001 -- one signature for all
    """Withdraw old evidence of sensors, clear what it carried, and score without it."""
    old = Evidence.objects.filter(
        type__family=EvidenceFamily.PERCEPTION, occurred_at__lt=before
    ).exclude(state=EvidenceState.WITHDRAWN, payload={}, media_ref="", session_ref="")
    pks = list(old.values_list("pk", "uid"))
    if pks and not dry_run:
        with erasing(by=by, object_type="evidence", object_uid=pks[0][1], grounds="retention") as (
            _,
            counts,
        ):
            rows = Evidence.objects.filter(pk__in=[pk for pk, _ in pks])
            scored = QDScore.objects.filter(contact__in=rows.values("contact"))
            contacts = sorted(scored.values_list("contact_id", flat=True))
            rows.update(payload={}, media_ref="", session_ref="", state=EvidenceState.WITHDRAWN)
            counts["evidence"] = len(pks)
        for ids in batched(contacts, CHUNK):
            count_all(ids)
    return len(pks)


def _deliveries(before: datetime, by: User | None, dry_run: bool) -> int:  # noqa: ARG001, FBT001 -- one signature for all
    """Delete messages of webhooks that were taken or given up; those that wait stay."""
    done = WebhookDelivery.objects.filter(created_at__lt=before).exclude(
        state=DeliveryState.PENDING
    )
    return done.count() if dry_run else done.delete()[0]


CLEARING: dict[Artifact, Callable[[datetime, User | None, bool], int]] = {
    Artifact.FILE: _files,
    Artifact.TRANSCRIPT: _transcripts,
    Artifact.PERCEPTION: _perception,
    Artifact.DELIVERY: _deliveries,
}
