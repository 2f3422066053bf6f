"""What a person wants to know first thing in the morning."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from activities.models import Task
from approvals.choices import Risk
from approvals.selectors import queue_for
from client360.registry import EXTENSIONS, Dossier, Rows, Section, Steps
from client360.selectors.shaping import labelled, person
from client360.selectors.work import as_told, task_line
from contacts.choices import Lifecycle
from contacts.models import Contact
from core.models import User
from core.querysets import SEES_EVERYTHING, page_by_branches
from core.selectors.masking import veiled
from imports.choices import BatchState
from imports.selectors import batches_for, may_import

FEW = 8
FEWER = 5
CAP = 100
LINE = (
    "uid", "full_name", "lifecycle", "company_name", "is_vip", "updated_at", "created_at",
    "budget_min", "budget_max", "budget_currency",
)  # fmt: skip


def mine(dossier: Dossier) -> Steps:
    """Return the clients that changed last: the reader's own, or all for who owns none."""
    rows = Contact.objects.live().visible_to(dossier.viewer).order_by("-updated_at", "-id")
    line = {"phone": F("summary__phone")}
    newest = page_by_branches(rows, ("-updated_at", "-id"), FEW)
    own, others = yield (
        rows.filter(owner=dossier.viewer).values(*LINE, **line)[:FEW],
        newest.values(*LINE, **line)[:FEW],
    )
    own, others = (
        veiled(found, dossier.viewer, phone="contactsummary.phone") for found in (own, others)
    )
    if not others:
        return None
    return {"rows": labelled(own or others, lifecycle=Lifecycle), "own": bool(own)}


def due(dossier: Dossier) -> Steps:
    """Return the tasks that are late or due within a week: the first, and how many of each.

    The reader's own; everybody's for who sees everything.
    """
    now = timezone.now()
    rows = Task.objects.due()
    if not dossier.viewer.has_perm(SEES_EVERYTHING):
        rows = rows.filter(assignee=dossier.viewer)
    line = task_line(rows)
    late, coming = yield (
        line.filter(due_at__lt=now)[: CAP + 1],
        line.filter(due_at__gte=now, due_at__lt=now + timedelta(days=7))[: CAP + 1],
    )
    if not late and not coming:
        return None
    shown = [*late, *coming][:FEW]
    return {
        "rows": as_told(shown, dossier.viewer),
        "late": _counted(late),
        "coming": _counted(coming),
        "more": len(late) + len(coming) > len(shown),
    }


def _counted(found: Rows) -> dict[str, Any]:
    """Return how many rows there are, up to 100, and whether there are more."""
    return {"number": min(len(found), CAP), "capped": len(found) > CAP}


def fresh(dossier: Dossier) -> Steps:
    """Return the clients that came since yesterday: the newest, and how many (up to 100)."""
    yesterday = timezone.now() - timedelta(days=1)
    rows = Contact.objects.live().visible_to(dossier.viewer).filter(created_at__gte=yesterday)
    (found,) = yield (
        rows.order_by("-id").values(*LINE, source_name=F("source_latest__name"))[: CAP + 1],
    )
    return _counted(found) | {"rows": found[:FEWER]} if found else None


def waiting(dossier: Dossier) -> Steps:
    """Return the proposals that wait for the reader's decision, and how many (up to 100)."""
    (found,) = yield (
        queue_for(dossier.viewer).values(
            "uid", "kind", "title", "risk", "submitted_at", proposer_name=person("proposer")
        )[: CAP + 1],
    )
    return _counted(found) | {"rows": labelled(found[:FEWER], risk=Risk)} if found else None


def imported(dossier: Dossier) -> Steps:
    """Return the files of this week the reader may see: the latest, and how many (up to 100)."""
    week = timezone.now() - timedelta(days=7)
    rows = batches_for(dossier.viewer).filter(created_at__gte=week).order_by("-id")
    (found,) = yield (
        rows.values(
            "uid", "filename", "state", "row_count", "progress", "counts", "created_at",
            who=person("uploaded_by"), source_name=F("source__name"),
        )[: CAP + 1],
    )  # fmt: skip
    rows_shown = labelled(found[:FEWER], state=BatchState)
    return _counted(found) | {"rows": rows_shown} if found else None


HOME = (
    Section("mine", "Clients that changed last", "main", mine, "home_mine"),
    Section("due", "Due", "main", due, "home_due", "Nothing is due within a week."),
    Section(
        "waiting",
        "Waiting for your decision",
        "side",
        waiting,
        "home_waiting",
        "Nothing waits for you.",
    ),
    Section(
        "fresh", "New since yesterday", "side", fresh, "home_fresh", "Nobody new since yesterday."
    ),
    Section(
        "imported",
        "Imports of the week",
        "side",
        imported,
        "home_imported",
        "No file came in this week.",
    ),
)


def home_sections(viewer: User) -> tuple[Section, ...]:
    """Return the parts of a person's first page, those of higher apps last.

    Imports are no part of it for those who may not see them.
    """
    sees_imports = may_import(viewer) and not viewer.is_service
    own = [section for section in HOME if section.key != "imported" or sees_imports]
    return (*own, *EXTENSIONS["home"])
