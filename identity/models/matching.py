"""Pairs that may be one person, what people said of them, and merges."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.choices import MoveAction
from core.models import UuidV7, one_of
from core.models.checks import a_number
from identity.choices import CandidateStatus, MergeState, OperationKind, Verdict


class MatchCandidate(models.Model):
    """Two contacts that may be one person, with the evidence."""

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    left = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="candidates_left")
    right = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="candidates_right")
    score = models.DecimalField(
        max_digits=6,
        decimal_places=5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    model_version = models.CharField(max_length=40)
    features = models.JSONField(default=dict, help_text="The comparison vector.")
    status = models.CharField(max_length=12, choices=CandidateStatus, default=CandidateStatus.OPEN)
    created_at = models.DateTimeField(db_default=Now())
    leased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    leased_until = models.DateTimeField(
        null=True, blank=True, help_text="Until then nobody else is shown the pair."
    )
    rests_until = models.DateTimeField(
        null=True, blank=True, help_text="Somebody skipped the pair; others come first until then."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    proposal = models.ForeignKey(
        "approvals.Proposal", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.CheckConstraint(name="candidate_left_first", condition=Q(left__lt=F("right"))),
            models.UniqueConstraint(name="candidate_once", fields=["left", "right"]),
            models.CheckConstraint(
                name="candidate_score_range", condition=Q(score__gte=0, score__lte=1)
            ),
            one_of("candidate_status_known", "status", CandidateStatus),
            models.CheckConstraint(
                name="candidate_lease_has_an_end",
                condition=Q(leased_by__isnull=True, leased_until__isnull=True)
                | Q(leased_by__isnull=False, leased_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="candidate_queue", fields=["-score", "id"], condition=Q(status="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} ~ {self.right}"


class PairVerdict(models.Model):
    """What a person decided about a pair; matching never overrules it."""

    left = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="verdicts_left")
    right = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="verdicts_right")
    verdict = models.CharField(max_length=10, choices=Verdict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(name="verdict_left_first", condition=Q(left__lt=F("right"))),
            models.UniqueConstraint(name="verdict_once", fields=["left", "right"]),
            one_of("verdict_known", "verdict", Verdict),
        ]

    def __str__(self) -> str:
        return f"{self.left} and {self.right}: {self.get_verdict_display()}"


class MergeOperation(models.Model):
    """One operation on whole people: a merge, or a split that gave one its records back.

    A merge has a survivor and the losers; a split the person who was split and, as the loser,
    the person made of what was not theirs.
    """

    kind = models.CharField(max_length=5, choices=OperationKind, default=OperationKind.MERGE)
    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    survivor = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="merges_won")
    losers = models.ManyToManyField("contacts.Contact", related_name="merges_lost")
    proposal = models.ForeignKey(
        "approvals.Proposal", models.PROTECT, null=True, related_name="merges"
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    snapshot = models.JSONField(default=dict, help_text="Golden values of all parties before.")
    choices = models.JSONField(
        default=dict, help_text="What people chose: attribute -> value, a point kind -> uid."
    )
    provenance = models.JSONField(
        default=dict, help_text="Attribute -> the value that won, its source and the rule."
    )
    score = models.DecimalField(max_digits=6, decimal_places=5, null=True)
    explanation = models.JSONField(default=dict, help_text="Why they were taken for one.")
    state = models.CharField(max_length=10, choices=MergeState, default=MergeState.DONE)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_proposal = models.ForeignKey(
        "approvals.Proposal", models.PROTECT, null=True, related_name="unmerges"
    )
    residue = models.JSONField(
        default=list, help_text="What undoing left where it was, because it changed since."
    )

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            one_of("merge_state_known", "state", MergeState),
            one_of("merge_kind_known", "kind", OperationKind),
            a_number("merge_score_is_number", "score"),
            models.CheckConstraint(
                name="merge_undone_says_by_whom",
                condition=Q(state=MergeState.DONE, undone_at__isnull=True, undone_by__isnull=True)
                | Q(state=MergeState.UNDONE, undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().lower()} of {self.survivor}"


class MergeMove(models.Model):
    """One row a merge touched, with its values before and after; append-only."""

    operation = models.ForeignKey(MergeOperation, models.PROTECT, related_name="moves")
    seq = models.PositiveIntegerField()
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=MoveAction)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["operation", "seq"]
        constraints = [
            models.UniqueConstraint(name="move_seq_once", fields=["operation", "seq"]),
            one_of("move_action_known", "action", MoveAction),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.table} {self.row_id}"
