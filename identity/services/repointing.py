"""Every row that hangs on a merged person moves to the one who stays, app by app."""

from django.db.models import Q

from accounts.models import Account
from accounts.services.repointing import repoint_account as repoint_accounts
from activities.services.repointing import repoint as repoint_activities
from activities.services.repointing import repoint_account as repoint_activities_of
from approvals.choices import OPEN, ApplyState
from approvals.models import ProposalItem
from contacts.models import Contact
from contacts.services.repointing import repoint as repoint_contacts
from contacts.services.repointing import repoint_account as repoint_contacts_of
from core.choices import MoveAction
from core.models import User
from core.services.moving import Moved, change, take_away
from evidence.services.repointing import repoint as repoint_evidence
from identity.models import AccountCandidate, MatchCandidate, PairVerdict, SourceRecord
from identity.registry import repoint_above
from opportunities.services.repointing import repoint as repoint_opportunities
from opportunities.services.repointing import repoint_account as repoint_opportunities_of


def repoint(*, survivor: Contact, loser: Contact, by: User) -> list[Moved]:
    """Move every row of every app that points at `loser`, and return what was done."""
    moved: list[Moved] = []
    for step in (
        _own,
        repoint_contacts,
        repoint_opportunities,
        repoint_activities,
        repoint_evidence,
        repoint_above,
    ):
        moved += step(survivor=survivor, loser=loser, by=by)
    return moved


def repoint_account(*, survivor: Account, loser: Account, by: User) -> list[Moved]:
    """Move every row of every app that points at a merged account; return what was done."""
    moved = change(SourceRecord.objects.filter(account=loser), by=None, account=survivor)
    moved += _pairs(AccountCandidate, survivor, loser)
    moved += _proposals(survivor, loser, "account")
    for step in (
        repoint_accounts,
        repoint_contacts_of,
        repoint_opportunities_of,
        repoint_activities_of,
        repoint_above,
    ):
        moved += step(survivor=survivor, loser=loser, by=by)
    return moved


def _own(*, survivor: Contact, loser: Contact, by: User) -> list[Moved]:  # noqa: ARG001 -- one shape for every app
    return [
        *_sources(survivor, loser),
        *_pairs(PairVerdict, survivor, loser),
        *_pairs(MatchCandidate, survivor, loser),
        *_proposals(survivor, loser, "contact"),
    ]


def _sources(survivor: Contact, loser: Contact) -> list[Moved]:
    records = SourceRecord.objects.filter(contact=loser)
    first = change(
        records.filter(first_contact_id__isnull=True),
        by=None,
        contact=survivor,
        first_contact_id=loser.pk,
    )
    return first + change(records, by=None, contact=survivor)


def _pairs(
    model: type[PairVerdict | MatchCandidate | AccountCandidate],
    survivor: Contact | Account,
    loser: Contact | Account,
) -> list[Moved]:
    """Move what is said of pairs; a pair that is one now, or known already, goes."""
    touching = model.objects.filter(Q(left=loser) | Q(right=loser))
    moved: list[Moved] = []
    for pair in touching.order_by("pk"):
        other = pair.right_id if pair.left_id == loser.pk else pair.left_id
        left, right = sorted((survivor.pk, other))
        rows = model.objects.filter(pk=pair.pk)
        if left == right or model.objects.filter(left=left, right=right).exists():
            moved += take_away(rows)
        else:
            moved += change(rows, by=None, left=left, right=right)
    return moved


def _proposals(survivor: Contact | Account, loser: Contact | Account, kind: str) -> list[Moved]:
    """Mark what is proposed for the loser; whoever wrote it may write it anew for the survivor."""
    items = ProposalItem.objects.filter(
        target_type=kind,
        target_uid=loser.uid,
        apply_state=ApplyState.PENDING,
        proposal__state__in=OPEN,
    ).exclude(kind__startswith="identity.")
    told = {"code": "target_merged", "survivor": str(survivor.uid)}
    return change(items, by=None, action=MoveAction.CHANGE, conflict=told)
