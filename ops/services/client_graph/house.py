"""What stands around the clients and does not grow with them: staff, developments, campaigns."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef

from core.choices import SourceKind
from core.models import SourceSystem, Team, User
from evidence.models import EvidenceType
from inventory.models import Project, Tower, Unit, UnitType
from opportunities.models import Booking, Campaign, Stage, UnitHold
from ops.services.demo.properties import DEVELOPMENTS, Development
from ops.services.demo.stock import BUILT_UP, FACINGS, FLOORS, MILLION, SUPER

SOURCE = "generated"
TEAMS = ("Mumbai Desk", "North Desk", "South Desk", "Gulf Desk")
AGENTS = (
    "Aarav Bhandari", "Ira Malhotra", "Kabir Sethna", "Leela Nambiar", "Omar Haddad",
    "Riya Thakkar", "Sameer Wagle", "Tara Lobo", "Vikrant Ahuja", "Zoya Mistry",
    "Devika Rao", "Farhan Lakhani",
)  # fmt: skip
CHANNELS = ("Meta", "Google", "Hoarding", "Portal", "Partner evening", "Referral")
BEGAN = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Offer:
    """One type of unit a development sells; the price in whole units of its currency."""

    project_id: int
    project: str
    market: str
    country: str
    currency: str
    configuration: str
    label: str
    price: int
    carpet: int


@dataclass(frozen=True, slots=True)
class House:
    """Ids of what clients refer to; `teams` by agent, `types` and `stages` by code.

    `stock` are the units there are by project and type, without those other deals keep.
    """

    agents: list[int]
    teams: list[int]
    sources: dict[str, int]
    offers: list[Offer]
    campaigns: list[int]
    stages: dict[str, int]
    types: dict[str, int]
    stock: dict[tuple[int, str], list[int]]


def furnish() -> House:
    """Add what is missing of the house and return it; run again, it changes nothing."""
    SourceSystem.objects.get_or_create(
        code=SOURCE,
        defaults={"name": "Generated clients", "kind": SourceKind.MANUAL, "base_trust": 60},
    )
    sources = dict(SourceSystem.objects.values_list("code", "pk"))
    teams = [Team.objects.get_or_create(name=name)[0] for name in TEAMS]
    agents = [_agent(place, teams[place % len(teams)]) for place in range(len(AGENTS))]
    return House(
        agents=[user.pk for user in agents],
        teams=[teams[place % len(teams)].pk for place in range(len(AGENTS))],
        sources=sources,
        offers=[offer for plan in DEVELOPMENTS for offer in _offers(plan)],
        campaigns=[_campaign(place, sources["catalyst"]) for place in range(24)],
        stages=dict(Stage.objects.filter(pipeline__is_default=True).values_list("code", "pk")),
        types=dict(EvidenceType.objects.values_list("code", "pk")),
        stock=_stock(sources[SOURCE]),
    )


def _stock(source: int) -> dict[tuple[int, str], list[int]]:
    """Return the units by project and type; those of a graph generated before are among them."""
    found: dict[tuple[int, str], list[int]] = {}
    others = [
        model.objects.exclude(opportunity__source_id=source).filter(unit=OuterRef("pk"))
        for model in (UnitHold, Booking)
    ]
    rows = Unit.objects.exclude(Exists(others[0]) | Exists(others[1])).order_by("pk")
    for pk, project, code in rows.values_list("pk", "project_id", "unit_type__code"):
        found.setdefault((project, code or ""), []).append(pk)
    return found


def _agent(place: int, team: Team) -> User:
    """Return one agent, whom nobody can sign in as."""
    user, made = User.objects.get_or_create(
        username=f"agent.{place + 1:02}",
        defaults={"full_name": AGENTS[place], "team": team},
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _campaign(place: int, source_id: int) -> int:
    channel, began = CHANNELS[place % len(CHANNELS)], BEGAN + timedelta(days=40 * place)
    row, _ = Campaign.objects.get_or_create(
        source_system_id=source_id,
        external_id=f"{SOURCE}-{place + 1:02}",
        defaults={
            "name": f"{channel}, {began:%B %Y}",
            "channel": channel,
            "starts_on": began,
            "ends_on": began + timedelta(days=60),
        },
    )
    return row.pk


def _offers(plan: Development) -> list[Offer]:
    project, made = Project.objects.get_or_create(
        name=plan.name,
        city=plan.city,
        defaults={
            "developer_name": plan.developer,
            "micro_market": plan.market,
            "country": plan.country,
            "currency": plan.currency,
            "status": plan.status,
            "possession_date": date.fromisoformat(plan.possession),
            "launch_type": "Public launch",
        },
    )
    if made:
        _add_units(project, plan)
    return [
        Offer(
            project_id=project.pk,
            project=plan.name,
            market=plan.market,
            country=plan.country,
            currency=plan.currency,
            configuration=kind.code,
            label=_label(kind.configuration),
            price=int(Decimal(kind.price) * MILLION),
            carpet=kind.carpet,
        )
        for kind in plan.types
    ]


def _add_units(project: Project, plan: Development) -> None:
    kinds = UnitType.objects.bulk_create(
        UnitType(
            project=project,
            code=kind.code,
            configuration=kind.configuration,
            bedrooms=Decimal(kind.bedrooms),
            carpet_sqft=Decimal(kind.carpet),
            built_up_sqft=kind.carpet * BUILT_UP,
            super_sqft=kind.carpet * SUPER,
            base_price=Decimal(kind.price) * MILLION,
            currency=plan.currency,
        )
        for kind in plan.types
    )
    towers: list[Tower | None] = [
        *Tower.objects.bulk_create(
            Tower(project=project, name=name, floors=32) for name in plan.towers
        )
    ]
    Unit.objects.bulk_create(
        Unit(
            project=project,
            tower=tower,
            unit_type=kind,
            number=f"{floor}0{place}" if tower else f"{kind.code}-{floor:02}",
            floor=floor if tower else 0,
            facing=FACINGS[place % len(FACINGS)],
            carpet_sqft=kind.carpet_sqft,
            built_up_sqft=kind.built_up_sqft,
            super_sqft=kind.super_sqft,
            list_price=kind.base_price,
            currency=plan.currency,
            priced_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for tower in (towers or [None])
        for floor in FLOORS
        for place, kind in enumerate(kinds, start=1)
    )


def _label(configuration: str) -> str:
    """Return a configuration as clients say it: `3 BHK`, `villa`."""
    return configuration.replace("bhk", " BHK")
