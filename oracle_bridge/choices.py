"""Enumerations of the bridge."""

from django.db import models


class InsightStatus(models.TextChoices):
    """The life of an insight."""

    ACTIVE = "active", "Active"
    DISMISSED = "dismissed", "Dismissed"
    SUPERSEDED = "superseded", "Superseded"


class Feedback(models.TextChoices):
    """What a reader thought of an insight."""

    USEFUL = "useful", "Useful"
    WRONG = "wrong", "Wrong"
    KNOWN = "known", "Known already"


class SyncDirection(models.TextChoices):
    """Which way an entity travels."""

    IN = "in", "In"
    OUT = "out", "Out"
    BOTH = "both", "Both"


class SyncStatus(models.TextChoices):
    """How an entity and its counterpart stand to each other."""

    SYNCED = "synced", "Synced"
    PENDING = "pending", "Pending"
    FAILED = "failed", "Failed"
    CONFLICT = "conflict", "Conflict"
    DISABLED = "disabled", "Disabled"


class SyncMode(models.TextChoices):
    """How much is asked for."""

    FULL = "full", "Everything"
    INCREMENTAL = "incremental", "What changed"


class RunState(models.TextChoices):
    """How far a run has come."""

    RUNNING = "running", "Running"
    WAITING = "waiting", "Waiting for approval"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class ConflictPolicy(models.TextChoices):
    """Whose value is proposed where both sides changed."""

    MANUAL = "manual", "A person decides"
    PULSE = "pulse_wins", "Theirs is proposed"
    LOCAL = "local_wins", "Ours stands"
    NEWEST = "newest_wins", "The newer is proposed"


class DeliveryState(models.TextChoices):
    """What became of a message to a webhook."""

    PENDING = "pending", "Waits"
    DELIVERED = "delivered", "Taken"
    DEAD = "dead", "Given up"
