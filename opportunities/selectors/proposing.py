"""What is proposed about units, bookings and brokers' claims: kind, title and items."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from approvals.choices import ItemOp
from approvals.services import ItemDraft
from inventory.models import Unit
from opportunities.choices import BookingState
from opportunities.models import Booking, Opportunity, Stage

MOVE = "opportunity.move_stage"
DISCOUNT_LIMIT = 5  # percent below the list price; more is proposed as a discount


def confirmation(booking: Booking) -> dict[str, Any]:
    """Return what a proposal to confirm a booking says: kind, title and items."""
    discounted = (booking.discount or 0) > DISCOUNT_LIMIT
    kind = "opportunity.discount" if discounted else "opportunity.book"
    after = {"state": BookingState.CONFIRMED, "discount": booking.discount}
    return {"kind": kind, "title": f"Book {booking}", "items": [_item(booking, after)]}


def cancellation(booking: Booking, reason: str) -> dict[str, Any]:
    """Return what a proposal to cancel a booking says: kind, title and items."""
    after = {"state": BookingState.CANCELLED, "reason": reason}
    items = [_item(booking, after)]
    return {"kind": "opportunity.book", "title": f"Cancel {booking}", "items": items}


def moving(deal: Opportunity, to: Stage, reason: str) -> dict[str, Any]:
    """Return what a proposal to move a deal to a stage says: kind, title and items."""
    item = ItemDraft(
        op=ItemOp.STAGE_CHANGE,
        target_type="opportunity",
        target_uid=deal.uid,
        base_version=deal.version,
        before={"stage": deal.stage.code},
        after={"stage": to.code, "reason": reason},
    )
    return {"kind": MOVE, "title": f"Move {deal} to {to}", "items": [item]}


def taking(unit: Unit, deal: Opportunity, *, until: datetime, reason: str) -> dict[str, Any]:
    """Return what a proposal to hold a unit another deal holds says: kind, title and items."""
    item = ItemDraft(
        op=ItemOp.LINK,
        target_type="unit",
        target_uid=unit.uid,
        after={"opportunity": str(deal.uid), "until": until.isoformat(), "reason": reason},
    )
    title = f"Hold {unit} for {deal} over another deal"
    return {"kind": "unit.hold", "title": title, "items": [item]}


def settling(claim: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a proposal to settle who brought a client says: kind, title and items.

    `claim` holds contact, project, partner and until; visit, since and reason may be missing.
    """
    rows = {name: claim.get(name) for name in ("contact", "project", "partner", "visit")}
    after = {name: str(row.uid) for name, row in rows.items() if row}
    days = {"since": claim.get("since") or timezone.localdate(), "until": claim["until"]}
    after |= {name: str(day) for name, day in days.items()}
    after["reason"] = claim.get("reason", "")
    item = ItemDraft(op=ItemOp.CREATE, target_type="partnertag", after=after)
    title = f"Tag {claim['contact']} to {claim['partner']} for {claim['project']}"
    return {"kind": "partnertag.settle", "title": title, "items": [item]}


def _item(booking: Booking, after: dict[str, Any]) -> ItemDraft:
    amount = {"amount": str(booking.agreement_value), "currency": booking.currency}
    return ItemDraft(
        op=ItemOp.STAGE_CHANGE,
        target_type="booking",
        target_uid=booking.uid,
        base_version=booking.version,
        before={"state": booking.state},
        after={**after, "amount": amount},
    )
