"""Turning drawn people into rows: contacts, points, homes, households, ties and consents."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from accounts.models import Account
from contacts.models import (
    AccountContact,
    ConsentRecord,
    Contact,
    ContactPoint,
    ContactRole,
    ContactSummary,
    Household,
    HouseholdMember,
    PostalAddress,
    Relationship,
)
from ops.services.client_graph.copying import NULL, Rows, identities
from ops.services.client_graph.house import SOURCE, House
from ops.services.client_graph.people import Family, Person
from ops.services.client_graph.words import FORMS, TAGS, TRADES, often_the_first

PURPOSES = ("self_use", "self_use", "investment", "rental_yield", "second_home", "unknown")
TIMELINES = ("immediate", "3m", "6m", "12m", "later", "unknown")
PAYMENTS = ("cash", "loan", "loan", "mixed", "unknown")
CONSENTS = (
    ("service_communication", 0.75),
    ("marketing", 0.55),
    ("whatsapp_marketing", 0.5),
    ("call_recording", 0.3),
    ("perception_analytics", 0.08),
)


def moment(seconds: int) -> str:
    """Return a moment as the database reads it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def uid_of(made: int, dice: Random) -> str:
    """Return a UUID version 7 made at a moment, its random part drawn by the dice."""
    tail = dice.getrandbits(74)
    value = (made * 1000) << 80 | 7 << 76 | (tail >> 62) << 64 | 2 << 62 | tail & (1 << 62) - 1
    return str(UUID(int=value))


BROKER = 8  # every eighth firm is one


@dataclass(slots=True)
class Known:
    """A person with a row: the ids others refer to, and the consents by purpose."""

    person: Person
    id: int
    uid: str
    consents: dict[str, int] = field(default_factory=dict)


