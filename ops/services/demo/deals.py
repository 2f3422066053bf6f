"""The demo's deals over the default pipeline: how they came here, visits and interests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from accounts.models import Account
from contacts.models import Contact, Relationship
from core.services import save_canonical
from inventory.models import Project, Unit
from opportunities.models import (
    Opportunity,
    OpportunityParty,
    PropertyInterest,
    SiteVisit,
    Stage,
    StageHistory,
)
from ops.services.demo.sales import add_sales
from ops.services.demo.scripts import FEEDBACK
from ops.services.demo.world import World

# stage -> how many deals stand there
STANDING = {
    "new_enquiry": 11,
    "contacted": 10,
    "qualified": 11,
    "site_visit_scheduled": 8,
    "site_visited": 9,
    "revisited": 5,
    "negotiation": 7,
    "eoi": 3,
    "booking": 4,
    "agreement": 2,
    "registered": 3,
    "lost_budget": 3,
    "lost_no_response": 2,
    "lost_competitor": 2,
}
OPEN = tuple(STANDING)[:8]
SOLD = ("booking", "agreement", "registered")
VISITED = ("site_visited", "revisited", "negotiation", "eoi", *SOLD)
SALE_OF_UNIT = {"booking": "booked", "agreement": "agreement", "registered": "registered"}
LEVELS = {"site_visit_scheduled": "enquired", "negotiation": "negotiating", "eoi": "negotiating"}


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal with the stages it passed, each with the moment it was entered."""

    row: Opportunity
    path: list[tuple[Stage, datetime]]


def add_deals(
    world: World, buyers: Sequence[Contact], projects: Sequence[Project], firms: Sequence[Account]
) -> list[Opportunity]:
    """Add the deals of the buyers, one each, and return them."""
    stages = {stage.code: stage for stage in Stage.objects.filter(pipeline__is_default=True)}
    codes = [code for code, number in STANDING.items() for _ in range(number)]
    world.chance.shuffle(codes)
    units = _units(world)
    chosen = buyers[: len(codes)]
    drafts = [
        _draft(world, person, _project(world, person, projects), _path(world, code, stages))
        for person, code in zip(chosen, codes, strict=True)
    ]
    for deal in drafts:
        _choose_unit(deal.row, units)
    Opportunity.objects.bulk_create(deal.row for deal in drafts)
    _parties(drafts, firms)
    StageHistory.objects.bulk_create(_histories(drafts))
    SiteVisit.objects.bulk_create(visit for deal in drafts for visit in _visits(world, deal, firms))
    _interests(world, drafts, buyers[len(codes) :], projects)
    _sell(drafts)
    add_sales(world, [deal.row for deal in drafts])
    return [deal.row for deal in drafts]


def _units(world: World) -> dict[int, list[Unit]]:
    """Return the units of every project in a random order."""
    rows = list(Unit.objects.select_related("unit_type").order_by("id"))
    world.chance.shuffle(rows)
    by_project: dict[int, list[Unit]] = {}
    for unit in rows:
        by_project.setdefault(unit.project_id, []).append(unit)
    return by_project


def _project(world: World, person: Contact, projects: Sequence[Project]) -> Project:
    """Return the project in the place somebody prefers, else one in their currency."""
    fitting = [p for p in projects if p.micro_market == person.location_preference]
    return world.chance.choice(
        fitting or [p for p in projects if p.currency == person.budget_currency]
    )


def _path(world: World, code: str, stages: dict[str, Stage]) -> list[tuple[Stage, datetime]]:
    """Return the stages passed on the way to one, with plausible gaps, ending lately."""
    if code in OPEN:
        codes = list(OPEN[: OPEN.index(code) + 1])
    elif code in SOLD:
        codes = [*OPEN, *SOLD[: SOLD.index(code) + 1]]
    else:
        codes = [*OPEN[: world.chance.randint(1, 5)], code]
    moment = world.ago(0.2, 25)
    path = []
    for step in reversed(codes):
        path.append((stages[step], moment))
        moment = world.at_work(moment - timedelta(days=world.chance.uniform(1.5, 11)))
    return path[::-1]


def _draft(
    world: World, person: Contact, project: Project, path: list[tuple[Stage, datetime]]
) -> Deal:
    stage, entered = path[-1]
    closed = entered if stage.category != "open" else None
    row = Opportunity(
        name=f"{person} at {project}",
        primary_contact=person,
        project=project,
        stage=stage,
        stage_entered_at=entered,
        probability=stage.default_probability,
        expected_close=None if closed else world.day(10, 150),
        closed_at=closed,
        loss_reason=stage.name.removeprefix("Lost: ").capitalize()
        if stage.category == "lost"
        else "",
        owner=person.owner,
        team=person.team,
        visibility=person.visibility,
        source=world.sources["manual"],
        created_at=path[0][1],
        updated_at=entered,
    )
    return Deal(row, path)


def _choose_unit(deal: Opportunity, units: dict[int, list[Unit]]) -> None:
    """Put a unit on the table from the visit on, no unit on two; the price goes with it."""
    free = units.get(deal.project_id or 0, [])
    if deal.stage.code in VISITED and free:
        unit = free.pop()
        deal.unit, deal.amount, deal.currency = unit, unit.list_price, unit.currency
    elif deal.stage.code not in {"new_enquiry", "contacted"}:
        deal.amount = deal.primary_contact.budget_min
        deal.currency = deal.primary_contact.budget_currency


