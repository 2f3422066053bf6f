"""The words of governance: states, operations, events, roles."""

from django.db import models


class ProposalState(models.TextChoices):
    """The life of a proposal; TRANSITIONS says which step may follow which."""

    DRAFT = "draft", "Draft"
    PENDING = "pending", "Waiting for a decision"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    APPROVED = "approved", "Approved"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    PARTIALLY_APPLIED = "partially_applied", "Partially applied"
    CONFLICT = "conflict", "Conflict"
    FAILED = "failed", "Failed"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"
    SUPERSEDED = "superseded", "Superseded"


S = ProposalState

# The database holds the same table (0004_leases_and_teams); a test compares the two.
TRANSITIONS: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.PENDING, S.WITHDRAWN}),
    S.PENDING: frozenset(
        {S.CHANGES_REQUESTED, S.APPROVED, S.REJECTED, S.WITHDRAWN, S.EXPIRED, S.SUPERSEDED}
    ),
    S.CHANGES_REQUESTED: frozenset({S.PENDING, S.WITHDRAWN, S.EXPIRED, S.SUPERSEDED}),
    S.APPROVED: frozenset({S.APPLYING, S.EXPIRED, S.PENDING}),
    S.REJECTED: frozenset({S.PENDING}),
    S.APPLYING: frozenset({S.APPLIED, S.PARTIALLY_APPLIED, S.CONFLICT, S.FAILED}),
    S.CONFLICT: frozenset({S.PENDING, S.WITHDRAWN}),
    S.FAILED: frozenset({S.PENDING, S.APPLYING, S.WITHDRAWN, S.EXPIRED}),
}

# Work that may still reach the client graph; one dedupe key stands in here once.
OPEN = (S.PENDING, S.CHANGES_REQUESTED, S.APPROVED, S.APPLYING, S.CONFLICT, S.FAILED)


class Risk(models.IntegerChoices):
    """How much harm a wrong decision does; the queue shows the riskiest first."""

    LOW = 1, "Low"
    MEDIUM = 2, "Medium"
    HIGH = 3, "High"
    CRITICAL = 4, "Critical"


class ApplyMode(models.TextChoices):
    """Whether one conflict stops the whole proposal."""

    PER_ITEM = "per_item", "Each item for itself"
    ATOMIC = "atomic", "All or nothing"


class ItemOp(models.TextChoices):
    """What an item does to its target."""

    CREATE = "create", "Create"
    UPDATE = "update", "Update"
    LINK = "link", "Link"
    UNLINK = "unlink", "Unlink"
    MERGE = "merge", "Merge"
    UNMERGE = "unmerge", "Unmerge"
    ARCHIVE = "archive", "Archive"
    RESTORE = "restore", "Restore"
    GRANT = "grant", "Grant"
    REVOKE = "revoke", "Revoke"
    ERASE = "erase", "Erase"
    STAGE_CHANGE = "stage_change", "Change stage"
    MAPPING_ACTIVATE = "mapping_activate", "Activate mapping"
    CONFIG_ACTIVATE = "config_activate", "Activate configuration"
    COMMIT = "commit", "Commit a batch"
    REVERT = "revert", "Undo an applied item"


class ItemDecision(models.TextChoices):
    """What the reviewers said about one item."""

    PENDING = "pending", "Not decided"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"


class ApplyState(models.TextChoices):
    """How far one item has come."""

    PENDING = "pending", "Not applied yet"
    APPLIED = "applied", "Applied"
    NOOP = "noop", "Nothing to change"
    CONFLICT = "conflict", "Conflict"
    SKIPPED = "skipped", "Skipped"
    REVERTED = "reverted", "Reverted"


class EventType(models.TextChoices):
    """What happened to a proposal."""

    SUBMITTED = "submitted", "Submitted"
    DRAFTED = "drafted", "Drafted"
    ASSIGNED = "assigned", "Assigned"
    ESCALATED = "escalated", "Escalated"
    COMMENTED = "commented", "Commented"
    APPROVED = "approved", "Approved"
    AUTO_APPROVED = "auto_approved", "Approved by policy"
    ITEM_REJECTED = "item_rejected", "Part rejected"
    REJECTED = "rejected", "Rejected"
    TAKEN_BACK = "taken_back", "Decision taken back"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    EDITED = "edited", "Edited"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"
    SUPERSEDED = "superseded", "Superseded"
    APPLY_STARTED = "apply_started", "Application started"
    ITEM_CONFLICT = "item_conflict", "Item in conflict"
    APPLIED = "applied", "Applied"
    APPLY_FAILED = "apply_failed", "Application failed"
    REVERTED = "reverted", "Reverted"


class RejectionReason(models.TextChoices):
    """Why a person said no, as a word that can be counted."""

    WRONG_PERSON = "wrong_person", "Wrong person"
    OUTDATED = "outdated", "Outdated"
    LOW_EVIDENCE = "low_evidence", "Too little evidence"
    DUPLICATE = "duplicate", "Known already"
    POLICY = "policy", "Against our rules"
    OTHER = "other", "Something else"


HUMAN_DECISIONS = (
    EventType.APPROVED,
    EventType.REJECTED,
    EventType.ITEM_REJECTED,
    EventType.CHANGES_REQUESTED,
    EventType.TAKEN_BACK,
)


class PolicyDecision(models.TextChoices):
    """What a policy says about the proposals it matches."""

    AUTO_APPLY = "auto_apply", "Approve without a person"
    REVIEW = "review", "People decide"
    FORBID = "forbid", "Refuse"


OWNER = "owner"
"""Not a group: whoever owns every record a proposal is about. Policies name it like a role."""

# What a proposal touches may be marked; policies ask for marks or rule them out. Operations
# add marks of their own, such as has_booking or exact_key.
VIP, RESTRICTED = "vip", "restricted"


class Role(models.TextChoices):
    """The names of the groups people work in."""

    FOUNDER = "founder", "Founder"
    ADMIN = "admin", "Administrator"
    STEWARD = "steward", "Steward"
    OPERATOR = "operator", "Operator"
    LEAD = "lead", "Team lead"
    AGENT = "agent", "Agent"
    READ_ONLY = "read_only", "Read only"
