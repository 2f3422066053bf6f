"""What somebody wants changed, waiting for somebody else to say yes."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from approvals.choices import (
    OPEN,
    ApplyMode,
    ApplyState,
    ItemDecision,
    ItemOp,
    ProposalState,
    Risk,
)
from approvals.models.policy import UNIT_INTERVAL
from core.models import UuidV7, one_of
from core.models.checks import a_number


class Proposal(models.Model):
    """A set of changes one author proposes and other people decide about.

    The rules that govern it are copied here when it is submitted (`policy_snapshot`,
    `required_approvals`, `approver_roles`, `permissions`, `barred`), so a later change of policy
    does not weaken a running decision. Every edit raises `revision`; approvals count for one
    revision and one `content_hash` only.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    kind = models.CharField(max_length=80, help_text="The registered operation: contact.update.")
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.ForeignKey(
        "core.SourceSystem", models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    state = models.CharField(
        max_length=20, choices=ProposalState, default=ProposalState.PENDING, editable=False
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    content_hash = models.CharField(
        max_length=64, editable=False, help_text="sha256 of the items of this revision."
    )
    policy = models.ForeignKey(
        "approvals.ApprovalPolicy", models.PROTECT, null=True, related_name="proposals"
    )
    policy_snapshot = models.JSONField(default=dict, editable=False)
    risk = models.PositiveSmallIntegerField(choices=Risk, default=Risk.MEDIUM)
    confidence = models.DecimalField(
        max_digits=4, decimal_places=3, null=True, blank=True, validators=UNIT_INTERVAL
    )
    required_approvals = models.PositiveSmallIntegerField(default=1)
    approver_roles = ArrayField(models.CharField(max_length=20), default=list)
    permissions = ArrayField(
        models.CharField(max_length=100), default=list, help_text="All are needed to decide."
    )
    barred = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text="Ids of people who may not approve: author, editors, approvers of what a "
        "revert undoes.",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who owns every record it is about, if that is one person.",
    )
    team = models.ForeignKey(
        "core.Team",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Whose every record it is about is or shall be, if that is one team's.",
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="assigned"
    )
    leased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    leased_until = models.DateTimeField(
        null=True, editable=False, help_text="Until then nobody else is led to it."
    )
    required_rejections = models.PositiveSmallIntegerField(default=1, editable=False)
    escalate_at = models.DateTimeField(null=True, editable=False)
    escalate_to = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)
    declared_risk = models.PositiveSmallIntegerField(
        choices=Risk, null=True, editable=False, help_text="What the producer thinks of it."
    )
    solo = models.BooleanField(
        default=False, editable=False, help_text="Red flag: approved by its own author."
    )
    depends_on = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="dependents",
        help_text="What has to be applied before this is.",
    )
    apply_mode = models.CharField(max_length=10, choices=ApplyMode, default=ApplyMode.PER_ITEM)
    dedupe_key = models.CharField(max_length=200, blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    reverts = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reverted_by"
    )
    counts = models.JSONField(default=dict, editable=False, help_text="Items by apply state.")
    error = models.TextField(blank=True, editable=False)
    transient = models.BooleanField(
        default=False, editable=False, help_text="The error may pass by itself: try again."
    )
    expires_at = models.DateTimeField()
    submitted_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    applied_at = models.DateTimeField(null=True, editable=False)
    reverted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        permissions = [
            ("decide_proposal", "Can approve and reject proposals"),
            ("decide_system", "Can approve changes of policies, roles and configuration"),
        ]
        constraints = [
            one_of("proposal_state_known", "state", ProposalState),
            one_of("proposal_risk_known", "risk", Risk),
            one_of("proposal_mode_known", "apply_mode", ApplyMode),
            models.UniqueConstraint(
                name="proposal_open_once",
                fields=["dedupe_key"],
                condition=Q(state__in=OPEN) & ~Q(dedupe_key=""),
            ),
            models.CheckConstraint(
                name="proposal_confidence_range",
                condition=Q(confidence__isnull=True) | Q(confidence__range=(0, 1)),
            ),
            models.CheckConstraint(
                name="proposal_approvals_range", condition=Q(required_approvals__lte=3)
            ),
            models.CheckConstraint(
                name="proposal_rejections_range",
                condition=Q(required_rejections__range=(1, 3)),
            ),
            models.CheckConstraint(
                name="proposal_decided_has_time",
                condition=Q(decided_at__isnull=False)
                | ~Q(state__in=["approved", "rejected", "applying", "applied"]),
            ),
            models.CheckConstraint(
                name="proposal_applied_has_time",
                condition=Q(applied_at__isnull=False)
                | ~Q(state__in=["applied", "partially_applied"]),
            ),
            models.CheckConstraint(
                name="proposal_reverted_was_applied",
                condition=Q(reverted_at__isnull=True) | Q(applied_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_lease_has_an_end",
                condition=Q(leased_by__isnull=True, leased_until__isnull=True)
                | Q(leased_by__isnull=False, leased_until__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_not_its_own_relative",
                condition=~Q(reverts=F("id")) & ~Q(supersedes=F("id")),
            ),
        ]
        indexes = [
            models.Index(
                name="proposal_queue",
                fields=["-risk", "submitted_at"],
                condition=Q(state=ProposalState.PENDING),
            ),
            models.Index(name="proposal_state_age", fields=["state", "expires_at"]),
            models.Index(
                name="proposal_escalation",
                fields=["escalate_at"],
                condition=Q(state=ProposalState.PENDING, escalated_at__isnull=True),
            ),
            models.Index(
                name="proposal_dedupe",
                fields=["dedupe_key", "state"],
                condition=~Q(dedupe_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it may still reach the client graph."""
        return self.state in OPEN

    @property
    def current_items(self) -> "models.QuerySet[ProposalItem]":
        """The items of the revision that stands, in order."""
        return self.items.filter(revision=self.revision).order_by("seq")


class ProposalItem(models.Model):
    """One change of one target in one revision of a proposal.

    The content never changes once written; an edit writes the items of a new revision. Only the
    decision and the outcome move.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="items")
    revision = models.PositiveIntegerField(default=1)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=80)
    op = models.CharField(max_length=20, choices=ItemOp)
    target_type = models.CharField(max_length=60)
    target_uid = models.UUIDField(null=True, blank=True)
    base_version = models.PositiveIntegerField(null=True, blank=True)
    before = models.JSONField(default=dict, blank=True, help_text="Values the author saw.")
    after = models.JSONField(default=dict, blank=True, help_text="Values the author proposes.")
    evidence = models.JSONField(default=list, blank=True)
    unresolved = models.JSONField(default=list, blank=True)
    confidence = models.DecimalField(
        max_digits=4, decimal_places=3, null=True, blank=True, validators=UNIT_INTERVAL
    )
    reverts = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reverted_by"
    )
    decision = models.CharField(
        max_length=10, choices=ItemDecision, default=ItemDecision.PENDING, editable=False
    )
    rejected_fields = ArrayField(
        models.CharField(max_length=80),
        default=list,
        editable=False,
        help_text="Fields a reviewer turned down; the rest is applied.",
    )
    apply_state = models.CharField(
        max_length=10, choices=ApplyState, default=ApplyState.PENDING, editable=False
    )
    applied_uid = models.UUIDField(null=True, editable=False, help_text="The row that was written.")
    applied_version = models.PositiveIntegerField(null=True, editable=False)
    result = models.JSONField(default=dict, editable=False)
    conflict = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["proposal", "revision", "seq"]
        constraints = [
            one_of("item_op_known", "op", ItemOp),
            one_of("item_decision_known", "decision", ItemDecision),
            one_of("item_apply_state_known", "apply_state", ApplyState),
            models.UniqueConstraint(name="item_seq_once", fields=["proposal", "revision", "seq"]),
            models.UniqueConstraint(
                name="item_one_update_per_target",
                fields=["proposal", "revision", "kind", "target_type", "target_uid"],
                condition=Q(op=ItemOp.UPDATE, target_uid__isnull=False),
            ),
            models.CheckConstraint(
                name="item_update_has_target",
                condition=Q(target_uid__isnull=False)
                | ~Q(op__in=[ItemOp.UPDATE, ItemOp.ARCHIVE, ItemOp.RESTORE]),
            ),
            models.CheckConstraint(
                name="item_revert_names_its_item",
                condition=Q(reverts__isnull=False) | ~Q(op=ItemOp.REVERT),
            ),
            models.CheckConstraint(
                name="item_conflict_is_told",
                condition=~Q(apply_state=ApplyState.CONFLICT) | ~Q(conflict={}),
            ),
            a_number("item_confidence_is_number", "confidence"),
        ]
        indexes = [models.Index(name="item_target", fields=["target_uid", "target_type"])]

    def __str__(self) -> str:
        return f"{self.get_op_display()} {self.target_type} {self.target_uid or ''}".strip()

    @property
    def accepted(self) -> dict[str, Any]:
        """The values that stand: those proposed without the fields reviewers turned down."""
        turned_down = set(self.rejected_fields)
        return {name: value for name, value in self.after.items() if name not in turned_down}