class Population:
    """The rows of people on their way into the database."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.ids = identities(Contact)
        self.account_ids = identities(Account)
        self.household_ids = identities(Household)
        self.consent_ids = identities(ConsentRecord)
        self.accounts = Rows(
            Account, "id owner_id team_id", "uid display_name kind country city created_at"
        )
        self.contacts = Rows(
            Contact,
            "id owner_id team_id employer_id source_first_id source_latest_id",
            "uid created_at updated_at salutation given_name middle_name family_name full_name "
            "gender lifecycle is_vip preferred_languages nationality residence_country nri_status "
            "date_of_birth occupation company_name budget_min budget_max budget_currency purpose "
            "purchase_timeline financing location_preference configuration tags timezone",
        )
        self.points = Rows(
            ContactPoint,
            "contact_id",
            "kind value_raw value_norm is_primary is_identity is_shared status created_at",
        )
        self.addresses = Rows(
            PostalAddress, "contact_id", "lines locality city region postal_code country is_primary"
        )
        self.roles = Rows(ContactRole, "contact_id", "role is_primary")
        self.households = Rows(Household, "id primary_contact_id owner_id team_id", "uid name")
        self.members = Rows(
            HouseholdMember, "household_id contact_id", "relation decision_role valid"
        )
        self.ties = Rows(Relationship, "from_contact_id to_contact_id", "kind since")
        self.links = Rows(AccountContact, "account_id contact_id", "role title")
        self.consents = Rows(
            ConsentRecord, "id contact_id", "purpose status channel at notice_version language"
        )
        self.summaries = Rows(ContactSummary, "contact_id", "doc phone email")

    @property
    def tables(self) -> list[Rows]:
        """Every table, parents before children."""
        return [
            self.accounts, self.contacts, self.points, self.addresses, self.roles,
            self.households, self.members, self.ties, self.links, self.consents, self.summaries,
        ]  # fmt: skip

    def add_firms(self, dice: Random, count: int, made: int) -> Iterator[tuple[int, str]]:
        """Add companies and, one in eight, broker firms; yield their ids and names."""
        for place in range(count):
            country = "AE" if dice.random() < 0.3 else "IN"
            family = often_the_first(dice, tuple(FIRM_NAMES))
            broker = place % BROKER == BROKER - 1
            trade = "Realty" if broker else dice.choice(TRADES)
            name = f"{family} {trade} {dice.choice(FORMS[country])}"
            pk, agent = next(self.account_ids), dice.randrange(len(self.house.agents))
            self.accounts.add(
                place,
                (pk, self.house.agents[agent], self.house.teams[agent]),
                uid_of(made, dice),
                name,
                "broker_firm" if broker else "company",
                country,
                "Dubai" if country == "AE" else "Mumbai",
                moment(made),
            )
            yield pk, name

    def add_family(self, dice: Random, family: Family, firms: list[tuple[int, str]]) -> list[Known]:
        """Add everybody of a family with what ties them to each other."""
        known = [self.add_person(dice, person, firms) for person in family.people]
        homes = [
            one for one, (relation, _) in zip(known, family.relations, strict=True) if relation
        ]
        if len(homes) > 1:
            self._add_household(dice, family, known)
        for one, kind, other in family.ties:
            since = moment(max(known[one].person.made, known[other].person.made))[:10]
            self.ties.add(known[one].person.number, (known[one].id, known[other].id), kind, since)
        return known

    def _add_household(self, dice: Random, family: Family, known: list[Known]) -> None:
        head = known[0]
        pk, agent = next(self.household_ids), head.person.agent
        owners = (self.house.agents[agent], self.house.teams[agent])
        self.households.add(
            head.person.number,
            (pk, head.id, *owners),
            uid_of(head.person.made, dice),
            f"{head.person.family} household, {head.person.city}",
        )
        for one, (relation, decides) in zip(known, family.relations, strict=True):
            if relation:
                valid = f"[{moment(one.person.made)[:10]},)"
                self.members.add(one.person.number, (pk, one.id), relation, decides, valid)

    def add_person(self, dice: Random, person: Person, firms: list[tuple[int, str]]) -> Known:
        """Add one record with its points, home, role and answers."""
        known = Known(person, next(self.ids), uid_of(person.made, dice))
        firm = firms[person.firm] if person.firm >= 0 else None
        self._add_contact(dice, known, firm)
        values = self._add_points(known)
        self._add_home(known)
        self.roles.add(person.number, (known.id,), person.role, "t")
        if firm:
            self.links.add(person.number, (firm[0], known.id), "employee", person.occupation)
        self._add_consents(dice, known)
        doc = " ".join((person.name, "", "", firm[1] if firm else "", *values)).lower()
        phone = next((value for value in values if value[0] == "+"), "")
        self.summaries.add(person.number, (known.id,), doc, phone, person.email)
        return known

    def _add_contact(self, dice: Random, known: Known, firm: tuple[int, str] | None) -> None:
        person, house = known.person, self.house
        source = house.sources[SOURCE]
        abroad = person.country != "IN" and person.people.nationality == "IN"
        least, most = person.budget
        buys = bool(person.currency)
        offer = dice.choice(house.offers)
        self.contacts.add(
            person.number,
            (known.id, house.agents[person.agent], house.teams[person.agent],
             firm[0] if firm else NULL, source, source),
            known.uid,
            moment(person.made),
            moment(person.made),
            person.salutation,
            person.given,
            person.middle,
            person.family,
            person.name,
            "male" if person.male else "female",
            person.lifecycle,
            "t" if dice.random() < 0.03 else "f",
            f"{{{person.people.language},en}}",
            person.people.nationality,
            person.country,
            "nri" if abroad and dice.random() < 0.8 else "unknown",
            person.born or NULL,
            person.occupation,
            firm[1] if firm else "",
            str(least) if buys else NULL,
            str(most) if buys else NULL,
            person.currency,
            dice.choice(PURPOSES),
            dice.choice(TIMELINES),
            dice.choice(PAYMENTS),
            offer.market if buys else "",
            offer.label if buys else "",
            f'{{"{dice.choice(TAGS)}"}}' if dice.random() < 0.25 else "{}",
            "Asia/Dubai" if person.country == "AE" else "Asia/Kolkata",
        )  # fmt: skip

    def _add_points(self, known: Known) -> list[str]:
        """Add the ways to reach somebody and return their values in order.

        Only the first record of a person claims that a value is theirs alone.
        """
        person = known.person
        rows = [("phone", person.written, person.phone)] if person.phone else []
        if person.whatsapp and person.phone:
            rows.append(("whatsapp", person.phone, person.phone))
        if person.second_phone:
            rows.append(("phone", person.second_phone, person.second_phone))
        if person.email:
            rows.append(("email", person.email, person.email))
        made, seen = moment(person.made), set()
        for kind, raw, value in rows:
            shared = person.shares_phone and value == person.phone
            claims = not shared and not person.variation
            first = kind not in seen
            seen.add(kind)
            self.points.add(
                person.number, (known.id,), kind, raw, value, _yes(first), _yes(claims),
                _yes(shared), "active", made,
            )  # fmt: skip
        return [value for _, _, value in rows]

    def _add_home(self, known: Known) -> None:
        person = known.person
        lines, locality, postal = person.address
        if locality and person.number % 5 < 3:
            place = person.place
            self.addresses.add(
                person.number, (known.id,), lines, locality, person.city, place.region, postal,
                place.country, "t",
            )  # fmt: skip

    def _add_consents(self, dice: Random, known: Known) -> None:
        person, language = known.person, known.person.people.language
        at = moment(person.made + 3600)
        for purpose, share in CONSENTS:
            draw = dice.random()
            if person.variation or draw > share + 0.05:
                continue
            pk, granted = next(self.consent_ids), draw < share
            status = "granted" if granted else "denied"
            self.consents.add(
                person.number, (pk, known.id), purpose, status, "form", at, "2025-04", language
            )
            if granted:
                known.consents[purpose] = pk


FIRM_NAMES = (
    "Meridian", "Saffron", "Kohinoor", "Sterling", "Crescent", "Banyan", "Trident", "Zenith",
    "Monsoon", "Silverline", "Aravalli", "Coromandel", "Deccan", "Malabar", "Nilgiri", "Orchid",
    "Peacock", "Rajhans", "Sahyadri", "Tulip", "Vaibhav", "Anchor", "Beacon", "Cardinal",
    "Desert Rose", "Eastern Gate", "Falcon", "Golden Dune", "Harbour", "Indigo", "Jasmine",
    "Kestrel", "Lotus", "Marigold", "North Star", "Oasis", "Palm", "Quartz", "Regent", "Sapphire",
)  # fmt: skip


def _yes(value: object) -> str:
    return "t" if value else "f"
