"""What is to be done, and when it is done."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.choices import TaskStatus
from activities.models import Task
from activities.services.summaries import refresh_summaries
from core.models import User
from core.services import acting, save_canonical

WITHIN = timedelta(days=3653)  # ten years, leap days included


def refuse_over(due_at: datetime | None) -> None:
    """Raise ValidationError for a moment of a day that is over."""
    if due_at is not None and timezone.localdate(due_at) < timezone.localdate():
        raise ValidationError("This day is over. Choose today or a later day.")


def add_task(*, title: str, by: User | None, cause: str = "", **fields: Any) -> Task:
    """Add a task for `by` or another assignee; a task on a deal is also one on its buyer.

    Raises ValidationError for one that is due more than ten years from today.
    """
    refuse_far(fields.get("due_at"))
    task = Task(title=title, **({"assignee": by} | fields))
    if task.opportunity is not None and task.contact_id is None:
        task.contact = task.opportunity.primary_contact
    with acting(by, cause):
        save_canonical(task, by=by, cause=cause)
        refresh_summaries([task.contact_id])
    return task


def update_task(
    task: Task,
    *,
    by: User | None,
    expected_version: int | None = None,
    action: str = "",
    **fields: Any,
) -> Task:
    """Change a task; the time of completion follows its status.

    Raises VersionConflictError when somebody was faster, ValidationError for a new due time more
    than ten years from today; one the task has may stay.
    """
    before = task.contact_id
    if fields.get("due_at") != task.due_at:
        refuse_far(fields.get("due_at"))
    for name, value in fields.items():
        setattr(task, name, value)
    if task.status != TaskStatus.DONE:
        task.completed_at = None
    elif task.completed_at is None:
        task.completed_at = timezone.now()
    with acting(by, "task"):
        save_canonical(task, by=by, expected_version=expected_version, cause="task", action=action)
        refresh_summaries([before, task.contact_id])
    return task


def refuse_far(due_at: datetime | str | None) -> None:
    """Raise ValidationError for a due time nobody means: more than ten years from today.

    A proposal brings it as text.
    """
    moment = Task._meta.get_field("due_at").to_python(due_at)  # noqa: SLF001 -- Django's documented name
    if moment is not None and timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if moment is not None and abs(moment - timezone.now()) > WITHIN:
        words = "A task is due within ten years of today. Choose a nearer day."
        raise ValidationError({"due_at": [words]})


def complete_task(task: Task, *, by: User | None, expected_version: int | None = None) -> Task:
    """Mark a task as done now; a task done before keeps its time."""
    return update_task(
        task, by=by, expected_version=expected_version, action="completed", status=TaskStatus.DONE
    )


def reopen_task(task: Task, *, by: User | None, expected_version: int | None = None) -> Task:
    """Put a task that was done or cancelled back on the list."""
    return update_task(
        task, by=by, expected_version=expected_version, action="reopened", status=TaskStatus.OPEN
    )


def cancel_task(task: Task, *, by: User | None, expected_version: int | None = None) -> Task:
    """Take a task off the list without doing it."""
    return update_task(
        task,
        by=by,
        expected_version=expected_version,
        action="cancelled",
        status=TaskStatus.CANCELLED,
    )


def snooze_task(
    task: Task, *, until: datetime, by: User | None, expected_version: int | None = None
) -> Task:
    """Put a task off to a later time; a reminder set for an earlier time is dropped."""
    remind_at = task.remind_at if task.remind_at and task.remind_at >= until else None
    return update_task(
        task,
        by=by,
        expected_version=expected_version,
        action="snoozed",
        due_at=until,
        remind_at=remind_at,
    )
