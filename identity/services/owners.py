"""Who looked after somebody merged away is told by a task, which undoing the merge calls off."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format

from activities.choices import TO_DO, TaskOrigin
from activities.models import Task
from activities.services import add_task, cancel_task
from contacts.models import Contact
from core.models import User
from core.services.uniting import OWNERS_SHARE, owner_who_stays
from identity.models import MergeOperation


def tell_owners(
    operation: MergeOperation, survivor: Contact, losers: Sequence[Contact], *, by: User
) -> None:
    """Give the owners of the losers a task: to agree who looks after the survivor."""
    until = operation.at + OWNERS_SHARE
    day = date_format(timezone.localtime(until), "j F Y")
    for loser in losers:
        owner = owner_who_stays(survivor, loser)
        if owner is not None and owner.is_active:
            add_task(
                title=f"{loser} was merged into {survivor}"[:200],
                details=f"You looked after {loser} and may see and change {survivor} until {day}."
                f" Agree with {survivor.owner or 'a steward'} who looks after them.",
                by=by,
                assignee=owner,
                contact=survivor,
                due_at=until,
                origin=TaskOrigin.PROPOSAL,
                origin_uid=_made_from(operation),
            )


def call_off(operation: MergeOperation, *, by: User) -> None:
    """Cancel the tasks of a merge that is undone, those nobody did."""
    made = Task.objects.filter(origin=TaskOrigin.PROPOSAL, origin_uid=_made_from(operation))
    for task in made.filter(status__in=TO_DO).order_by("pk"):
        cancel_task(task, by=by)


def _made_from(operation: MergeOperation) -> UUID:
    return operation.proposal.uid if operation.proposal else operation.uid
