"""Tables of what happened and what is to be done."""

from activities.models.attachments import Attachment
from activities.models.interactions import Interaction, InteractionParticipant
from activities.models.notes import Note
from activities.models.tasks import Task
from activities.models.transcripts import Transcript, TranscriptSegment

__all__ = [
    "Attachment",
    "Interaction",
    "InteractionParticipant",
    "Note",
    "Task",
    "Transcript",
    "TranscriptSegment",
]
