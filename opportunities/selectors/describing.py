"""What is proposed about deals, units and bookings, in the words of review pages."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from accounts.models import Account
from approvals.models import ProposalItem
from contacts.models import Contact
from inventory.models import Project, Unit
from opportunities.choices import BookingState
from opportunities.models import Booking, Opportunity, PartnerTag, SiteVisit, Stage
from opportunities.selectors.keeping import hold_on, in_the_way


def describe_move(item: ProposalItem) -> dict[str, Any]:
    """Return the stage a deal stands in, the one it shall move to, and why."""
    deal = Opportunity.objects.select_related("stage").filter(uid=str(item.target_uid)).first()
    stages = Stage.objects.filter(pipeline=deal.stage.pipeline_id) if deal else []
    names = {stage.code: stage.name for stage in stages}
    before, after = (sides.get("stage") for sides in (item.before, item.after))
    stage = _row(
        "stage",
        original=names.get(before, before),
        current=deal.stage.name if deal else None,
        proposed=names.get(after, after),
    )
    return _described(deal, "a deal", [stage, *_reason(item)])


def describe_hold(item: ProposalItem) -> dict[str, Any]:
    """Return for which deal a unit shall be held and until when; who loses it is not named.

    Everybody who sees the proposal reads this, and not all of them see the other deal.
    """
    unit = Unit.objects.filter(uid=str(item.target_uid)).first()
    held = hold_on(unit) if unit else None
    deal = Opportunity.objects.filter(uid=str(item.after["opportunity"])).first()
    until = datetime.fromisoformat(item.after["until"])
    ours = held is not None and held.opportunity == deal
    now = str(deal) if ours else "another deal" if held else "free"
    rows = [
        _row("deal", current=now, proposed=str(deal or "")),
        _row("until", current=held.until if held else None, proposed=until),
        *_reason(item),
    ]
    return _described(unit, "a unit", rows)


def describe_claim(item: ProposalItem) -> dict[str, Any]:
    """Return which broker shall hold a client for a project and how long; who does now, unnamed."""
    given = item.after
    contact = Contact.objects.filter(uid=str(given["contact"])).first()
    project = Project.objects.filter(uid=str(given["project"])).first()
    partner = Account.objects.filter(uid=str(given["partner"])).first()
    visit = SiteVisit.objects.filter(uid=str(given["visit"])).first() if "visit" in given else None
    since, until = (date.fromisoformat(given[side]) for side in ("since", "until"))
    window = DateRange(since, until + timedelta(days=1))
    held = in_the_way(PartnerTag(project=project, valid=window), [contact]) if contact else []
    ours = all(tag.partner == partner for tag in held)
    now = (str(partner) if ours else "another broker") if held else None
    rows = [
        _row("broker", current=now, proposed=str(partner or "")),
        _row("project", proposed=str(project or "")),
        _row("since", current=held[0].since if held else None, proposed=since),
        _row("until", current=held[-1].until if held else None, proposed=until),
        *([_row("visit", proposed=str(visit))] if visit else []),
        *_reason(item),
    ]
    return _described(contact, "a client", rows)


def describe_booking(item: ProposalItem) -> dict[str, Any]:
    """Return how a booking stands and shall stand, for how much, and why it is cancelled."""
    booking = Booking.objects.filter(uid=str(item.target_uid)).first()
    sides = {
        "original": item.before.get("state"),
        "current": booking.state if booking else None,
        "proposed": item.after.get("state"),
    }
    labels = dict(BookingState.choices)
    rows = [_row("state", **{side: labels.get(state, state) for side, state in sides.items()})]
    amount, discount = item.after.get("amount"), item.after.get("discount")
    if amount:
        words = f"{amount['currency']} {Decimal(amount['amount']):,.2f}"
        rows.append(_row("agreement_value", proposed=words))
    if discount:
        rows.append(_row("discount", proposed=f"{Decimal(discount):f} % below the list price"))
    return _described(booking, "a booking", [*rows, *_reason(item)])


def _described(about: Model | None, otherwise: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"label": str(about or otherwise), "url": "", "rows": rows}


def _reason(item: ProposalItem) -> list[dict[str, Any]]:
    reason = item.after.get("reason")
    return [_row("reason", proposed=reason)] if reason else []


def _row(name: str, **sides: Any) -> dict[str, Any]:
    flag = "same" if sides.get("current") == sides.get("proposed") else "change"
    return {"name": name, "label": name.replace("_", " "), **sides, "flag": flag}
