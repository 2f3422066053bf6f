"""The demo's clients: families, couples who share a number, brokers, advisers and assistants.

Records carry the dates on which they would have been made, which services rightly do not allow;
so the tables are filled set-based, and history and change events follow by trigger.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange

from contacts.models import (
    AccountContact,
    Contact,
    ContactPoint,
    ContactRole,
    Household,
    HouseholdMember,
    PostalAddress,
    Relationship,
)
from contacts.services import normal_value, refresh_summaries
from core.choices import Visibility
from ops.services.demo.names import COMMUNITIES, OCCUPATIONS, Community
from ops.services.demo.world import World

COUPLES, SINGLES = 52, 62
VIP_SHARE = 0.05
LOOKS_HOME = 0.4  # of those who live abroad
LIFECYCLES = ("lead", "lead", "prospect", "prospect", "active", "active", "customer", "dormant")
ROOMS = ("2 BHK", "3 BHK", "3 BHK", "4 BHK", "Penthouse", "Villa")
PLACES = {
    "IN": ("Worli", "Bandra West", "Powai", "Koregaon Park", "Jubilee Hills", "Hebbal"),
    "AE": ("Dubai Creek", "Dubai Hills", "Dubai Marina"),
}
BUDGETS = {"INR": (25, 40, 60, 90, 120, 180), "AED": (2, 3, 5, 8, 14)}
TAGS = ("sea view", "vaastu", "NRI", "referral", "repeat buyer", "school run", "rental yield")


@dataclass(slots=True)
class Clients:
    """The rows of the client graph as they grow, saved together."""

    people: list[Contact] = field(default_factory=list)
    points: list[ContactPoint] = field(default_factory=list)
    addresses: list[PostalAddress] = field(default_factory=list)
    roles: list[ContactRole] = field(default_factory=list)
    households: list[Household] = field(default_factory=list)
    members: list[HouseholdMember] = field(default_factory=list)
    ties: list[Relationship] = field(default_factory=list)
    links: list[AccountContact] = field(default_factory=list)

    def save(self) -> None:
        """Insert every row, a statement a table, and make the summaries."""
        Contact.objects.bulk_create(self.people)
        ContactPoint.objects.bulk_create(self.points)
        PostalAddress.objects.bulk_create(self.addresses)
        ContactRole.objects.bulk_create(self.roles)
        Household.objects.bulk_create(self.households)
        HouseholdMember.objects.bulk_create(self.members)
        Relationship.objects.bulk_create(self.ties)
        AccountContact.objects.bulk_create(self.links)
        refresh_summaries([person.pk for person in self.people])

    def add_point(self, person: Contact, kind: str, value: str, **more: bool | str) -> None:
        """Give a person a number or an address, which is theirs alone unless shared."""
        first = not any(p.contact is person and p.kind == kind for p in self.points)
        shared = bool(more.get("is_shared"))
        self.points.append(
            ContactPoint(
                contact=person,
                kind=kind,
                value_raw=value,
                value_norm=normal_value(kind, value),
                is_primary=first,
                is_identity=not shared,
                **({"status": "active", "created_at": person.created_at} | more),
            )
        )

    def tie(self, one: Contact, kind: str, other: Contact) -> None:
        """Draw one edge of the graph."""
        self.ties.append(
            Relationship(from_contact=one, kind=kind, to_contact=other, since=one.created_at.date())
        )


def draft_people(world: World) -> Clients:
    """Return every client, not saved yet: the buyers first, then brokers and assistants."""
    clients = Clients()
    for number in range(COUPLES):
        _couple(world, clients, number)
    for number in range(SINGLES):
        person = _single(world, clients, number)
        _role(clients, person, "investor" if number % 4 == 0 else "buyer")
    _referrals(clients)
    for number in range(14):
        broker = _single(world, clients, number * 7 + 3)
        broker.occupation, broker.tags = "Real-estate consultant", ["partner"]
        broker.lifecycle, broker.configuration = "active", ""
        broker.budget_min = broker.budget_max = None
        broker.budget_currency, broker.location_preference = "", ""
        _role(clients, broker, "channel_partner_person")
    _assistants(world, clients)
    return clients


def _couple(world: World, clients: Clients, number: int) -> None:
    """Add a couple in one household; every third shares the husband's number."""
    community = COMMUNITIES[number % len(COMMUNITIES)]
    family, home = _family(world, community)
    husband = _person(world, clients, community, family, community.men)
    wife = _person(world, clients, community, family, community.women)
    _settle(world, clients, husband, home)
    _like(clients, wife, husband)
    husband.gender, wife.gender = "male", "female"
    _role(clients, husband, "buyer")
    _role(clients, wife, "co_buyer")
    country = husband.residence_country
    shared = number % 3 == 0
    number_of_his = world.phone(country)
    _reach(clients, husband, number_of_his, is_shared=shared)
    _reach(clients, wife, number_of_his if shared else world.phone(country), is_shared=shared)
    clients.tie(husband, "spouse_of", wife)
    household = Household(
        name=f"{family} household, {home.split(' ', 2)[1]}",
        primary_contact=husband,
        owner=husband.owner,
        team=husband.team,
        created_at=husband.created_at,
    )
    clients.households.append(household)
    _member(clients, household, husband, "head", "decider")
    _member(clients, household, wife, "spouse", "co_decider")
    if number % 5 == 1:
        _child(world, clients, household, community, (husband, wife))


