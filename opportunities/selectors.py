"""Reads of what deals and brokers keep from others, and what is proposed about it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from approvals.choices import ItemOp
from approvals.services import ItemDraft
from contacts.models import Contact
from inventory.models import Unit
from opportunities.choices import STANDING, BookingState, TagStatus
from opportunities.models import Booking, Opportunity, PartnerTag, UnitHold

DISCOUNT_LIMIT = 5  # percent below the list price; more is proposed as a discount


def hold_on(unit: Unit) -> UnitHold | None:
    """Return the hold in force on a unit."""
    found: UnitHold | None = (
        UnitHold.objects.in_force()
        .filter(unit=unit)
        .select_related("unit__project", "opportunity", "held_by")
        .first()
    )
    return found


def in_the_way(tag: PartnerTag, people: Sequence[Contact]) -> list[PartnerTag]:
    """Return the active tags of these people that a tag could not stand beside, earliest first."""
    rows = PartnerTag.objects.filter(
        contact__in=people,
        project=tag.project_id,
        status=TagStatus.ACTIVE,
        valid__overlap=tag.valid,
    )
    found = rows.exclude(pk=tag.pk) if tag.pk else rows
    return list(found.select_related("partner", "project").order_by("valid"))


def buyers_among(contacts: Collection[int]) -> set[int]:
    """Return those of these contacts, by id, whose deals have a booking that keeps a unit."""
    part = Q(opportunity__primary_contact__in=contacts)
    rows = Booking.objects.filter(part, state__in=STANDING)
    return set(rows.values_list("opportunity__primary_contact", flat=True))


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
