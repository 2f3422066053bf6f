"""Accounts that may be one, and merges of accounts."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.models import UuidV7, one_of
from core.models.checks import a_number
from identity.choices import CandidateStatus, LikeReason, MergeState


class AccountCandidate(models.Model):
    """Two accounts that may be one, why, and what a person said of them."""

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    left = models.ForeignKey("accounts.Account", models.PROTECT, related_name="candidates_left")
    right = models.ForeignKey("accounts.Account", models.PROTECT, related_name="candidates_right")
    reasons = ArrayField(
        models.CharField(max_length=12, choices=LikeReason), help_text="The strongest first."
    )
    strength = models.FloatField(help_text="What the reasons count together.")
    status = models.CharField(max_length=12, choices=CandidateStatus, default=CandidateStatus.OPEN)
    created_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    proposal = models.ForeignKey(
        "approvals.Proposal", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-strength", "id"]
        constraints = [
            models.CheckConstraint(
                name="account_candidate_left_first", condition=Q(left__lt=F("right"))
            ),
            models.UniqueConstraint(name="account_candidate_once", fields=["left", "right"]),
            one_of("account_candidate_status_known", "status", CandidateStatus),
            models.CheckConstraint(
                name="account_candidate_refused_by_somebody",
                condition=~Q(status=CandidateStatus.NOT_A_MATCH)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            a_number("account_candidate_strength_is_number", "strength"),
        ]
        indexes = [
            models.Index(
                name="account_candidate_queue",
                fields=["-strength", "id"],
                condition=Q(status="open"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} ~ {self.right}"

    @property
    def words(self) -> list[str]:
        """What speaks for one account, in words."""
        return [str(LikeReason(reason).label) for reason in self.reasons]


class AccountMerge(models.Model):
    """One account went into another; `moves` says row by row what that did.

    A move is `{table, row_id, action, before, after}`, as `core.services.moving` tells it.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    survivor = models.ForeignKey("accounts.Account", models.PROTECT, related_name="merges_won")
    loser = models.ForeignKey("accounts.Account", models.PROTECT, related_name="merges_lost")
    proposal = models.ForeignKey(
        "approvals.Proposal", models.PROTECT, null=True, related_name="account_merges"
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    moves = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=MergeState, default=MergeState.DONE)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    residue = models.JSONField(
        default=list, help_text="What undoing left where it was, because it changed since."
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("account_merge_state_known", "state", MergeState),
            models.CheckConstraint(name="account_merge_of_two", condition=~Q(survivor=F("loser"))),
            models.CheckConstraint(
                name="account_merge_undone_says_by_whom",
                condition=Q(state=MergeState.DONE, undone_at__isnull=True, undone_by__isnull=True)
                | Q(state=MergeState.UNDONE, undone_at__isnull=False, undone_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="account_merges_once", fields=["loser"], condition=Q(state=MergeState.DONE)
            ),
        ]

    def __str__(self) -> str:
        return f"merge of {self.loser} into {self.survivor}"
