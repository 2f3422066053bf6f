"""What was said, where the client agreed to a recording."""

from django.db import models
from django.db.models import F, Q

from activities.choices import TranscriptState
from core.models import CanonicalModel, one_of
from core.models.checks import a_number, in_range


class Transcript(CanonicalModel):
    """One text made from one recorded interaction by one engine.

    Without a consent to the recording it stays quarantined: the database refuses any other
    state but failed and erased.
    """

    interaction = models.ForeignKey(
        "activities.Interaction", models.PROTECT, related_name="transcripts"
    )
    language = models.CharField(max_length=20, blank=True, help_text="BCP 47 tag.")
    engine = models.CharField(max_length=60, help_text="What turned the recording into text.")
    engine_version = models.CharField(max_length=40, blank=True)
    text_sha256 = models.CharField(max_length=64)
    storage_ref = models.CharField(
        max_length=500, blank=True, help_text="Where the recording lies; opaque to us."
    )
    state = models.CharField(
        max_length=11, choices=TranscriptState, default=TranscriptState.QUARANTINED
    )
    consent = models.ForeignKey(
        "contacts.ConsentRecord",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="transcripts",
        help_text="The consent to the recording.",
    )

    class Meta:
        ordering = ["interaction", "id"]
        constraints = [
            one_of("transcript_state_known", "state", TranscriptState),
            models.UniqueConstraint(name="transcript_once", fields=["interaction", "text_sha256"]),
            models.CheckConstraint(
                name="transcript_needs_consent",
                condition=Q(consent__isnull=False)
                | Q(
                    state__in=[
                        TranscriptState.QUARANTINED,
                        TranscriptState.FAILED,
                        TranscriptState.ERASED,
                    ]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"transcript of {self.interaction}"


class TranscriptSegment(models.Model):
    """One utterance of one transcript; seconds from its beginning."""

    transcript = models.ForeignKey(Transcript, models.PROTECT, related_name="segments")
    seq = models.PositiveIntegerField(help_text="Place in the transcript, from 0.")
    speaker = models.CharField(max_length=80, blank=True, help_text="As the engine names them.")
    speaker_contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, blank=True, related_name="utterances"
    )
    t0 = models.FloatField("from", help_text="Seconds.")
    t1 = models.FloatField("to", help_text="Seconds.")
    text = models.TextField()
    confidence = models.FloatField(null=True, blank=True, help_text="0 to 1, by the engine.")

    class Meta:
        ordering = ["transcript", "seq"]
        constraints = [
            models.UniqueConstraint(name="segment_once", fields=["transcript", "seq"]),
            models.CheckConstraint(
                name="segment_runs_forward", condition=Q(t0__gte=0, t1__gte=F("t0"))
            ),
            in_range("segment_confidence_range", "confidence", 0, 1),
            a_number("segment_times_are_numbers", "t0", "t1"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker}: {self.text[:60]}"
