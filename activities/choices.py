"""Enumerations of activities."""

from django.db import models


class InteractionKind(models.TextChoices):
    """How something happened."""

    WHATSAPP = "whatsapp", "WhatsApp"
    CALL = "call", "Call"
    EMAIL = "email", "E-mail"
    SMS = "sms", "SMS"
    MEETING = "meeting", "Meeting"
    SITE_VISIT = "site_visit", "Site visit"
    WEB = "web", "Web"
    CHAT = "chat", "Chat"
    NOTE_EVENT = "note_event", "Noted event"
    SOCIAL = "social", "Social media"
    EVENT = "event", "Event"


class Direction(models.TextChoices):
    """Who turned to whom."""

    INBOUND = "inbound", "Inbound"
    OUTBOUND = "outbound", "Outbound"
    INTERNAL = "internal", "Internal"


class Outcome(models.TextChoices):
    """What came of it."""

    CONNECTED = "connected", "Connected"
    NO_ANSWER = "no_answer", "No answer"
    BUSY = "busy", "Busy"
    REPLIED = "replied", "Replied"
    NO_SHOW = "no_show", "No show"
    COMPLETED = "completed", "Completed"
    BOUNCED = "bounced", "Bounced"
    CANCELLED = "cancelled", "Cancelled"


class ParticipantRole(models.TextChoices):
    """A part in a conversation."""

    SENDER = "sender", "Sender"
    RECIPIENT = "recipient", "Recipient"
    COPIED = "copied", "Copied"
    HOST = "host", "Host"
    ATTENDEE = "attendee", "Attendee"


class TranscriptState(models.TextChoices):
    """How far the processing of a transcript has come."""

    QUARANTINED = "quarantined", "Quarantined: no consent"
    RECEIVED = "received", "Received"
    SEGMENTED = "segmented", "Segmented"
    REDACTED = "redacted", "Redacted"
    FAILED = "failed", "Failed"
    ERASED = "erased", "Erased"


class NoteVisibility(models.TextChoices):
    """Who reads a note."""

    INHERIT = "inherit", "Whoever sees its record"
    PRIVATE = "private", "Its author"


class TaskKind(models.TextChoices):
    """What is to be done."""

    CALL = "call", "Call"
    WHATSAPP = "whatsapp", "WhatsApp"
    VISIT = "visit", "Visit"
    DOCUMENT = "doc", "Document"
    REVIEW = "review", "Review"
    FOLLOW_UP = "follow_up", "Follow up"


class TaskStatus(models.TextChoices):
    """How far a task has come."""

    OPEN = "open", "Open"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"


TO_DO = (TaskStatus.OPEN, TaskStatus.IN_PROGRESS)


class TaskPriority(models.IntegerChoices):
    """How much a task matters; the lower, the sooner."""

    HIGH = 1, "High"
    NORMAL = 2, "Normal"
    LOW = 3, "Low"


class TaskOrigin(models.TextChoices):
    """What a task was made from."""

    PERSON = "person", "A person"
    PROPOSAL = "proposal", "A proposal"
    INSIGHT = "insight", "An insight"
    PLAYBOOK = "playbook", "A playbook"
    IMPORT = "import", "An import"


class ScanStatus(models.TextChoices):
    """What the virus scan said."""

    PENDING = "pending", "Not scanned yet"
    CLEAN = "clean", "Clean"
    INFECTED = "infected", "Infected"
    FAILED = "failed", "Scan failed"
