"""One import: the step it is in, and every step it has passed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Account
from approvals.choices import EventType, ProposalState
from approvals.models import Proposal
from approvals.selectors import approvers, eligible_people, refusal
from contacts.models import Contact
from core.models import User
from core.selectors import BadCursorError, keyset_page
from core.selectors.masking import sees_points
from identity.models import SourceRecord
from imports.choices import BatchState, ColumnDecision, Entity, RowOutcome
from imports.forms import MappingForm, ReadingForm
from imports.models import RawBatch
from imports.pipeline.happenings import HAPPENINGS, needs_person
from imports.pipeline.receive import sample
from imports.pipeline.shown import (
    ToldField,
    sample_again,
    sample_people,
    told_again,
    told_people,
)
from imports.selectors import full_rows, issue_counts, people_of, rows_with, troubled_rows
from imports.selectors.results import shown_records
from imports.services import (
    current_manifest,
    fitting_by_now,
    foresee_undo,
    known_by_now,
    later_imports,
    waiting_rows,
)
from imports.views.access import REFUSALS, batch_of, importing, person
from imports.views.reading import shown_row
from imports.views.steps import DOING, broken, furthest, is_busy, steps

MOST_COLUMNS = 300  # of a mapping shown for correction; the rest stays as proposed
SHOWN_CELLS = 40
S = BatchState
CHANGEABLE = (S.MAPPING_PROPOSED, S.FAILED)


@require_safe
@importing
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one step of an import; without `?step=`, the one it is in."""
    batch = batch_of(request, uid)
    step = request.GET.get("step") or furthest(batch)
    reached = [each for each in steps(batch, step) if each.open]
    if step not in {each.key for each in reached}:
        return redirect("imports:detail", uid=uid)
    context = {
        "batch": batch,
        "step": step,
        "steps": steps(batch, step),
        "busy": is_busy(batch),
        "broken": broken(batch),
        **_running(batch),
    }
    try:
        context |= PANELS[step](request, batch)
    except BadCursorError:
        return redirect("imports:detail", uid=uid)
    return render(request, "imports/detail.html", context)


@require_safe
@importing
def progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show how far the running step is; once nothing runs, the page is drawn anew."""
    batch = batch_of(request, uid)
    if not is_busy(batch):
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"batch": batch, **_running(batch, request)}
    return render(request, "imports/_progress.html", context)


def _running(batch: RawBatch, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return what the progress bar shows; the last look, in the address, gives the speed."""
    now, rate = time.time(), None
    done = min(batch.progress, batch.row_count) if batch.row_count else batch.progress
    if request is not None:
        before, at = _number(request, "rows"), _number(request, "at") / 1000
        if 0 < now - at < 600 and done > before and request.GET.get("state") == batch.state:  # noqa: PLR2004 -- seconds: an older look tells nothing
            rate = (done - before) / (now - at)
    return {
        "doing": DOING.get(BatchState(batch.state), ""),
        "done": done,
        "rate": rate,
        "at": int(now * 1000),
    }


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0  # noqa: PLR2004 -- digits of a time in milliseconds


