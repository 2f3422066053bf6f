"""What a person wants to know first thing in the morning."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from activities.choices import TaskKind, TaskPriority
from activities.models import Task
from approvals.choices import Risk
from approvals.selectors import queue_for
from client360.registry import Dossier, Section, Steps
from client360.selectors.shaping import labelled, person
from contacts.choices import Lifecycle
from contacts.models import Contact
from core.querysets import SEES_EVERYTHING, page_by_branches
from core.selectors.masking import veiled
from imports.choices import BatchState
from imports.selectors import batches_for

FEW = 8
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
    """Return the tasks that are late or due within a week, the oldest first.

    The reader's own; everybody's for who sees everything.
    """
    now = timezone.now()
    rows = Task.objects.due().filter(due_at__lt=now + timedelta(days=7))
    if not dossier.viewer.has_perm(SEES_EVERYTHING):
        rows = rows.filter(assignee=dossier.viewer)
    (found,) = yield (
        rows.values(
            "uid", "title", "kind", "due_at", "priority", "assignee_id",
            contact_uid=F("contact__uid"), contact_name=F("contact__full_name"),
            account_uid=F("account__uid"), account_name=F("account__display_name"),
            assignee_name=person("assignee"),
        )[:FEW],
    )  # fmt: skip
    me = dossier.viewer.pk
    found = [
        row | {"overdue": row["due_at"] < now, "mine": row["assignee_id"] == me} for row in found
    ]
    return labelled(found, kind=TaskKind, priority=TaskPriority)


def fresh(dossier: Dossier) -> Steps:
    """Return the clients that came since yesterday: the newest, and how many (up to 100)."""
    yesterday = timezone.now() - timedelta(days=1)
    rows = Contact.objects.live().visible_to(dossier.viewer).filter(created_at__gte=yesterday)
    (found,) = yield (
        rows.order_by("-id").values(*LINE, source_name=F("source_latest__name"))[:CAP],
    )
    if not found:
        return None
    return {"number": len(found), "capped": len(found) == CAP, "rows": found[:5]}


def waiting(dossier: Dossier) -> Steps:
    """Return the proposals that wait for the reader's decision, and how many (up to 100)."""
    (found,) = yield (
        queue_for(dossier.viewer).values(
            "uid", "kind", "title", "risk", "submitted_at", proposer_name=person("proposer")
        )[:CAP],
    )
    if not found:
        return None
    rows = labelled(found[:5], risk=Risk)
    return {"number": len(found), "capped": len(found) == CAP, "rows": rows}


def imported(dossier: Dossier) -> Steps:
    """Return the files of this week the reader may see, the latest first."""
    week = timezone.now() - timedelta(days=7)
    rows = batches_for(dossier.viewer).filter(created_at__gte=week).order_by("-id")
    (found,) = yield (
        rows.values(
            "uid", "filename", "state", "row_count", "progress", "counts", "created_at",
            who=person("uploaded_by"), source_name=F("source__name"),
        )[:5],
    )  # fmt: skip
    return labelled(found, state=BatchState)


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
