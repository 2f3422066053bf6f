"""Drawing invented clients: families, couples, single buyers, brokers, assistants."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate
from random import Random

from ops.services.client_graph.numbers import as_written, number_of
from ops.services.client_graph.words import (
    CITIES,
    COMMUNITIES,
    MAILS,
    OCCUPATIONS,
    City,
    People,
    often_the_first,
)

SHARES = list(accumulate(people.share for people in COMMUNITIES))
DAY = 86_400
YEARS = 3 * 365 * DAY
LIFECYCLES = ("lead", "lead", "prospect", "prospect", "active", "active", "customer", "dormant")
BUDGETS = {"INR": (15, 25, 40, 60, 90, 120, 180, 350), "AED": (2, 3, 5, 8, 14, 30)}  # millions
LARGEST_FAMILY = 6


@dataclass(slots=True)
class Person:
    """One record of one person; `person` is the same for every record of the same human being.

    Moments are seconds since 1970. `budget` is (least, most) in `currency`, whole units.
    """

    number: int
    person: int
    people: People
    given: str
    middle: str
    family: str
    male: bool
    city: str
    country: str
    made: int
    agent: int
    variation: str = ""
    name: str = ""
    salutation: str = ""
    phone: str = ""
    written: str = ""
    shares_phone: bool = False
    second_phone: str = ""
    whatsapp: bool = False
    email: str = ""
    born: str = ""
    role: str = "buyer"
    lifecycle: str = "lead"
    occupation: str = ""
    firm: int = -1
    currency: str = ""
    budget: tuple[int, int] = (0, 0)
    address: tuple[str, str, str] = ("", "", "")  # lines, locality, postal code

    @property
    def place(self) -> City:
        """The city's region, country and neighbourhoods."""
        return CITIES[self.city]


@dataclass(slots=True)
class Family:
    """People drawn together: who they are to each other, by place in `people`."""

    people: list[Person] = field(default_factory=list)
    relations: list[tuple[str, str]] = field(default_factory=list)  # relation, decision role
    ties: list[tuple[int, str, int]] = field(default_factory=list)  # from, kind, to

    def join(self, person: Person, relation: str = "", decides: str = "") -> int:
        """Take somebody in and return their place."""
        self.people.append(person)
        self.relations.append((relation, decides))
        return len(self.people) - 1


