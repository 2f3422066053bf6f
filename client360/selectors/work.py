"""What is to be done, and what people wrote down."""

from typing import Any

from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone

from activities.choices import NoteVisibility, ScanStatus, TaskKind, TaskPriority, TaskStatus
from activities.models import Attachment, Note, Task
from activities.selectors import changeable_among, withheld
from client360.registry import Dossier, Queries, Rows, Steps
from client360.selectors.shaping import from_file, labelled, of_subject, person
from client360.selectors.talk import talks_of
from core.choices import State
from core.models import User
from imports.choices import ResultKind

MOST = 20
STALE_DAYS = 30


def tasks_of(dossier: Dossier) -> "models.QuerySet[Any]":
    """Return the tasks about the subject, done ones too."""
    return Task.objects.filter(**of_subject(dossier))


def task_line(rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """Return tasks as values: what a line of them shows wherever it may stand."""
    return rows.values(
        "id", "uid", "version", "title", "kind", "due_at", "priority",
        "assignee_id", "contact_id", "account_id", "opportunity_id",
        contact_uid=F("contact__uid"), contact_name=F("contact__full_name"),
        account_uid=F("account__uid"), account_name=F("account__display_name"),
        assignee_name=person("assignee"),
    )  # fmt: skip


def as_told(lines: Rows, viewer: User) -> Rows:
    """Return lines of tasks with the words of their codes, `overdue`, `mine` and `changeable`."""
    now, changeable = timezone.now(), changeable_among(lines, viewer)
    told = [
        row
        | {
            "overdue": row["due_at"] is not None and row["due_at"] < now,
            "mine": row["assignee_id"] == viewer.pk,
            "changeable": row["id"] in changeable,
        }
        for row in lines
    ]
    return labelled(told, kind=TaskKind, priority=TaskPriority)


def due_tasks(dossier: Dossier) -> "models.QuerySet[Any]":
    """Return what is still to be done about the subject."""
    return Task.objects.due().filter(**of_subject(dossier))


def readable_notes(dossier: Dossier) -> "models.QuerySet[Any]":
    """Return the notes on the subject this person may read."""
    readable = Q(visibility=NoteVisibility.INHERIT) | Q(author=dossier.viewer)
    return Note.objects.filter(readable, **of_subject(dossier), state=State.ACTIVE)


def _open_tasks(dossier: Dossier) -> "models.QuerySet[Any]":
    rows = due_tasks(dossier).order_by(F("due_at").asc(nulls_last=True), "priority", "id")
    return rows.values(
        "uid", "version", "title", "kind", "due_at", "priority", "status",
        assignee_name=person("assignee"), from_file=from_file(ResultKind.TASK),
    )[:MOST]  # fmt: skip


def tasks(dossier: Dossier) -> Steps:
    """Return what is still to be done about the subject, the soonest first."""
    (found,) = yield lambda: (dossier.once("tasks", lambda: _open_tasks(dossier)),)
    now = timezone.now()
    found = [row | {"overdue": bool(row["due_at"] and row["due_at"] < now)} for row in found]
    return labelled(found, kind=TaskKind, priority=TaskPriority, status=TaskStatus)


def notes(dossier: Dossier) -> Steps:
    """Return the notes this person may read, pinned first."""

    def ask() -> Queries:
        rows = readable_notes(dossier).order_by("-pinned", "-created_at", "-id")
        return (
            rows.values(
                "uid", "body", "pinned", "visibility", "created_at",
                author_name=person("author"), from_file=from_file(ResultKind.NOTE),
            )[:MOST],
        )  # fmt: skip

    (found,) = yield ask
    return found


def attachments(dossier: Dossier) -> Steps:
    """Return the files on the subject, the latest first; `withheld` says why one is not given."""

    def ask() -> Queries:
        rows = Attachment.objects.filter(**of_subject(dossier), state=State.ACTIVE)
        return (
            rows.order_by("-id").values(
                "uid", "original_name", "mime", "size", "scan_status", "created_at",
                who=person("created_by"),
            )[:MOST],
        )  # fmt: skip

    (found,) = yield ask
    found = [row | {"withheld": withheld(row["scan_status"])} for row in found]
    return labelled(found, scan_status=ScanStatus)


def signals(dossier: Dossier) -> Steps:
    """Return the next action and the risks a reader must know before they reach for the phone.

    Risks: do_not_contact, shared_point, no_next_action, stale (30 days of silence).
    """

    def ask() -> Queries:
        last = talks_of(dossier)
        shared = getattr(dossier.subject, "points", None)
        return (
            dossier.once("tasks", lambda: _open_tasks(dossier)),
            last.order_by().values("state").annotate(at=Max("occurred_at")),
            shared.filter(is_shared=True).values("value_raw")[:1]
            if shared is not None
            else Note.objects.none().values("uid"),
        )

    due, latest, common = yield ask
    at = latest[0]["at"] if latest else None
    silent = (timezone.now() - at).days if at else None
    risks = [
        ("do_not_contact", getattr(dossier.subject, "do_not_contact", False)),
        ("shared_point", bool(common)),
        ("no_next_action", not due),
        ("stale", silent is not None and silent >= STALE_DAYS),
    ]
    return {
        "next_action": due[0] if due else None,
        "risks": [name for name, holds in risks if holds],
        "last_interaction_at": at,
        "silent_days": silent,
    }
