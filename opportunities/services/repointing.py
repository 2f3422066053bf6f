"""What hangs on a merged person moves to the one who stays."""

from typing import Any

from django.utils import timezone

from accounts.models import Account
from contacts.models import Contact
from core.choices import MoveAction
from core.models import User
from core.services.moving import Moved, change, move_links
from opportunities.choices import InterestLevel, TagStatus
from opportunities.models import (
    CampaignTouch,
    Opportunity,
    OpportunityParty,
    PartnerTag,
    PropertyInterest,
    SiteVisit,
)
from opportunities.selectors import in_the_way

# what says most about a person's interest, the strongest first
STRENGTH = (
    InterestLevel.NEGOTIATING,
    InterestLevel.VISITED,
    InterestLevel.SHORTLISTED,
    InterestLevel.ENQUIRED,
    InterestLevel.VIEWED,
    InterestLevel.REJECTED,
)


def repoint(*, survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    """Move everything of opportunities that belongs to `loser` to `survivor`.

    Holds and bookings hang on deals and follow them.
    """
    deals = Opportunity.objects.filter(primary_contact=loser)
    return [
        *change(deals, by=by, primary_contact=survivor),
        *_parties(survivor, loser, by),
        *_interests(survivor, loser, by),
        *_tags(survivor, loser, by),
        *change(SiteVisit.objects.filter(contact=loser), by=by, contact=survivor),
        *change(CampaignTouch.objects.filter(contact=loser), by=None, contact=survivor),
    ]


def repoint_account(*, survivor: Account, loser: Account, by: User | None) -> list[Moved]:
    """Move what of opportunities belongs to a merged account to the one that stays."""
    return [
        *change(Opportunity.objects.filter(account=loser), by=by, account=survivor),
        *move_links(
            OpportunityParty, "account", ("opportunity_id", "role"), to=survivor, of=loser, by=by
        ),
        *change(PartnerTag.objects.filter(partner=loser), by=by, partner=survivor),
        *change(SiteVisit.objects.filter(partner=loser), by=by, partner=survivor),
    ]


def _parties(survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    moved: list[Moved] = []
    for party in OpportunityParty.objects.filter(contact=loser).order_by("pk"):
        rows = OpportunityParty.objects.filter(pk=party.pk)
        twin = OpportunityParty.objects.filter(
            opportunity=party.opportunity_id, role=party.role, contact=survivor, until__isnull=True
        ).first()
        if twin is None or party.until is not None:
            moved += change(rows, by=by, contact=survivor)
            continue
        moved += change(
            rows,
            by=by,
            action=MoveAction.CLOSE,
            contact=survivor,
            until=timezone.localdate(),
        )
        if party.is_primary:
            kept = OpportunityParty.objects.filter(pk=twin.pk)
            moved += change(kept, by=by, action=MoveAction.CHANGE, is_primary=True)
    return moved


def _interests(survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    """Keep one open interest in one thing, at the stronger of the two levels."""
    standing = PropertyInterest.objects.filter(contact=survivor, closed_at__isnull=True)
    twins = {_target(interest): interest for interest in standing}
    moved: list[Moved] = []
    for interest in PropertyInterest.objects.filter(contact=loser).order_by("pk"):
        rows = PropertyInterest.objects.filter(pk=interest.pk)
        twin = twins.get(_target(interest))
        if twin is None or interest.closed_at is not None:
            moved += change(rows, by=by, contact=survivor)
            continue
        now = timezone.now()
        moved += change(rows, by=by, action=MoveAction.CLOSE, contact=survivor, closed_at=now)
        stronger = min(twin.level, interest.level, key=_rank)
        kept = PropertyInterest.objects.filter(pk=twin.pk)
        moved += change(kept, by=by, action=MoveAction.CHANGE, level=stronger)
    return moved


def _tags(survivor: Contact, loser: Contact, by: User | None) -> list[Moved]:
    """Let the survivor's claims of brokers stand; a loser's in the way ends, or is in dispute.

    It ends where the same broker holds the client anyway. `identity` asks beforehand for an
    override where the brokers differ.
    """
    moved: list[Moved] = []
    for tag in PartnerTag.objects.filter(contact=loser).order_by("pk"):
        rows = PartnerTag.objects.filter(pk=tag.pk)
        rivals = {each.partner_id for each in _rivals(tag, survivor)}
        if not rivals:
            moved += change(rows, by=by, contact=survivor)
        elif rivals == {tag.partner_id}:
            ended: dict[str, Any] = {"status": TagStatus.ENDED, "ended_at": timezone.now()}
            moved += change(rows, by=by, action=MoveAction.CLOSE, contact=survivor, **ended)
        else:
            moved += change(
                rows,
                by=by,
                action=MoveAction.CLOSE,
                contact=survivor,
                status=TagStatus.DISPUTED,
            )
    return moved


def _rivals(tag: PartnerTag, survivor: Contact) -> list[PartnerTag]:
    return in_the_way(tag, [survivor]) if tag.status == TagStatus.ACTIVE else []


def _target(interest: PropertyInterest) -> tuple[Any, ...]:
    named = (interest.unit_id, interest.unit_type_id, interest.project_id)
    return (*named, repr(sorted(interest.criteria.items())))


def _rank(level: str) -> int:
    return STRENGTH.index(InterestLevel(level))
