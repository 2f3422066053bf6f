"""What other systems say of a merged record follows the one that stays."""

from typing import Any

from accounts.models import Account
from contacts.models import Contact
from core.choices import MoveAction
from core.models import User
from core.services.moving import Moved, change
from oracle_bridge.choices import InsightStatus
from oracle_bridge.models import EntityMapping, Insight


def repoint(*, survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    """Move insights, superseded now, and external ids; a system's second id becomes an alias."""
    return _repoint("contact", survivor, loser, by)


def repoint_account(*, survivor: Account, loser: Account, by: User | None) -> list[Moved]:
    """Do the same for accounts."""
    return _repoint("account", survivor, loser, by)


def _repoint(
    kind: str, survivor: Contact | Account, loser: Contact | Account, by: User | None
) -> list[Moved]:
    insights = Insight.objects.filter(**{kind: loser})
    theirs = EntityMapping.objects.filter(entity_type=kind, local_uid=loser.uid)
    ours = EntityMapping.objects.filter(entity_type=kind, local_uid=survivor.uid)
    known = list(ours.filter(is_primary=True).values_list("system", flat=True))
    here: dict[str, Any] = {kind: survivor}
    return [
        *change(
            insights.filter(status=InsightStatus.ACTIVE),
            by=by,
            status=InsightStatus.SUPERSEDED,
            **here,
        ),
        *change(insights, by=by, **here),
        *change(
            theirs.filter(is_primary=True, system__in=known),
            by=by,
            action=MoveAction.DEMOTE,
            local_uid=survivor.uid,
            is_primary=False,
        ),
        *change(theirs, by=by, local_uid=survivor.uid),
    ]
