"""What hangs on a merged person moves to the one who stays; nothing automatic fires."""

from accounts.models import Account
from activities.models import (
    Attachment,
    Interaction,
    InteractionParticipant,
    Note,
    Task,
    TranscriptSegment,
)
from contacts.models import Contact
from core.choices import MoveAction
from core.models import User
from core.services.moving import Moved, change


def repoint(*, survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    """Move everything of activities that belongs to `loser` to `survivor`."""
    moved: list[Moved] = []
    for model in (Interaction, Note, Task, Attachment):
        moved += change(model.objects.filter(contact=loser), by=by, contact=survivor)
    said = TranscriptSegment.objects.filter(speaker_contact=loser)
    moved += change(said, by=None, speaker_contact=survivor)
    return moved + _participants(survivor, loser, by)


def repoint_account(*, survivor: Account, loser: Account, by: User | None) -> list[Moved]:
    """Move what of activities belongs to a merged account to the one that stays."""
    moved: list[Moved] = []
    for model in (Interaction, Note, Task, Attachment):
        moved += change(model.objects.filter(account=loser), by=by, account=survivor)
    return moved


def _participants(survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    """Move the parts people took; where both took the same one, the second is a repeat."""
    known = InteractionParticipant.objects.filter(contact=survivor, is_repeat=False)
    taken = set(known.values_list("interaction_id", "role"))
    parts = InteractionParticipant.objects.filter(contact=loser)
    twice = [part.pk for part in parts if (part.interaction_id, part.role) in taken]
    moved = change(
        parts.filter(pk__in=twice),
        by=by,
        action=MoveAction.CLOSE,
        contact=survivor,
        is_repeat=True,
    )
    return moved + change(parts, by=by, contact=survivor)


def touched_through(points: list[int], contact: Contact) -> list[Interaction]:
    """Return the interactions of a contact that ran over contact points of somebody else."""
    over = Interaction.objects.filter(contact=contact, channel_point__in=points)
    return list(over.order_by("pk"))
