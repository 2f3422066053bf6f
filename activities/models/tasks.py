"""What is to be done."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from activities.choices import TO_DO, TaskKind, TaskOrigin, TaskPriority, TaskStatus
from activities.querysets import TaskQuerySet
from core.models import CanonicalModel, one_of

# the years a file may name, a day more on either side for the zones; people plan for nearer days
FIRST_DAY, LAST_DAY = datetime(1899, 12, 31, tzinfo=UTC), datetime(2101, 1, 2, tzinfo=UTC)


class Task(CanonicalModel):
    """One thing one person is to do, about any of a contact, an account and a deal."""

    title = models.CharField(max_length=200)
    details = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=TaskKind, default=TaskKind.FOLLOW_UP)
    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    opportunity = models.ForeignKey(
        "opportunities.Opportunity", models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        db_index=False,
    )
    due_at = models.DateTimeField(null=True, blank=True)
    # kept for other systems, over REST: nobody is reminded by this product
    remind_at = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=TaskPriority, default=TaskPriority.NORMAL)
    status = models.CharField(max_length=12, choices=TaskStatus, default=TaskStatus.OPEN)
    completed_at = models.DateTimeField(null=True, blank=True, editable=False)
    origin = models.CharField(
        max_length=10, choices=TaskOrigin, default=TaskOrigin.PERSON, editable=False
    )
    origin_uid = models.UUIDField(
        null=True, blank=True, editable=False, help_text="Uid of what it was made from."
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "priority", "id"]
        constraints = [
            models.CheckConstraint(name="task_has_a_title", condition=~Q(title__regex=r"^\s*$")),
            one_of("task_kind_known", "kind", TaskKind),
            one_of("task_status_known", "status", TaskStatus),
            one_of("task_priority_known", "priority", TaskPriority),
            one_of("task_origin_known", "origin", TaskOrigin),
            models.CheckConstraint(
                name="task_done_says_when",
                condition=Q(status=TaskStatus.DONE, completed_at__isnull=False)
                | (~Q(status=TaskStatus.DONE) & Q(completed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="task_due_in_our_days",
                condition=Q(due_at__isnull=True) | Q(due_at__gte=FIRST_DAY, due_at__lt=LAST_DAY),
                violation_error_message="A task is due in our days. Choose a nearer day.",
            ),
        ]
        indexes = [
            models.Index(name="task_list", fields=["assignee", "status", "due_at"]),
            models.Index(name="task_due", fields=["due_at", "id"], condition=Q(status__in=TO_DO)),
        ]

    def __str__(self) -> str:
        return self.title
