"""What an import wrote, and what undoing it would do."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.models import Account
from approvals.choices import ProposalState
from approvals.models import Proposal
from contacts.models import Contact
from core.selectors import keyset_page
from identity.choices import CrosswalkOutcome
from identity.models import SourceRecord
from imports.choices import BatchState, Entity, RowOutcome
from imports.models import RawBatch
from imports.pipeline.happenings import HAPPENINGS
from imports.selectors.gaining import gained
from imports.selectors.results import shown_records
from imports.services import foresee_undo, later_imports
from imports.views.access import person
from imports.views.panels.approval import OVER, deciding
from imports.views.panels.rows import came_since

S = BatchState


def result(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    """Return the records, what was left behind, and whether it can be undone."""
    user = person(request)
    shown = _records if batch.entity in HAPPENINGS else _people
    return {
        **shown(request, batch),
        "ambiguous": batch.resolutions.filter(outcome=RowOutcome.AMBIGUOUS).count(),
        "left_behind": batch.resolutions.filter(
            outcome__in=[RowOutcome.REJECT, RowOutcome.AMBIGUOUS]
        ).count(),
        **came_since(batch),
        **_undoing(request, batch),
        **deciding(batch.revert_proposal, user),
    }


def _undoing(request: HttpRequest, batch: RawBatch) -> dict[str, Any]:
    """Return what there is to know before an import is undone; the try is made when asked for.

    Who decides about an undoing sees what its proposer was told, until they try it themselves.
    """
    if batch.state != S.APPLIED:
        return {"undoable": False}
    tried = request.GET.get("look") == "undo"
    return {
        "undoable": not _open(batch.revert_proposal),
        "proposed": _proposed(batch.revert_proposal),
        "later": later_imports(batch),
        "tried": tried,
        "foreseen": foresee_undo(batch, by=person(request)) if tried else None,
    }


def _proposed(proposal: Proposal | None) -> dict[str, Any] | None:
    """Return what a proposal that stands says undoing would do; None of a large import."""
    item = proposal.current_items.first() if proposal and _open(proposal) else None
    return item.after if item and "kept" in item.after else None


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
        found = _written(batch, records, what)
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
        "gained": _gained(batch, page.rows),
        "unchanged": batch.counts.get("applied_linked", 0) - batch.counts.get("applied_gained", 0),
    }


def _gained(batch: RawBatch, rows: "Sequence[SourceRecord]") -> set[int]:
    """Return which of these records brought their person something new."""
    if not batch.counts.get("applied_gained"):
        return set()
    return set(gained(batch).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))


def _written(
    batch: RawBatch, records: "QuerySet[SourceRecord]", what: str
) -> "QuerySet[SourceRecord]":
    """Return the records a figure of what was written stands for; all where none is named."""
    if what == "gained":
        return records.filter(pk__in=gained(batch))
    found = records.filter(outcome=what) if what else records
    if what == CrosswalkOutcome.LINKED and batch.counts.get("applied_gained"):
        return found.exclude(pk__in=gained(batch))
    return found


def _open(proposal: Proposal | None) -> bool:
    return proposal is not None and proposal.state not in (*OVER, ProposalState.FAILED)