def _file(_request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    initial = {
        "encoding": batch.encoding,
        "delimiter": batch.delimiter,
        "sheet": batch.sheet,
        "header_row": None if batch.header_row is None else batch.header_row + 1,
    }
    rows = sample(batch)
    width = max([len(batch.header), *map(len, rows)], default=0)
    header = [*batch.header, *[""] * (width - len(batch.header))]
    return {
        "reading": ReadingForm(initial=initial),
        "header": header[:SHOWN_CELLS],
        "hidden_columns": max(0, width - SHOWN_CELLS),
        "sample": list(batch.rows.order_by("row_no").values_list("row_no", "cells")[:20]),
        "odd": list(batch.rows.filter(issues__isnull=False).order_by("row_no")[:20]),
        "readable": batch.state in (S.FAILED, S.MAPPING_PROPOSED, S.PENDING)
        and not batch.applied_at
        and not is_busy(batch),
    }


def _columns(_request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    manifest = current_manifest(batch)
    columns = list(manifest.columns.all()[:MOST_COLUMNS])
    counted = dict(manifest.columns.values_list("decision").annotate(n=Count("id")).order_by())
    initial = {"entity": batch.entity, "region_hint": batch.region_hint}
    return {
        "manifest": manifest,
        "form": MappingForm(columns=columns, initial=initial),
        "column_count": sum(counted.values()),
        "mapped": counted.get(ColumnDecision.MAPPED, 0),
        "hidden_columns": sum(counted.values()) - len(columns),
        "changeable": batch.state in CHANGEABLE,
        "reopenable": batch.state == S.PENDING and not is_busy(batch) and not batch.applied_at,
    }


def _values(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    issue = request.GET.get("issue", "")
    found = rows_with(batch, issue=issue)
    page = keyset_page(found, order=("row_no",), cursor=request.GET.get("after"))
    columns = {column.position: column for column in current_manifest(batch).columns.all()}
    rows = full_rows(batch, [row.row_no for row in page.rows])
    return {
        "page": page,
        "rows": [shown_row(row, columns) for row in rows],
        "issue": issue,
        "issues": issue_counts(batch),
        "troubled": troubled_rows(batch).count(),
    }


def _rows(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    counted = dict(batch.resolutions.values_list("outcome").annotate(n=Count("row_no")).order_by())
    outcome = request.GET.get("outcome", "")
    if outcome not in RowOutcome.values:
        outcome = next((name for name in TAB_ORDER if counted.get(name)), RowOutcome.CREATE)
    found = rows_with(batch, outcome=outcome)
    page = keyset_page(found, order=("row_no",), cursor=request.GET.get("after"))
    rows = full_rows(batch, [row.row_no for row in page.rows])
    people = people_of(rows, person(request))
    told = _told(request, batch, outcome, [row.raw.row_no for row in rows])
    columns = {column.position: column for column in current_manifest(batch).columns.all()}
    decided = batch.resolutions.filter(decided_by__isnull=False).exists()
    return {
        "page": page,
        "outcome": outcome,
        "tabs": [(name, RowOutcome(name).label, counted.get(name, 0)) for name in TAB_ORDER],
        "rows": [
            (
                shown_row(row, columns),
                row.resolution,
                _candidates(row.resolution, people, person(request)),
                told.get(row.raw.row_no, []),
            )
            for row in rows
        ],
        "decidable": batch.state in (S.PENDING, S.APPLIED) and not is_busy(batch),
        "leavable": batch.state == S.PENDING and not batch.applied_at and not is_busy(batch),
        "stranger": _stranger(batch),
        "waiting": waiting_rows(batch) if decided and batch.state == S.APPLIED else 0,
        **_known_by_now(batch),
    }


def _known_by_now(batch: RawBatch) -> dict[str, int]:
    """Return how many rows were not written because somebody came while the plan waited."""
    if batch.state != S.APPLIED or not batch.counts.get(RowOutcome.AMBIGUOUS):
        return {}
    return {
        "known_by_now": known_by_now(batch).count(),
        "fitting_by_now": fitting_by_now(batch).count(),
    }


def _told(
    request: HttpRequest, batch: RawBatch, outcome: str, numbers: list[int]
) -> dict[int, list[ToldField]]:
    """Return what rows about what is known change, by row; of people, while nothing is written."""
    if outcome != RowOutcome.MATCH:
        return {}
    if batch.entity in HAPPENINGS:
        return told_again(batch, numbers, person(request))
    return told_people(batch, numbers, person(request)) if _unwritten(batch) else {}


def _sample(batch: RawBatch, user: User) -> dict[int, list[ToldField]]:
    if batch.entity in HAPPENINGS:
        return sample_again(batch, user)
    return sample_people(batch, user) if _unwritten(batch) else {}


def _unwritten(batch: RawBatch) -> bool:
    """Return whether the plan of people still tells what will be."""
    return batch.entity == Entity.CONTACT and batch.state == S.PENDING


def _stranger(batch: RawBatch) -> str:
    """Return what a row becomes that is about none of its candidates; empty where it cannot be."""
    if needs_person(batch):
        return ""
    return "Nobody we know yet" if batch.entity in HAPPENINGS else "A new person"


TAB_ORDER = [
    RowOutcome.AMBIGUOUS,
    RowOutcome.CREATE,
    RowOutcome.MATCH,
    RowOutcome.REJECT,
    RowOutcome.SKIP,
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a row may be about, `told` by what tells them from their namesakes."""

    pk: int
    contact: Contact | None
    told: str


def _candidates(resolution: Any, people: dict[int, Contact], user: User) -> list[Candidate]:
    ids = resolution.candidates or [resolution.target_id] if resolution else []
    return [Candidate(pk, people.get(pk), _told_apart(people.get(pk), user)) for pk in ids if pk]


def _told_apart(contact: Contact | None, user: User) -> str:
    if contact is None:
        return ""
    summary = getattr(contact, "summary", None)
    points = [summary.phone, summary.email] if summary and sees_points(user) else []
    cities = [address.city for address in contact.addresses.all() if address.until is None]
    owner = f"owned by {contact.owner}" if contact.owner else ""
    told = [contact.occupation, contact.company_name, *points, *cities[:1], owner]
    return " · ".join(text for text in told if text)


def _approval(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    return {
        "counts": batch.counts,
        "sample": _sample(batch, person(request)),
        "repeated": batch.counts.get("match", 0) - batch.counts.get("known_compared", 0),
        "known_same": batch.counts.get("known_compared", 0) - batch.counts.get("known_changed", 0),
        "troubled": troubled_rows(batch).count(),
        "again": batch.state == S.PENDING
        and batch.proposal is not None
        and batch.proposal.state in OVER,
        **_deciding(batch.proposal, person(request)),
    }


OVER = (
    ProposalState.REJECTED,
    ProposalState.WITHDRAWN,
    ProposalState.EXPIRED,
    ProposalState.SUPERSEDED,
    ProposalState.CHANGES_REQUESTED,
)


def _deciding(proposal: Proposal | None, user: User) -> dict[str, Any]:
    """Return what the decision about a proposal needs: who has said yes, who may, who may not."""
    if proposal is None:
        return {"proposal": None}
    given = approvers(proposal)
    why_not = refusal(user, proposal)
    pending = proposal.state == ProposalState.PENDING
    last = proposal.events.select_related("actor").filter(
        type__in=[EventType.REJECTED, EventType.CHANGES_REQUESTED]
    )
    return {
        "proposal": proposal,
        "given": given,
        "missing": max(0, proposal.required_approvals - len(given)),
        "eligible": [each for each in eligible_people(proposal) if each not in given]
        if pending
        else [],
        "may_decide": pending and not why_not and user not in given,
        "why_not": REFUSALS.get(why_not, ""),
        "refused": last.last(),
    }


def _result(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    user = person(request)
    shown = _records if batch.entity in HAPPENINGS else _people
    return {
        **shown(request, batch),
        "ambiguous": batch.resolutions.filter(outcome=RowOutcome.AMBIGUOUS).count(),
        "left_behind": batch.resolutions.filter(
            outcome__in=[RowOutcome.REJECT, RowOutcome.AMBIGUOUS]
        ).count(),
        **_known_by_now(batch),
        **_undoing(request, batch),
        **_deciding(batch.revert_proposal, user),
    }


def _undoing(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    """Return what there is to know before an import is undone; the try is made when asked for."""
    if batch.state != S.APPLIED or _open(batch.revert_proposal):
        return {"undoable": False}
    tried = request.GET.get("look") == "undo"
    return {
        "undoable": True,
        "later": later_imports(batch),
        "tried": tried,
        "foreseen": foresee_undo(batch, by=person(request)) if tried else None,
    }


def _records(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    """Return what rows of activities and deals made, a page at a time."""
    what = request.GET.get("what", "")
    found = batch.results.all()
    if what:
        found = found.filter(Q(reverted=what) | Q(outcome=what))
    page = keyset_page(found, order=("row_no", "id"), cursor=request.GET.get("after"))
    return {"page": page, "what": what, "records": shown_records(page.rows, person(request))}


def _people(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    """Return the people or accounts of the rows, a page at a time."""
    records = SourceRecord.objects.filter(
        batch_id=batch.pk, contact__isnull=batch.entity == Entity.ACCOUNT
    ).select_related("contact", "account")
    what = request.GET.get("what", "")
    if batch.state == S.REVERTED:
        found = records.filter(reverted=what) if what else records.exclude(reverted="archived")
    else:
        found = records.filter(outcome=what) if what else records
    page = keyset_page(found, order=("row_no", "id"), cursor=request.GET.get("after"))
    user = person(request)
    people = [record.contact_id for record in page.rows]
    accounts = [record.account_id for record in page.rows]
    seen = Contact.objects.visible_to(user).filter(pk__in=people).values_list("uid", flat=True)
    also = Account.objects.visible_to(user).filter(pk__in=accounts).values_list("uid", flat=True)
    return {
        "page": page,
        "what": what,
        "visible": {*seen, *also},
    }


def _open(proposal: Proposal | None) -> bool:
    return proposal is not None and proposal.state not in (*OVER, ProposalState.FAILED)


PANELS: dict[str, Callable[[HttpRequest, RawBatch], dict[str, Any]]] = {
    "file": _file,
    "columns": _columns,
    "values": _values,
    "rows": _rows,
    "approval": _approval,
    "result": _result,
}
