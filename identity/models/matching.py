"""Pairs that may be one person, what people said of them, and merges."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.models import UuidV7, one_of
from identity.choices import CandidateStatus, MergeState, MoveAction, Verdict


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

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.CheckConstraint(name="candidate_left_first", condition=Q(left__lt=F("right"))),
            models.UniqueConstraint(name="candidate_once", fields=["left", "right"]),
            models.CheckConstraint(
                name="candidate_score_range", condition=Q(score__gte=0, score__lte=1)
            ),
            one_of("candidate_status_known", "status", CandidateStatus),
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
    """One merge: who survived, who was merged, decided by whom."""

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    survivor = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="merges_won")
    losers = models.ManyToManyField("contacts.Contact", related_name="merges_lost")
    proposal = models.ForeignKey(
        "approvals.Proposal", models.PROTECT, null=True, related_name="merges"
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    snapshot = models.JSONField(default=dict, help_text="Golden values of all parties before.")
    score = models.DecimalField(max_digits=6, decimal_places=5, null=True)
    state = models.CharField(max_length=10, choices=MergeState, default=MergeState.DONE)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [one_of("merge_state_known", "state", MergeState)]

    def __str__(self) -> str:
        return f"merge into {self.survivor}"


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
