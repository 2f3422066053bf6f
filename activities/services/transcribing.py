"""Keeping what was said, where the client agreed to a recording."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.choices import TranscriptState
from activities.models import Interaction, Transcript, TranscriptSegment
from contacts.choices import ConsentPurpose, ConsentStatus
from contacts.models import ConsentRecord
from core.models import User
from core.services import acting, save_canonical, sha256


class ConsentRequiredError(Exception):
    """The client did not agree to being recorded, or took it back."""

    code = "consent_required"


def add_transcript(
    interaction: Interaction,
    *,
    by: User | None,
    engine: str,
    text: str = "",
    segments: Sequence[dict[str, Any]] = (),
    **fields: Any,
) -> tuple[Transcript, bool]:
    """Keep a transcript and return it, and whether it is new; the same text twice is one.

    A segment has speaker, t0 and t1 (seconds), text and confidence. Raises ConsentRequiredError
    without a consent to recording in force, ValidationError for segments that run backwards.
    """
    consent = _consent(interaction)
    rows = [dict(segment) for segment in segments] or [{"text": text, "t0": 0, "t1": 0}]
    if any(row["t1"] < row["t0"] for row in rows):
        raise ValidationError({"segments": "A segment ends before it begins."})
    digest = sha256("\n".join(row["text"] for row in rows))
    with acting(by, "transcript"):
        # repeats sent at the same time wait here
        Interaction.objects.select_for_update(of=("self",)).get(pk=interaction.pk)
        known = Transcript.objects.filter(interaction=interaction, text_sha256=digest).first()
        if known is not None:
            return known, False
        transcript = Transcript(
            interaction=interaction,
            engine=engine,
            text_sha256=digest,
            consent=consent,
            state=TranscriptState.SEGMENTED,
            **fields,
        )
        save_canonical(transcript, by=by, cause="transcript")
        TranscriptSegment.objects.bulk_create(
            TranscriptSegment(transcript=transcript, seq=number, **row)
            for number, row in enumerate(rows)
        )
    return transcript, True


def _consent(interaction: Interaction) -> ConsentRecord:
    now = timezone.now()
    answers = ConsentRecord.objects.filter(
        contact=interaction.contact_id, purpose=ConsentPurpose.CALL_RECORDING, at__lte=now
    )
    latest = answers.order_by("-at", "-id").first() if interaction.contact_id else None
    status = latest.status_at(now) if latest else None
    if status == ConsentStatus.EXPIRED:
        raise ConsentRequiredError("The consent to being recorded has expired.")
    if latest is None or status != ConsentStatus.GRANTED:
        raise ConsentRequiredError("The client has not agreed to being recorded.")
    return latest
