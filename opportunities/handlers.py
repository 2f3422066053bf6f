"""What proposals may do to deals, and who reads of their changes in the feed."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Account
from approvals.choices import ItemOp
from approvals.models import ProposalItem
from approvals.registry import Applied, Operation, register
from approvals.selectors import describe_row
from approvals.services import apply_create, apply_update, conflict
from contacts.models import Contact
from core.choices import State
from core.models import User
from core.registry import Belonging, register_belonging, register_feed
from core.services.handing import give_owned
from inventory.models import Project, Unit
from inventory.registry import register_kept
from opportunities.choices import BookingState, StageCategory
from opportunities.models import (
    Booking,
    Campaign,
    Opportunity,
    PartnerTag,
    PropertyInterest,
    SiteVisit,
    Stage,
    UnitHold,
)
from opportunities.selectors import (
    describe_booking,
    describe_claim,
    describe_hold,
    describe_move,
)
from opportunities.services import (
    BookingStateError,
    StageMoveError,
    UnitTakenError,
    cancel_booking,
    confirm_booking,
    create_opportunity,
    hold_unit,
    move_stage,
    tag_partner,
    update_opportunity,
)


def create(item: ProposalItem, actor: User) -> Applied:
    """Open the proposed deal."""
    return apply_create(item, actor, create=create_opportunity)


def update(item: ProposalItem, actor: User) -> Applied:
    """Change the proposed fields of a deal."""
    return apply_update(item, actor, save=update_opportunity)


def move(item: ProposalItem, actor: User) -> Applied:
    """Move a deal to the stage whose code is `after["stage"]`, for `after["reason"]`.

    A move that is no longer allowed, and a deal that moved on meanwhile, are conflicts.
    """
    deal = Opportunity.objects.select_related("stage").get(uid=item.target_uid)
    stage = Stage.objects.filter(
        pipeline=deal.stage.pipeline_id, code=str(item.after.get("stage", ""))
    ).first()
    if stage is None:
        return conflict("unknown_stage", stage=item.after.get("stage"))
    if deal.stage == stage:
        return Applied(state="noop", target_uid=deal.uid, version=deal.version)
    if item.before.get("stage", deal.stage.code) != deal.stage.code:
        return conflict("moved_since", stage=deal.stage.code)
    try:
        deal = move_stage(deal, to=stage, by=actor, reason=str(item.after.get("reason", "")))
    except StageMoveError as error:
        return conflict("illegal_transition", allowed=error.allowed, missing=error.missing)
    return Applied(state="applied", target_uid=deal.uid, version=deal.version)


def hold_over(item: ProposalItem, actor: User) -> Applied:
    """Keep a unit for the deal `after` names until a moment, whoever holds it now."""
    unit = Unit.objects.get(uid=str(item.target_uid))
    try:
        hold = hold_unit(
            unit,
            opportunity=_deal(item),
            until=datetime.fromisoformat(item.after["until"]),
            by=actor,
            reason=str(item.after.get("reason", "")),
            over=True,
        )
    except UnitTakenError as error:
        return conflict(error.code, words=str(error))
    return Applied(state="applied", target_uid=unit.uid, result={"hold": str(hold.uid)})


def book(item: ProposalItem, actor: User) -> Applied:
    """Confirm a booking, or cancel it for `after["reason"]`; what moved on since is a conflict."""
    booking = Booking.objects.select_related("unit", "opportunity").get(uid=item.target_uid)
    state = item.after.get("state")
    if booking.state == state:
        return Applied(state="noop", target_uid=booking.uid, version=booking.version)
    try:
        if state == BookingState.CANCELLED:
            reason = str(item.after.get("reason", ""))
            booking = cancel_booking(booking, reason=reason, by=actor)
        elif state == BookingState.CONFIRMED:
            booking = confirm_booking(booking, by=actor)
        else:
            return conflict("unknown_state", state=state)
    except BookingStateError as error:
        return conflict(error.code, words=str(error), state=booking.state)
    return Applied(state="applied", target_uid=booking.uid, version=booking.version)


def retag(item: ProposalItem, actor: User) -> Applied:
    """Settle who brought a client: the proposed broker holds them, tags in the way end."""
    given = item.after
    tag = tag_partner(
        contact=Contact.objects.get(uid=given["contact"]),
        project=Project.objects.get(uid=given["project"]),
        partner=Account.objects.get(uid=given["partner"]),
        since=date.fromisoformat(given["since"]),
        until=date.fromisoformat(given["until"]),
        visit=SiteVisit.objects.filter(uid=given.get("visit")).first(),
        reason=str(given.get("reason", "")) or "As decided by proposal.",
        by=actor,
        over=True,
    )
    return Applied(state="applied", target_uid=tag.uid, version=tag.version)


def _deal(item: ProposalItem) -> Opportunity:
    return Opportunity.objects.get(uid=item.after["opportunity"])


def has_booking(_item: ProposalItem) -> list[str]:
    """Return the mark policies know bookings by."""
    return ["has_booking"]


register(
    Operation(
        "opportunity.create",
        "Open a deal",
        apply=create,
        describe=describe_row,
        model=Opportunity,
        ops=frozenset({ItemOp.CREATE}),
        required=("primary_contact",),
    )
)
register(
    Operation(
        "opportunity.update",
        "Change a deal",
        apply=update,
        describe=describe_row,
        model=Opportunity,
        ops=frozenset({ItemOp.UPDATE}),
    )
)
register(
    Operation(
        "opportunity.move_stage",
        "Move a deal",
        apply=move,
        describe=describe_move,
        model=Opportunity,
        ops=frozenset({ItemOp.STAGE_CHANGE}),
    )
)
register(
    Operation(
        "unit.hold",
        "Hold a unit",
        apply=hold_over,
        describe=describe_hold,
        model=Unit,
        ops=frozenset({ItemOp.LINK}),
    )
)
for _kind, _name in (("opportunity.book", "Book a unit"), ("opportunity.discount", "Discount")):
    register(
        Operation(
            _kind,
            _name,
            apply=book,
            describe=describe_booking,
            model=Booking,
            marks=has_booking,
            ops=frozenset({ItemOp.STAGE_CHANGE}),
        )
    )
register(
    Operation(
        "partnertag.settle",
        "Settle a tag",
        apply=retag,
        describe=describe_claim,
        model=PartnerTag,
        ops=frozenset({ItemOp.CREATE}),
    )
)
register_kept(lambda: Exists(UnitHold.objects.in_force().filter(unit=OuterRef("pk"))))


def _campaigns(_user: User) -> "QuerySet[Campaign]":
    return Campaign.objects.all()


register_feed("opportunity", Opportunity.objects.visible_to)
register_feed("sitevisit", SiteVisit.objects.visible_to)
register_feed("propertyinterest", PropertyInterest.objects.visible_to)
register_feed("unithold", UnitHold.objects.visible_to)
register_feed("booking", Booking.objects.visible_to)
register_feed("partnertag", PartnerTag.objects.visible_to)
register_feed("campaign", _campaigns)


def _open(user: User) -> "QuerySet[Opportunity]":
    rows: QuerySet[Opportunity] = Opportunity.objects.filter(owner=user, state=State.ACTIVE)
    return rows.filter(stage__category=StageCategory.OPEN)


register_belonging(
    Belonging("open deals", _open, give_owned, "opportunities.change_opportunity", "owner")
)
