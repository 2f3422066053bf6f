"""What is to be done, and what people wrote down."""

from typing import Any

from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone

from activities.choices import NoteVisibility, TaskKind, TaskPriority, TaskStatus
from activities.models import Interaction, Note, Task
from client360.registry import Dossier, Queries, Steps
from client360.selectors.shaping import labelled, of_subject, person
from core.choices import State

MOST = 20
STALE_DAYS = 30


def _open_tasks(dossier: Dossier) -> "models.QuerySet[Any]":
    rows = Task.objects.due().filter(**of_subject(dossier))
    return rows.order_by(F("due_at").asc(nulls_last=True), "priority", "id").values(
        "uid", "title", "kind", "due_at", "priority", "status", assignee_name=person("assignee")
    )[:MOST]


def tasks(dossier: Dossier) -> Steps:
    """Return what is still to be done about the subject, the soonest first."""
    (found,) = yield lambda: (dossier.once("tasks", lambda: _open_tasks(dossier)),)
    now = timezone.now()
    found = [row | {"overdue": bool(row["due_at"] and row["due_at"] < now)} for row in found]
    return labelled(found, kind=TaskKind, priority=TaskPriority, status=TaskStatus)


def notes(dossier: Dossier) -> Steps:
    """Return the notes this person may read, pinned first."""

    def ask() -> Queries:
        readable = Q(visibility=NoteVisibility.INHERIT) | Q(author=dossier.viewer)
        rows = Note.objects.filter(readable, **of_subject(dossier), state=State.ACTIVE)
        return (
            rows.order_by("-pinned", "-created_at", "-id").values(
                "uid", "body", "pinned", "visibility", "created_at", author_name=person("author")
            )[:MOST],
        )

    (found,) = yield ask
    return found


def signals(dossier: Dossier) -> Steps:
    """Return the next action and the risks a reader must know before they reach for the phone.

    Risks: do_not_contact, shared_point, no_next_action, stale (30 days of silence).
    """

    def ask() -> Queries:
        last = Interaction.objects.filter(**of_subject(dossier), state=State.ACTIVE)
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
