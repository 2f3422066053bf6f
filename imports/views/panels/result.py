"""What an import wrote, and what undoing it would do."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from accounts.models import Account
from approvals.choices import ProposalState
from approvals.models import Proposal
from contacts.models import Contact
from core.selectors import keyset_page
from identity.models import SourceRecord
from imports.choices import BatchState, Entity, RowOutcome
from imports.models import RawBatch
from imports.pipeline.happenings import HAPPENINGS
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
