"""What hangs on a merged person moves to the one who stays."""

from contacts.models import Contact
from core.models import User
from core.services.moving import Moved, change, take_away
from evidence.models import Evidence, QDAggregate, QDScore, QDSnapshot


def repoint(*, survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:  # noqa: ARG001 -- one shape for every app
    """Move the evidence and the timeline; both scores end, the survivor's is made anew later."""
    return [
        *change(Evidence.objects.filter(contact=loser), by=None, contact=survivor),
        *change(QDSnapshot.objects.filter(contact=loser), by=None, contact=survivor),
        *take_away(QDScore.objects.filter(contact__in=[survivor, loser])),
        *take_away(QDAggregate.objects.filter(contact__in=[survivor, loser])),
    ]


def forget_score(contact: Contact) -> None:
    """Delete a derived score and its sums, so that those from before a merge may come back."""
    QDAggregate.objects.filter(contact=contact).delete()
    QDScore.objects.filter(contact=contact).delete()
