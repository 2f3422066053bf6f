"""What happened to a proposal, who did it and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from approvals.choices import HUMAN_DECISIONS, EventType, RejectionReason
from core.choices import UserKind
from core.models import one_of
from core.models.checks import one_of_or_empty


class ApprovalEvent(models.Model):
    """One step in the life of a proposal; append-only.

    `actor_kind` is held equal to the actor's kind by a composite foreign key, so the check that
    people alone decide cannot be talked around.
    """

    proposal = models.ForeignKey(
        "approvals.Proposal", models.PROTECT, related_name="events", db_index=False
    )
    seq = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    type = models.CharField(max_length=20, choices=EventType)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty when the clock or the worker acted.",
    )
    actor_kind = models.CharField(max_length=10, choices=UserKind, blank=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Whose voice it is: of whom an author spoke for, or who delegated a decision.",
    )
    reason = models.TextField(blank=True)
    reason_code = models.CharField(max_length=20, choices=RejectionReason, blank=True)
    solo = models.BooleanField(
        default=False, help_text="Red flag: the author approved, in solo mode."
    )
    details = models.JSONField(default=dict)
    policy_version = models.PositiveIntegerField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["proposal", "seq"]
        constraints = [
            one_of("event_type_known", "type", EventType),
            models.UniqueConstraint(name="event_seq_once", fields=["proposal", "seq"]),
            models.UniqueConstraint(
                name="event_one_approval_each",
                fields=["proposal", "revision", "actor"],
                condition=Q(type=EventType.APPROVED),
            ),
            models.UniqueConstraint(
                name="event_one_rejection_each",
                fields=["proposal", "revision", "actor"],
                condition=Q(type=EventType.REJECTED),
            ),
            one_of_or_empty("event_reason_code_known", "reason_code", RejectionReason),
            models.CheckConstraint(
                name="event_solo_says_why",
                condition=Q(solo=False) | Q(type=EventType.APPROVED) & ~Q(reason__regex=r"^\s*$"),
            ),
            models.CheckConstraint(
                name="event_people_decide",
                condition=~Q(type__in=HUMAN_DECISIONS)
                | Q(actor__isnull=False, actor_kind=UserKind.HUMAN),
            ),
            models.CheckConstraint(
                name="event_actor_has_a_kind",
                condition=Q(actor__isnull=True, actor_kind="")
                | Q(actor__isnull=False, actor_kind__in=UserKind.values),
            ),
            models.CheckConstraint(
                name="event_no_says_why",
                condition=~Q(type__in=[EventType.REJECTED, EventType.CHANGES_REQUESTED])
                | ~Q(reason__regex=r"^\s*$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} #{self.proposal_id}"
