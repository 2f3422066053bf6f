"""What conversations do when a person takes a consent back."""

from activities.choices import TranscriptState
from activities.models import Transcript
from contacts.choices import ConsentPurpose
from contacts.models import Contact
from contacts.registry import register_withdrawal
from core.models import User
from core.services import save_canonical

KEPT = (TranscriptState.QUARANTINED, TranscriptState.FAILED, TranscriptState.ERASED)


def quarantine(contact: Contact, purpose: str, by: User | None) -> None:
    """Close the transcripts of a person who no longer agrees to recordings, at once."""
    if purpose != ConsentPurpose.CALL_RECORDING:
        return
    for transcript in Transcript.objects.filter(interaction__contact=contact).exclude(
        state__in=KEPT
    ):
        transcript.state = TranscriptState.QUARANTINED
        save_canonical(transcript, by=by, cause="consent")


register_withdrawal("activities", quarantine)
