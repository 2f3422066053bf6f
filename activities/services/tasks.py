"""What is to be done, and when it is done."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from activities.choices import TaskStatus
from activities.models import Task
from activities.services.summaries import refresh_summaries
from core.models import User
from core.services import acting, save_canonical


def add_task(*, title: str, by: User | None, cause: str = "", **fields: Any) -> Task:
    """Add a task for `by` or another assignee; a task on a deal is also one on its buyer."""
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

    Raises VersionConflictError when somebody was faster.
    """
    before = task.contact_id
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
