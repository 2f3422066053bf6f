"""What deals keep from others: units on hold, units booked, and brokers' claims on clients."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from django.db.backends.utils import CursorWrapper

from inventory.choices import UnitStatus
from opportunities.models import Booking, PartnerTag, UnitHold
from ops.services.client_graph.copying import Rows
from ops.services.client_graph.house import House, Offer
from ops.services.client_graph.people import DAY
from ops.services.client_graph.population import Known, moment

HELD = ("negotiation", "eoi")  # stages a unit is kept in
SOLD = {
    "booking": UnitStatus.BOOKED,
    "agreement": UnitStatus.AGREEMENT,
    "registered": UnitStatus.REGISTERED,
    "possession": UnitStatus.POSSESSED,
}
PLANS = ("Construction-linked", "20:80", "60:40 on possession", "Down payment")
BROKERED, WINDOW = 0.15, 90  # share of the deals, days
SOLD_OFF = """
    UPDATE inventory_unit SET status = %s, version = version + 1, updated_at = now()
    WHERE id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal where it stands: in which stage, since when, and about what."""

    id: int
    offer: Offer
    stage: str
    since: int


class Sales:
    """The rows of sales on their way into the database; there are no more units than were built.

    A unit goes to the first deal that wants one of its type, so in a large graph most deals
    that are far along have none.
    """

    def __init__(self, house: House, until: int) -> None:
        self.house, self.until = house, until
        self.left = {key: list(reversed(units)) for key, units in house.stock.items()}
        self.sold: dict[str, list[int]] = defaultdict(list)
        self.holds = Rows(UnitHold, "unit_id opportunity_id held_by_id", "status period created_at")
        self.bookings = Rows(
            Booking,
            "opportunity_id unit_id",
            "state agreement_value booking_amount currency list_price payment_plan submitted_at "
            "booked_at created_at",
        )
        self.tags = Rows(PartnerTag, "contact_id project_id partner_id", "valid status created_at")

    @property
    def tables(self) -> list[Rows]:
        """Every table."""
        return [self.holds, self.bookings, self.tags]

    def add(self, dice: Random, head: Known, deal: Deal, brokers: list[int]) -> None:
        """Add what one deal keeps from others, and the broker who brought it, if any did."""
        if brokers and dice.random() < BROKERED:
            self._tag(dice, head, deal, dice.choice(brokers))
        if deal.stage not in (*HELD, *SOLD):
            return
        units = self.left.get((deal.offer.project_id, deal.offer.configuration))
        if not units:
            return
        if deal.stage in SOLD:
            self._book(dice, head, deal, units.pop())
        elif dice.random() < 0.5:
            self._hold(dice, head, deal, units.pop())

    def seal(self) -> dict[str, list[int]]:
        """Return the units sold in a chunk by their status, and begin anew."""
        sold, self.sold = dict(self.sold), defaultdict(list)
        return sold

    def _tag(self, dice: Random, head: Known, deal: Deal, broker: int) -> None:
        since = deal.since - dice.randrange(5, 60) * DAY
        window = f"[{moment(since)[:10]},{moment(since + WINDOW * DAY)[:10]})"
        ids = (head.id, deal.offer.project_id, broker)
        self.tags.add(head.person.number, ids, window, "active", moment(since))

    def _hold(self, dice: Random, head: Known, deal: Deal, unit: int) -> None:
        since = min(deal.since + 3600, self.until - 3600)
        ends = since + dice.randrange(2, 15) * DAY
        period = f'["{moment(since)}","{moment(ends)}")'
        ids = (unit, deal.id, self.house.agents[head.person.agent])
        self.holds.add(head.person.number, ids, "active", period, moment(since))

    def _book(self, dice: Random, head: Known, deal: Deal, unit: int) -> None:
        listed = deal.offer.price
        value = listed * (100 - dice.choice((0, 0, 2, 3, 5))) // 100
        at = moment(deal.since)
        self.bookings.add(
            head.person.number,
            (deal.id, unit),
            "confirmed",
            str(value),
            str(value // 10),
            deal.offer.currency,
            str(listed),
            dice.choice(PLANS),
            at,
            at,
            at,
        )
        self.sold[SOLD[deal.stage]].append(unit)


def take_off(cursor: CursorWrapper, sold: dict[str, list[int]]) -> None:
    """Let units say that they are sold, and how far their sale has come."""
    for status, units in sold.items():
        cursor.execute(SOLD_OFF, [status, units])