SHARED_BY_FAMILY = (
    "owner", "team", "visibility", "is_vip", "residence_country", "timezone", "nri_status",
    "budget_min", "budget_max", "budget_currency", "location_preference", "configuration",
    "purpose", "purchase_timeline", "financing", "lifecycle",
)  # fmt: skip


def _like(clients: Clients, person: Contact, head: Contact) -> None:
    """Let somebody live where the head of the family lives and look for the same home."""
    for name in SHARED_BY_FAMILY:
        setattr(person, name, getattr(head, name))
    home = next(row for row in clients.addresses if row.contact is head)
    _address(clients, person, (home.locality, home.city, home.country), home.lines)


def _child(
    world: World,
    clients: Clients,
    household: Household,
    community: Community,
    parents: tuple[Contact, Contact],
) -> None:
    """Add a grown child who uses the new home."""
    father, mother = parents
    child = _person(world, clients, community, father.family_name)
    _like(clients, child, father)
    child.occupation, child.lifecycle = "Student", "lead"
    child.budget_min = child.budget_max = None
    child.budget_currency = ""
    _reach(clients, child, world.phone(father.residence_country))
    _member(clients, household, child, "child", "influencer")
    _role(clients, child, "end_user")
    clients.tie(father, "parent_of", child)
    clients.tie(mother, "parent_of", child)


def _single(world: World, clients: Clients, number: int) -> Contact:
    community = COMMUNITIES[(number * 2 + 1) % len(COMMUNITIES)]
    family, home = _family(world, community)
    person = _person(world, clients, community, family)
    person.gender = "male" if person.given_name in community.men else "female"
    _settle(world, clients, person, home)
    _reach(clients, person, world.phone(person.residence_country))
    return person


def _family(world: World, community: Community) -> tuple[str, str]:
    return world.chance.choice(community.families), world.chance.choice(community.homes)


def _person(
    world: World,
    clients: Clients,
    community: Community,
    family: str,
    given_names: Sequence[str] = (),
) -> Contact:
    """Add somebody with a name nobody has yet."""
    taken = {person.full_name for person in clients.people}
    free = [
        (given, name)
        for name in (family, *community.families)
        for given in world.chance.sample(given_names or (*community.men, *community.women), 8)
        if f"{given} {name}" not in taken
    ]
    given, family = free[0]
    made = world.ago(3, 400)
    touched = max(made, world.ago(0, 90))
    person = Contact(
        given_name=given,
        family_name=family,
        full_name=f"{given} {family}",
        lifecycle=world.chance.choice(LIFECYCLES),
        nationality=community.nationality,
        preferred_languages=list(dict.fromkeys(["en", community.language])),
        occupation=world.chance.choice(OCCUPATIONS),
        source_first=world.sources["manual"],
        source_latest=world.sources["manual"],
        created_at=made,
        updated_at=touched,
    )
    clients.people.append(person)
    return person


