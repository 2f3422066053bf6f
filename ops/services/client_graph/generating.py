"""Filling a database with an invented client base, chunk by chunk, each in one transaction."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from random import Random

from django.db import connection

from activities.services import refresh_summaries
from contacts.models import Contact
from core.models import AuditEvent
from core.services import acting, audit
from ops.services.client_graph.copying import Rows, Sealed
from ops.services.client_graph.dealings import Dealings
from ops.services.client_graph.house import House, furnish
from ops.services.client_graph.indexes import put_back, set_aside
from ops.services.client_graph.people import DAY, Crowd, Person
from ops.services.client_graph.population import BROKER, Known, Population
from ops.services.client_graph.sales import Sales, take_off
from ops.services.client_graph.talks import Talks
from ops.services.client_graph.variations import can_be_known_again, second_record
from ops.services.client_graph.writers import writing

CHUNK = 5_000
PEOPLE_PER_FIRM = 40
STARTED, DONE = "graph.generation_started", "graph.generated"
LATEST = date(2026, 11, 1)
FEWER_MERGES = "SET LOCAL gin_pending_list_limit = '64MB'"  # of new words into trigram indexes
COUNTED = (0, 3, 15, 63)  # chunks after which the planner's statistics are renewed
SPACE = 97_003  # between the telephone numbers of two seeds


@dataclass(frozen=True, slots=True)
class Plan:
    """What to generate; equal plans give equal graphs, whatever the day.

    `duplicates` is the share of second records; `interactions` and `evidence` are means per
    person and `deals` a share of the buyers; 0 leaves a kind out.
    """

    contacts: int
    seed: int = 1
    duplicates: float = 0.06
    interactions: float = 4.0
    deals: float = 0.3
    evidence: float = 1.5
    until: date = LATEST

    @property
    def only_contacts(self) -> bool:
        """Whether nothing but people and what belongs to them is wanted."""
        return not (self.interactions or self.deals or self.evidence)


@dataclass(frozen=True, slots=True)
class Label:
    """The truth about one record: records of the same human being share `person`."""

    contact: str
    person: int
    variation: str


@dataclass(slots=True)
class Generated:
    """What was generated: the digest of all it says, and rows by table."""

    digest: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    skipped: int = 0


class OtherGraphError(Exception):
    """The database holds a generated graph already, and another one."""


def generate(
    plan: Plan, label: Callable[[Label], None], advance: Callable[[int], None]
) -> Generated:
    """Fill the database as planned and say what was made.

    `label` gets the truth about every record, `advance` the people done. Killed, it goes on where
    it stopped; run again, it changes nothing. Raises OtherGraphError where another plan was begun.
    """
    _begin(plan)
    with acting(None, _cause(plan)):
        house = furnish()
    graph = _Graph(plan, house)
    set_aside(plan.contacts)
    with writing() as writers:
        for place, first in enumerate(range(0, plan.contacts, CHUNK)):
            size = min(CHUNK, plan.contacts - first)
            advance(writers.take(graph.drawn(first, size, label)))
            if place in COUNTED:  # counted once all is committed, or the planner is misled
                advance(writers.finish())
                graph.analyse()
        advance(writers.finish())
    put_back()
    graph.analyse()
    result = graph.result()
    if not AuditEvent.objects.filter(action=DONE).exists():
        audit(DONE, by=None, object_type="graph", payload={"digest": result.digest})
    return result


def _cause(plan: Plan) -> str:
    return f"generate:{plan.seed}"


def _begin(plan: Plan) -> None:
    """Note the plan, or see that the one begun is the same."""
    payload = asdict(plan) | {"until": plan.until.isoformat()}
    begun = AuditEvent.objects.filter(action=STARTED).first()
    if begun is None:
        audit(STARTED, by=None, object_type="graph", payload=payload)
    elif begun.payload != payload:
        raise OtherGraphError(
            f"This database holds a generated graph of another plan: {begun.payload}. "
            "Use the same options, or another database."
        )


class _Graph:
    """The tables of one run, filled and sent chunk by chunk."""

    def __init__(self, plan: Plan, house: House) -> None:
        self.plan = plan
        self.until = int(datetime.combine(plan.until, datetime.min.time(), UTC).timestamp())
        self.agents = len(house.agents)
        self.population = Population(house)
        self.dealings = Dealings(house, plan.seed, self.until)
        self.sales = Sales(house, self.until)
        self.talks = Talks(house, plan.seed, self.until)
        self.tables: list[Rows] = [
            *self.population.tables,
            *self.dealings.tables,
            *self.sales.tables,
            *self.talks.tables,
        ]
        self.skipped: list[int] = []  # by chunk: several write at once

    def drawn(self, first: int, size: int, label: Callable[[Label], None]) -> Callable[[], int]:
        """Draw one chunk and return what writes it, unless an earlier run did."""
        known = self._draw(first, size)
        for one in known:
            label(Label(one.uid, one.person.person, one.person.variation))
        for table in self.tables:
            table.digest_collected()
        rows = [table.seal() for table in self.tables]
        return partial(self._write, known, rows, self.sales.seal())

    def _write(self, known: list[Known], rows: list[Sealed], sold: dict[str, list[int]]) -> int:
        if Contact.objects.filter(uid=known[0].uid).exists():
            self.skipped.append(len(known))
            return len(known)
        with acting(None, _cause(self.plan)), connection.cursor() as cursor:
            cursor.execute(FEWER_MERGES)
            for table in rows:
                table.send(cursor)
            take_off(cursor, sold)
            if not self.plan.only_contacts:
                refresh_summaries([one.id for one in known])
        return len(known)

    def analyse(self) -> None:
        """Renew the planner's statistics of everything filled."""
        with connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(f"ANALYZE {table.name}")

    def result(self) -> Generated:
        """Return the digest of everything drawn, and how much it was."""
        whole = hashlib.sha256()
        for table in self.tables:
            whole.update(table.digest.digest())
        counts = {table.title: table.count for table in self.tables}
        return Generated(whole.hexdigest(), counts, sum(self.skipped))

    def _draw(self, first: int, size: int) -> list[Known]:
        """Draw a chunk: its firms, its families, then second records of some of them."""
        plan, dice = self.plan, self._dice("people", first)
        around, sold = self._dice("around", first), self._dice("sold", first)
        count = max(2, size // PEOPLE_PER_FIRM)
        firms = list(self.population.add_firms(dice, count, self.until - 1200 * DAY))
        brokers = [pk for pk, _ in firms[BROKER - 1 :: BROKER]]
        crowd = Crowd(dice, first, plan.seed * SPACE, self.until, self.agents, count)
        known: list[Known] = []
        again = round(size * plan.duplicates)
        for family in crowd.families(size - again):
            members = self.population.add_family(dice, family, firms)
            deal = self.dealings.add(around, members, plan.deals, plan.evidence)
            if deal:
                self.sales.add(sold, members[0], deal, brokers)
            for one in members:
                self.talks.add(around, one, deal.id if deal else None, plan.interactions)
            known += members
        for number, person in self._repeated(dice, known, again):
            record = second_record(dice, person, number, self._later(dice, person), crowd.offset)
            one = self.population.add_person(dice, record, firms)
            self.talks.add(around, one, None, plan.interactions / 2)
            known.append(one)
        return known

    def _repeated(
        self, dice: Random, known: list[Known], count: int
    ) -> Iterator[tuple[int, Person]]:
        """Yield numbers of second records and whom they repeat; some people come three times."""
        people = [one.person for one in known if can_be_known_again(one.person)]
        first = known[0].person.number + len(known)
        for number in range(first, first + count):
            yield number, dice.choice(people)

    def _later(self, dice: Random, person: Person) -> int:
        return person.made + int((self.until - person.made) * dice.random())

    def _dice(self, name: str, first: int) -> Random:
        return Random(f"{self.plan.seed}/{name}/{first}")  # noqa: S311 -- invented people, no secret
