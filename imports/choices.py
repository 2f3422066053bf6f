"""Enumerations of imports."""

from django.db import models


class BatchState(models.TextChoices):
    """How far a batch has come. `failed` keeps the step to resume from in `resume_state`."""

    RECEIVED = "received", "Received"
    PARSED = "parsed", "Parsed"
    MAPPING_PROPOSED = "mapping_proposed", "Mapping proposed"
    MAPPING_APPROVED = "mapping_approved", "Mapping confirmed"
    NORMALISED = "normalised", "Normalised"
    RESOLVED = "resolved", "Resolved"
    PENDING = "pending_approval", "Waiting for approval"
    APPLYING = "applying", "Applying"
    APPLIED = "applied", "Applied"
    REVERTING = "reverting", "Reverting"
    REVERTED = "reverted", "Reverted"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Entity(models.TextChoices):
    """What the rows of a file are."""

    CONTACT = "contact", "People"
    ACCOUNT = "account", "Accounts"
    OPPORTUNITY = "opportunity", "Opportunities"
    ACTIVITY = "activity", "Activities"


class ManifestState(models.TextChoices):
    """The life of a mapping."""

    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Confirmed"
    SUPERSEDED = "superseded", "Superseded"


class ColumnDecision(models.TextChoices):
    """What happens to a column; no column is ever lost."""

    MAPPED = "mapped", "Mapped"
    IGNORED = "ignored", "Left aside"
    UNRESOLVED = "unresolved", "Kept raw"


class ResultKind(models.TextChoices):
    """What a row of a file can make, besides people and accounts."""

    INTERACTION = "interaction", "Interaction"
    TASK = "task", "Task"
    NOTE = "note", "Note"
    OPPORTUNITY = "opportunity", "Opportunity"
    CONSENT = "consent", "Answer to a consent"
    INSIGHT = "insight", "Insight"


class RowOutcome(models.TextChoices):
    """What a row will become."""

    CREATE = "create", "New"
    MATCH = "match", "Known"
    AMBIGUOUS = "ambiguous", "Needs a decision"
    SKIP = "skip", "Skipped"
    REJECT = "reject", "Cannot be imported"