def _parties(drafts: Sequence[Deal], firms: Sequence[Account]) -> None:
    """Add the buyers, the spouses who buy with them, and the firms that brought them."""
    couples = Relationship.objects.filter(kind="spouse_of").select_related("to_contact")
    spouses = {couple.from_contact_id: couple.to_contact for couple in couples}
    rows = []
    for number, deal in enumerate(drafts):
        person = deal.row.primary_contact
        rows.append(_party(deal, "primary_buyer", contact=person, is_primary=True))
        if person.pk in spouses:
            rows.append(_party(deal, "co_buyer", contact=spouses[person.pk]))
        if number % 4 == 0:
            rows.append(_party(deal, "broker", account=firms[number % len(firms)]))
    OpportunityParty.objects.bulk_create(rows)


def _party(
    deal: Deal,
    role: str,
    *,
    contact: Contact | None = None,
    account: Account | None = None,
    is_primary: bool = False,
) -> OpportunityParty:
    return OpportunityParty(
        opportunity=deal.row, contact=contact, account=account, role=role, is_primary=is_primary
    )


def _histories(drafts: Sequence[Deal]) -> list[StageHistory]:
    return [
        StageHistory(
            opportunity=deal.row,
            from_stage=deal.path[place - 1][0] if place else None,
            to_stage=stage,
            entered_at=moment,
            by=deal.row.owner,
        )
        for deal in drafts
        for place, (stage, moment) in enumerate(deal.path)
    ]


def _visits(world: World, deal: Deal, firms: Sequence[Account]) -> list[SiteVisit]:
    """Return the visits a deal's stages speak of; those of scheduled visits lie ahead."""
    visits = []
    for stage, moment in deal.path:
        if stage.code in {"site_visited", "revisited"}:
            done = moment - timedelta(minutes=20)
            visits.append(_visit(deal, done, firms, status="done", visited_at=done))
            visits[-1].feedback = FEEDBACK[(deal.row.pk + len(visits)) % len(FEEDBACK)]
            visits[-1].verification = world.chance.choice(["otp", "qr", "manual"])
    if deal.row.stage.code == "site_visit_scheduled":
        ahead = world.at_work(world.now + timedelta(days=world.chance.uniform(1, 9)))
        status = world.chance.choice(["scheduled", "confirmed", "confirmed"])
        visits.append(_visit(deal, ahead, firms, status=status))
    if deal.row.stage.code == "lost_no_response":
        visits.append(_visit(deal, deal.path[-1][1] - timedelta(days=2), firms, status="no_show"))
    return visits


def _visit(
    deal: Deal,
    when: datetime,
    firms: Sequence[Account],
    *,
    status: str,
    visited_at: datetime | None = None,
) -> SiteVisit:
    brought = deal.row.pk % 4 == 0
    return SiteVisit(
        contact=deal.row.primary_contact,
        opportunity=deal.row,
        project=deal.row.project,
        unit=deal.row.unit,
        scheduled_at=when,
        status=status,
        visited_at=visited_at,
        host=deal.row.owner,
        partner=firms[deal.row.pk % len(firms)] if brought else None,
        transport="Our car" if not brought else "",
    )


def _interests(
    world: World, drafts: Sequence[Deal], others: Sequence[Contact], projects: Sequence[Project]
) -> None:
    """Add what buyers look at: their deal's unit or project, or a wish in their own words."""
    rows = [_interest_of_deal(deal) for deal in drafts]
    for person in others[:30]:
        moment = max(person.created_at, world.ago(2, 60))
        rows.append(PropertyInterest(contact=person, criteria=_criteria(person), first_at=moment))
    for person, project in zip(others[10:30], cycle(projects), strict=False):
        rows.append(PropertyInterest(contact=person, project=project, level="viewed"))
        rows[-1].first_at = max(person.created_at, world.ago(1, 40))
    for row in rows:
        row.last_at, row.source = max(row.first_at, row.last_at), world.sources["manual"]
    PropertyInterest.objects.bulk_create(rows)


def _interest_of_deal(deal: Deal) -> PropertyInterest:
    code = deal.row.stage.code
    level = LEVELS.get(code, "visited" if code in VISITED else "enquired")
    lost = deal.row.stage.category == "lost"
    return PropertyInterest(
        contact=deal.row.primary_contact,
        unit=deal.row.unit,
        project=None if deal.row.unit else deal.row.project,
        level="rejected" if lost else level,
        reason=deal.row.loss_reason,
        first_at=deal.path[0][1],
        last_at=deal.path[-1][1],
        closed_at=deal.row.closed_at,
    )


def _criteria(person: Contact) -> dict[str, object]:
    return {
        "micro_markets": [person.location_preference],
        "configurations": [person.configuration],
        "price": {
            "low": int(person.budget_min or 0),
            "high": int(person.budget_max or 0),
            "currency": person.budget_currency,
        },
    }


def _sell(drafts: Sequence[Deal]) -> None:
    """Take the units of won deals off the market, as a booking does."""
    for deal in drafts:
        status = SALE_OF_UNIT.get(deal.row.stage.code)
        if status and deal.row.unit:
            deal.row.unit.status = status
            save_canonical(deal.row.unit, by=deal.row.owner, cause="demo")