@dataclass(slots=True)
class Crowd:
    """Draws one family after another; `first` numbers them, `agents` look after them."""

    dice: Random
    first: int
    offset: int
    until: int
    agents: int
    firms: int
    number: int = field(init=False)
    desk: str = field(init=False)

    def __post_init__(self) -> None:
        self.number = self.first
        self.desk = number_of("IN", self.offset + 2 * self.first + 1)

    def families(self, size: int) -> Iterator[Family]:
        """Yield families of `size` people together; the last are single so that it fits."""
        while (room := self.first + size - self.number) > 0:
            draw = self.dice.random() if room > LARGEST_FAMILY else 0.0
            if draw < 0.60:
                yield self._single()
            elif draw < 0.86:
                yield self._couple()
            elif draw < 0.95:
                yield self._couple(children=1 + (draw > 0.93))
            else:
                yield self._with_assistant()

    def _single(self) -> Family:
        family = Family()
        person = self._head()
        if self.dice.random() < 0.03:
            person.role, person.occupation = "channel_partner_person", "Real-estate consultant"
            person.currency, person.budget = "", (0, 0)
        elif self.dice.random() < 0.02:  # a broker gave his own number instead of the client's
            person.phone, person.written = self.desk, as_written(self.dice, self.desk)
            person.shares_phone, person.whatsapp = True, False
        family.join(person)
        return family

    def _couple(self, children: int = 0) -> Family:
        family, head = Family(), self._head(male=True)
        family.join(head, "head", "decider")
        spouse = self._relative(head, male=False, years=-3)
        spouse.role = "co_buyer"
        if self.dice.random() < 0.2:
            _share_phone(head, spouse)
        family.join(spouse, "spouse", "co_decider")
        family.ties.append((0, "spouse_of", 1))
        for _ in range(children):
            child = self._relative(head, male=self.dice.random() < 0.5, years=28)
            child.role, child.occupation, child.lifecycle = "end_user", "Student", "lead"
            child.currency, child.budget = "", (0, 0)
            if self.dice.random() < 0.15 and not head.shares_phone:
                _share_phone(head, child)
            place = family.join(child, "child", "influencer")
            family.ties += [(0, "parent_of", place), (1, "parent_of", place)]
        return family

    def _with_assistant(self) -> Family:
        family, head = Family(), self._head()
        family.join(head, "head", "decider")
        assistant = self._head()
        assistant.role, assistant.occupation = "influencer", "Executive assistant"
        assistant.currency, assistant.budget, assistant.lifecycle = "", (0, 0), "active"
        if self.dice.random() < 0.5:
            _share_phone(assistant, head)
        place = family.join(assistant)
        family.ties.append((place, "assistant_to", 0))
        return family

    def _head(self, *, male: bool | None = None) -> Person:
        """Draw somebody with a home, an income and a budget."""
        dice = self.dice
        people = dice.choices(COMMUNITIES, cum_weights=SHARES)[0]
        male = dice.random() < 0.62 if male is None else male
        city = often_the_first(dice, people.homes)
        person = self._draw(people, often_the_first(dice, people.families), city, male=male)
        person.currency = "AED" if person.country == "AE" and dice.random() < 0.8 else "INR"
        least = dice.choice(BUDGETS[person.currency]) * 1_000_000
        person.budget = (least, int(least * dice.choice((1.2, 1.25, 1.5))))
        person.lifecycle = dice.choice(LIFECYCLES)
        person.role = "investor" if dice.random() < 0.2 else "buyer"
        place = person.place
        person.address = (
            f"{dice.randrange(1, 41)}0{dice.randrange(1, 7)} Tower {dice.choice('ABCDE')}",
            dice.choice(place.localities),
            f"{place.postal}{dice.randrange(1, 90):02}" if place.country == "IN" else "",
        )
        if dice.random() < 0.35:
            person.firm = dice.randrange(self.firms)
        return person

    def _relative(self, head: Person, *, male: bool, years: int) -> Person:
        """Draw somebody of the head's family, who lives there and looks for the same home."""
        person = self._draw(head.people, head.family, head.city, male=male)
        person.currency, person.budget = head.currency, head.budget
        person.address, person.lifecycle, person.agent = head.address, head.lifecycle, head.agent
        person.made = max(head.made, person.made)
        if head.born and person.born:
            person.born = f"{int(head.born[:4]) + years}{person.born[4:]}"
        return person

    def _draw(self, people: People, family: str, city: str, *, male: bool) -> Person:
        dice, number = self.dice, self.number
        self.number += 1
        given = often_the_first(dice, people.men if male else people.women)
        country = CITIES[city].country
        person = Person(
            number=number,
            person=number,
            people=people,
            given=given,
            middle=_middle(dice, people, male=male),
            family=family,
            male=male,
            city=city,
            country=country,
            made=self.until - int(YEARS * dice.random() ** 1.5) - DAY,
            agent=dice.randrange(self.agents),
        )
        person.name = " ".join(part for part in (given, person.middle, family) if part)
        if dice.random() < 0.95:
            person.phone = number_of(country, self.offset + 2 * number)
            person.written = as_written(dice, person.phone)
            person.whatsapp = dice.random() < 0.65
        if country != "IN" and dice.random() < 0.3:
            person.second_phone = number_of("IN", self.offset + 2 * number)
        if dice.random() < 0.72:
            person.email = _email(dice, person)
        if dice.random() < 0.4:
            person.born = f"{dice.randrange(1950, 1996)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"  # noqa: E501 -- one date
        person.occupation = dice.choice(OCCUPATIONS) if dice.random() < 0.6 else ""
        return person


def _middle(dice: Random, people: People, *, male: bool) -> str:
    kind = people.middle if dice.random() < 0.6 else ""
    if kind == "father":
        return dice.choice(people.men)
    if kind == "initial":
        return f"{dice.choice('ABGJKMNPRSTV')}."
    if kind == "faith":
        return "Singh" if male else "Kaur"
    return ""


def _email(dice: Random, person: Person) -> str:
    """Return an address nobody else has: it carries the person's number where names repeat."""
    given, family = person.given.lower(), person.family.lower().replace(" ", "").replace("'", "")
    local = (f"{given}.{family}", f"{given[0]}{family}", f"{family}.{given}")[dice.randrange(3)]
    return f"{local}{person.number}@{dice.choice(MAILS)}.example"


def _share_phone(owner: Person, other: Person) -> None:
    """Let two people be reached on one number, which then claims to be nobody's own."""
    if owner.phone:
        other.phone, other.written, other.whatsapp = owner.phone, owner.written, False
        owner.shares_phone = other.shares_phone = True


def again(person: Person, number: int, made: int, variation: str) -> Person:
    """Return a second record of the same person, made later, still equal in all it says."""
    return replace(person, number=number, made=made, variation=variation, second_phone="")
