"""A legal hold follows a merged person: what the law keeps stays kept."""

from django.utils import timezone

from contacts.models import Contact
from core.choices import MoveAction
from core.models import User
from core.services.moving import Moved, change
from privacy.models import LegalHold


def repoint(*, survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:  # noqa: ARG001 -- one shape for every app
    """Move the holds; one for a reason that binds the survivor already ends."""
    holds = LegalHold.objects.filter(contact=loser)
    standing = LegalHold.objects.filter(contact=survivor, until__isnull=True)
    reasons = list(standing.values_list("reason", flat=True))
    return [
        *change(
            holds.filter(until__isnull=True, reason__in=reasons),
            by=None,
            action=MoveAction.CLOSE,
            contact=survivor,
            until=timezone.localdate(),
        ),
        *change(holds, by=None, contact=survivor),
    ]
