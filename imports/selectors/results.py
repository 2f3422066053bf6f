"""Where an interaction, task, note, deal, answer or insight came from: file, row and cells."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from activities.models import Interaction, Note, Task
from contacts.models import Contact
from core.models import User
from identity.choices import CrosswalkOutcome
from imports.choices import ResultKind
from imports.models import RawRecord, RowResult
from imports.selectors.explaining import Origin, batches_by_id, filled_columns
from opportunities.models import Opportunity

PERSON: Final = ("contact", "phone", "whatsapp", "email", "full_name")
NOTED: Final = ("notes", "lead_status", "lead_source")
ANSWERED: Final = ("email_opt_out", "sms_opt_out", "do_not_call", "email_consent")
HAPPENED: Final = {
    "occurred_at": ("date", "time", "created_at"),
    "kind": ("type",),
    "direction": ("direction", "contact"),
    "subject": ("subject",),
    "body": ("body",),
    "duration_s": ("duration",),
    "outcome": ("status",),
    "contact": PERSON,
    "account": ("account",),
    "opportunity": ("opportunity",),
    "user": ("owner",),
}
# the columns each field of a record can have come from, by the name of the canonical field
FIELDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    ResultKind.INTERACTION: HAPPENED,
    ResultKind.TASK: {
        "title": ("subject", "body", "next_followup_at"),
        "details": ("body",),
        "kind": ("type",),
        "status": ("status", "type"),
        "due_at": ("date", "time", "created_at", "next_followup_at"),
        "contact": PERSON,
        "assignee": ("owner",),
    },
    ResultKind.NOTE: {"body": NOTED},
    ResultKind.CONSENT: {"status": ANSWERED},
    ResultKind.OPPORTUNITY: {
        "name": ("name", "full_name"),
        "stage": ("stage", "status", "lost_reason", "lead_status"),
        "amount": ("amount",),
        "currency": ("currency", "amount"),
        "expected_close": ("close_date",),
        "probability": ("probability",),
        "loss_reason": ("lost_reason",),
        "primary_contact": PERSON,
        "account": ("account",),
        "owner": ("owner",),
    },
    ResultKind.INSIGHT: {
        "body": ("body",),
        "at": ("date", "time", "created_at"),
        "contact": PERSON,
        "data": ("",),
    },
}


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """One record a row made, as far as somebody may see it; `contact` is whom it is about."""

    result: RowResult
    title: str
    contact: Contact | None


def shown_records(results: Iterable[RowResult], user: User) -> list[ShownRecord]:
    """Return the records of these results with their titles, without what this user may not see."""
    rows = list(results)
    seen: dict[tuple[str, int], tuple[str, Contact | None]] = {}
    for kind, (manager, path) in SHOWN.items():
        wanted = [row.target_id for row in rows if row.kind == kind]
        if not wanted:
            continue
        for record in manager.visible_to(user).filter(pk__in=wanted).select_related(path):
            seen[kind, record.pk] = (str(record), getattr(record, path))
    return [ShownRecord(row, *seen.get((row.kind, row.target_id), ("", None))) for row in rows]


SHOWN: Final[dict[str, tuple[Any, str]]] = {
    ResultKind.INTERACTION: (Interaction.objects, "contact"),
    ResultKind.TASK: (Task.objects, "contact"),
    ResultKind.OPPORTUNITY: (Opportunity.objects, "primary_contact"),
}


def explain_records(ids: Mapping[str, Iterable[int]]) -> dict[tuple[str, int], dict[str, Origin]]:
    """Return the origin of each value that a row of a file gave records, by kind and id.

    Of the ids given by kind; one that people or machines made has none, nor has a value they
    changed since. A value that a later file changed came from that one.
    """
    told = models.Q(pk__in=[])
    for kind, wanted_ids in ids.items():
        told |= models.Q(kind=kind, target_id__in=list(wanted_ids))
    stands = models.Q(outcome=CrosswalkOutcome.CREATED) | models.Q(reverted__in=["", "kept"])
    results = list(RowResult.objects.filter(told & stands).select_related("batch__source"))
    if not results:
        return {}
    batches = batches_by_id({result.batch_id for result in results})
    wanted = models.Q(pk__in=[])
    for result in results:
        wanted |= models.Q(batch_id=result.batch_id, row_no=result.row_no)
    cells = {(raw.batch_id, raw.row_no): raw.cells for raw in RawRecord.objects.filter(wanted)}
    changed = _changed_since(results)
    found: dict[tuple[str, int], dict[str, Origin]] = {}
    for result in results:  # the newest first: what it gave came from it
        shared, raw = batches[result.batch_id], cells[result.batch_id, result.row_no]
        origins = found.setdefault((result.kind, result.target_id), {})
        for field, targets in _given(result).items():
            if field in origins or field in changed[result.pk]:
                continue
            if columns := filled_columns(shared, targets, raw):
                origins[field] = shared.origin(
                    str(result.batch.source), result.row_no, result.created_at, columns, raw
                )
    return found


def _given(result: RowResult) -> dict[str, tuple[str, ...]]:
    """Return the fields a row gave its record, with the columns each can have come from."""
    fields = FIELDS[result.kind]
    if result.outcome == CrosswalkOutcome.CREATED:
        return fields
    left = result.fields or {}
    return {name: columns for name, columns in fields.items() if left.get(name) == ""}


def _changed_since(results: Iterable[RowResult]) -> dict[int, set[str]]:
    """Return the fields that are not any more what each result left, by its id."""
    changed: dict[int, set[str]] = defaultdict(set)
    for kind, model in VERSIONED.items():
        mine = [result for result in results if result.kind == kind]
        ids = {result.target_id for result in mine}
        rows = model._base_manager.filter(pk__in=ids).values()  # noqa: SLF001 -- Django's documented name
        now = {row["id"]: row for row in rows} if ids else {}
        moved = [each for each in mine if now[each.target_id]["version"] != each.version_after]
        versions = {each.version_after for each in moved}
        past = model.history.filter(id__in=ids, version__in=versions).values() if moved else ()
        left = {(row["id"], row["version"]): row for row in past}
        for result in moved:
            before, after = left[result.target_id, result.version_after], now[result.target_id]
            changed[result.pk] = {
                name
                for name in FIELDS[kind]
                if (column := name if name in after else f"{name}_id") in after
                and after[column] != before[column]
            }
    return changed


VERSIONED: Final[dict[str, Any]] = {
    ResultKind.INTERACTION: Interaction,
    ResultKind.TASK: Task,
    ResultKind.NOTE: Note,
    ResultKind.OPPORTUNITY: Opportunity,
}
