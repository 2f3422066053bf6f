"""Enumerations of evidence."""

from django.db import models


class EvidenceFamily(models.TextChoices):
    """Where a sign comes from: conduct, sensors, what was said, what was paid."""

    BEHAVIOURAL = "behavioural", "Behavioural"
    PERCEPTION = "perception", "Perception"
    DECLARED = "declared", "Declared"
    TRANSACTIONAL = "transactional", "Transactional"


class EvidenceState(models.TextChoices):
    """Whether a piece of evidence counts."""

    ACTIVE = "active", "Active"
    WITHDRAWN = "withdrawn", "Withdrawn"
    QUARANTINED = "quarantined", "Quarantined"


class QuarantineReason(models.TextChoices):
    """Why a piece of evidence does not count yet."""

    CONSENT = "consent", "No consent in force"
    UNRESOLVED = "unresolved", "Nobody knows whom it is about"
    UNKNOWN_TYPE = "unknown_type", "A kind of sign nobody configured"


class Component(models.TextChoices):
    """The parts a score is made of."""

    INTENT = "intent", "Intent"
    ENGAGEMENT = "engagement", "Engagement"
    FIT = "fit", "Fit"
    READINESS = "readiness", "Readiness"
    PERCEPTION = "perception", "Perception"


class ConfigState(models.TextChoices):
    """The life of a scoring configuration."""

    DRAFT = "draft", "Draft"
    ACTIVE = "active", "Active"
    RETIRED = "retired", "Retired"


class Band(models.TextChoices):
    """A score in words."""

    THIN = "thin", "Not enough evidence"
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
