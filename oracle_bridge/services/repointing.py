"""What other systems say of a merged person follows the one who stays."""

from contacts.models import Contact
from core.choices import MoveAction
from core.models import User
from core.services.moving import Moved, change
from oracle_bridge.choices import InsightStatus
from oracle_bridge.models import EntityMapping, Insight


def repoint(*, survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    """Move insights, superseded now, and external ids; a system's second id becomes an alias."""
    insights = Insight.objects.filter(contact=loser)
    theirs = EntityMapping.objects.filter(entity_type="contact", local_uid=loser.uid)
    ours = EntityMapping.objects.filter(entity_type="contact", local_uid=survivor.uid)
    known = list(ours.filter(is_primary=True).values_list("system", flat=True))
    return [
        *change(
            insights.filter(status=InsightStatus.ACTIVE),
            by=by,
            contact=survivor,
            status=InsightStatus.SUPERSEDED,
        ),
        *change(insights, by=by, contact=survivor),
        *change(
            theirs.filter(is_primary=True, system__in=known),
            by=by,
            action=MoveAction.DEMOTE,
            local_uid=survivor.uid,
            is_primary=False,
        ),
        *change(theirs, by=by, local_uid=survivor.uid),
    ]
