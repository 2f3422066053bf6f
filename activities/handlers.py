"""What proposals may do to tasks, what a consent taken back does, and who reads of changes."""

from django.db.models import QuerySet

from activities.choices import TO_DO, TranscriptState
from activities.models import Interaction, Note, Task, Transcript
from activities.services import add_task
from approvals.choices import ItemOp
from approvals.models import ProposalItem
from approvals.registry import Applied, Operation, register
from approvals.selectors import describe_row
from approvals.services import apply_create
from contacts.choices import ConsentPurpose
from contacts.models import Contact
from contacts.registry import register_withdrawal
from core.models import User
from core.registry import Belonging, register_belonging, register_feed
from core.services import save_canonical
from core.services.handing import give_assigned

KEPT = (TranscriptState.QUARANTINED, TranscriptState.FAILED, TranscriptState.ERASED)


def quarantine(contact: Contact, purpose: str, by: User | None) -> None:
    """Close the transcripts of a person who no longer agrees to recordings, at once."""
    if purpose != ConsentPurpose.CALL_RECORDING:
        return
    for transcript in Transcript.objects.filter(interaction__contact=contact).exclude(
        state__in=KEPT
    ):
        transcript.state = TranscriptState.QUARANTINED
        save_canonical(transcript, by=by, cause="consent")


def create(item: ProposalItem, actor: User) -> Applied:
    """Add the proposed task."""
    return apply_create(item, actor, create=add_task)


register(
    Operation(
        "task.create",
        "Create a task",
        apply=create,
        describe=describe_row,
        model=Task,
        ops=frozenset({ItemOp.CREATE}),
        required=("title",),
    )
)
register_withdrawal("activities", quarantine)
register_feed("interaction", Interaction.objects.visible_to)
register_feed("task", Task.objects.visible_to)
register_feed("note", Note.objects.visible_to)


def _to_do(user: User) -> "QuerySet[Task]":
    found: QuerySet[Task] = Task.objects.filter(assignee=user, status__in=TO_DO)
    return found


register_belonging(
    Belonging("open tasks", _to_do, give_assigned, "activities.change_task", "assignee")
)