def _settle(world: World, clients: Clients, person: Contact, home: str) -> None:
    """Say where somebody lives, who looks after them and what they look for."""
    chance = world.chance
    country, place = home.split(" ", 1)
    city, locality = _split(place)
    person.residence_country = country
    person.timezone = {"AE": "Asia/Dubai", "US": "America/New_York", "GB": "Europe/London"}.get(
        country, "Asia/Kolkata"
    )
    abroad = person.nationality == "IN" and country != "IN"
    resident = "resident" if person.nationality == "IN" else "foreign"
    person.nri_status = "nri" if abroad else resident
    if person.owner is None:
        person.owner = world.owner(country)
        person.team = person.owner.team
    market = "AE" if country == "AE" and not (abroad and chance.random() < LOOKS_HOME) else "IN"
    currency = "AED" if market == "AE" else "INR"
    budget = Decimal(chance.choice(BUDGETS[currency])) * 1_000_000
    person.budget_min, person.budget_max = budget, budget * Decimal("1.25")
    person.budget_currency = currency
    person.location_preference = chance.choice(PLACES[market])
    person.configuration = chance.choice(ROOMS)
    person.purpose = chance.choice(["self_use", "self_use", "investment", "second_home"])
    person.purchase_timeline = chance.choice(["immediate", "3m", "6m", "12m", "later"])
    person.financing = chance.choice(["cash", "loan", "mixed"])
    person.tags = sorted(chance.sample(TAGS, chance.randint(0, 2)))
    person.is_vip = chance.random() < VIP_SHARE
    if person.is_vip:
        person.visibility = Visibility.RESTRICTED
    flat = len(clients.addresses) % 40 + 1
    lines = f"Flat {flat}0{flat % 4 + 1}, {locality} Residency"
    _address(clients, person, (locality, city, country), lines)


def _split(place: str) -> tuple[str, str]:
    for city in ("New Delhi", "Abu Dhabi", "Jersey City"):
        if place.startswith(city):
            return city, place.removeprefix(f"{city} ")
    city, _, locality = place.partition(" ")
    return city, locality


def _address(clients: Clients, person: Contact, where: tuple[str, str, str], lines: str) -> None:
    locality, city, country = where
    clients.addresses.append(
        PostalAddress(
            contact=person,
            lines=lines,
            locality=locality,
            city=city,
            country=country,
            is_primary=True,
            created_at=person.created_at,
        )
    )


def _reach(clients: Clients, person: Contact, phone: str, *, is_shared: bool = False) -> None:
    """Give somebody a phone, the same on WhatsApp, and an e-mail address."""
    clients.add_point(person, "phone", phone, label="mobile", is_shared=is_shared)
    clients.add_point(person, "whatsapp", phone, label="mobile", is_shared=is_shared)
    name = f"{person.given_name}.{person.family_name}".lower().replace(" ", "").replace("'", "")
    place = len(clients.people)
    clients.add_point(person, "email", f"{name}{place}@example.com", label="home")


def _role(clients: Clients, person: Contact, role: str) -> None:
    clients.roles.append(
        ContactRole(contact=person, role=role, is_primary=True, since=person.created_at.date())
    )


def _member(
    clients: Clients, household: Household, person: Contact, relation: str, decides: str
) -> None:
    clients.members.append(
        HouseholdMember(
            household=household,
            contact=person,
            relation=relation,
            decision_role=decides,
            valid=DateRange(person.created_at.date(), None),
        )
    )


def _referrals(clients: Clients) -> None:
    """Let every twelfth client have been recommended by an earlier one."""
    pairs: Iterable[tuple[Contact, Contact]] = zip(
        clients.people[::12], clients.people[7::12], strict=False
    )
    for one, other in pairs:
        if one.family_name != other.family_name:
            clients.tie(one, "refers", other)


def _assistants(world: World, clients: Clients) -> None:
    """Give six busy people an assistant whose number rings for both."""
    busy = [person for person in clients.people if person.budget_currency][:60:10]
    for number, boss in enumerate(busy):
        community = COMMUNITIES[(number * 4) % len(COMMUNITIES)]
        family = community.families[number % 6]
        helper = _person(world, clients, community, family, community.women)
        helper.owner, helper.team, helper.visibility = boss.owner, boss.team, boss.visibility
        helper.occupation, helper.lifecycle = "Executive assistant", "lead"
        helper.residence_country = boss.residence_country
        helper.created_at = min(helper.created_at, world.now - timedelta(days=1))
        clients.add_point(helper, "phone", world.phone(boss.residence_country), label="work")
        _role(clients, helper, "influencer")
        clients.tie(helper, "assistant_to", boss)
