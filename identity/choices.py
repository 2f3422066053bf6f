"""Enumerations of identity."""

from django.db import models


class CrosswalkOutcome(models.TextChoices):
    """What a source record did to the entity it belongs to."""

    CREATED = "created", "Created it"
    UPDATED = "updated", "Changed it"
    LINKED = "linked", "Changed nothing"


class RevertOutcome(models.TextChoices):
    """What undoing a source record did."""

    NONE = "", "Not undone"
    ARCHIVED = "archived", "Archived what it had created"
    RESTORED = "restored", "Restored what it had changed"
    UNLINKED = "unlinked", "Nothing to restore"
    KEPT = "kept", "Kept, touched by people since"


class CandidateStatus(models.TextChoices):
    """Where a pair of possible duplicates stands."""

    OPEN = "open", "Open"
    PROPOSED = "proposed", "Proposed"
    MERGED = "merged", "Merged"
    NOT_A_MATCH = "not_a_match", "Not a match"
    SUPERSEDED = "superseded", "Superseded"


class LikeReason(models.TextChoices):
    """Why two accounts may be one."""

    NUMBER = "number", "the same official number"
    NAME = "name", "the same name"
    WEBSITE = "website", "the same website"
    PHONE = "phone", "the same phone"
    LIKE_NAME = "like_name", "a like name"


class Verdict(models.TextChoices):
    """What a person said about a pair; it outlives every score."""

    SAME = "same", "The same person"
    DIFFERENT = "different", "Different people"


class MergeState(models.TextChoices):
    """Whether a merge stands."""

    DONE = "done", "Done"
    UNDONE = "undone", "Undone"


class OperationKind(models.TextChoices):
    """What an operation on whole records did."""

    MERGE = "merge", "Merge"
    SPLIT = "split", "Split"


class ScanState(models.TextChoices):
    """Where a scan for duplicates stands."""

    RUNNING = "running", "Running"
    STOPPED = "stopped", "Stopped"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
