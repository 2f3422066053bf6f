"""What clients want and do: deals with their stages, visits, interests, touches and evidence."""

from collections.abc import Iterator
from random import Random

from evidence.models import Evidence
from opportunities.models import (
    CampaignTouch,
    Opportunity,
    OpportunityParty,
    PropertyInterest,
    SiteVisit,
    StageHistory,
)
from ops.services.client_graph.copying import NULL, Rows, identities
from ops.services.client_graph.house import SOURCE, House, Offer
from ops.services.client_graph.people import DAY
from ops.services.client_graph.population import Known, moment, uid_of
from ops.services.client_graph.sales import Deal

AHEAD = (
    "new_enquiry", "contacted", "qualified", "site_visit_scheduled", "site_visited", "revisited",
    "negotiation", "eoi",
)  # fmt: skip
SOLD = ("booking", "agreement", "registered", "possession")
LOST = ("lost_budget", "lost_location", "lost_timing", "lost_competitor", "lost_no_response")
PROBABILITY = dict(zip(AHEAD, (5, 10, 20, 30, 40, 50, 60, 75), strict=True)) | dict(
    zip(SOLD, (90, 95, 100, 100), strict=True)
)
TOUCHES = ("impression", "click", "click", "lead_form", "ctwa", "qr", "walk_in", "partner")
LEVELS = ("viewed", "enquired", "enquired", "shortlisted", "visited", "rejected")
FEEDBACK = (
    "Liked the light and the deck; the second bathroom is small.",
    "Wants to come back in the evening to hear the traffic.",
    "Asked for the best price on the spot.",
    "Too far from the school run.",
    "",
)
SAID = ("price_asked", "price_asked", "payment_plan_asked", "shortlisted", "whatsapp_reply",
        "whatsapp_reply", "call_connected", "budget_in_stock", "configuration_in_stock",
        "timeline_fits", "not_interested", "opt_out")  # fmt: skip
WATCHED = ("model_flat_dwell", "room_revisited", "attention")


class Dealings:
    """The rows of deals and of the signs around them, on their way into the database."""

    def __init__(self, house: House, seed: int, until: int) -> None:
        self.house, self.seed, self.until = house, seed, until
        self.signs = 0
        self.ids = identities(Opportunity)
        self.deals = Rows(
            Opportunity,
            "id primary_contact_id project_id stage_id source_id owner_id team_id",
            "uid name stage_entered_at amount currency expected_close probability loss_reason "
            "closed_at created_at updated_at",
        )
        self.parties = Rows(OpportunityParty, "opportunity_id contact_id", "role is_primary")
        self.stages = Rows(
            StageHistory, "opportunity_id from_stage_id to_stage_id by_id", "entered_at"
        )
        self.visits = Rows(
            SiteVisit,
            "contact_id opportunity_id project_id host_id",
            "scheduled_at status visited_at feedback verification",
        )
        self.interests = Rows(
            PropertyInterest, "contact_id project_id source_id", "level first_at last_at"
        )
        self.touches = Rows(
            CampaignTouch,
            "source_system_id campaign_id contact_id",
            "external_id kind occurred_at received_at",
        )
        self.evidence = Rows(
            Evidence,
            "producer_id type_id contact_id opportunity_id consent_id",
            "external_id value confidence occurred_at received_at state",
        )

    @property
    def tables(self) -> list[Rows]:
        """Every table, parents before children."""
        return [
            self.deals, self.parties, self.stages, self.visits, self.interests, self.touches,
            self.evidence,
        ]  # fmt: skip

    def add(self, dice: Random, family: list[Known], share: float, signs: float) -> Deal | None:
        """Add what one family does; return its deal, if it has one.

        `share` of the buyers have a deal; each person gives `signs` pieces of evidence on average.
        """
        head = family[0]
        deal = None
        if head.person.currency:
            offer = self._offer(dice, head)
            if dice.random() < share:
                deal = self._add_deal(dice, family, offer)
            if dice.random() < 0.5:
                self._add_interest(dice, head, offer)
            self._add_touches(dice, head)
        for known in family:
            self._add_evidence(dice, known, deal.id if deal and known is head else None, signs)
        return deal

    def _offer(self, dice: Random, known: Known) -> Offer:
        """Return what somebody looks at: of two offers of their currency the nearer in price."""
        most = known.person.budget[1]
        choice = [offer for offer in self.house.offers if offer.currency == known.person.currency]
        pair = (dice.choice(choice), dice.choice(choice))
        return min(pair, key=lambda offer: abs(offer.price - most))

    def _add_deal(self, dice: Random, family: list[Known], offer: Offer) -> Deal:
        head = family[0]
        pk, number = next(self.ids), head.person.number
        path = list(_path(dice))
        began = head.person.made + int(dice.random() * 5 * DAY)
        step = max(3600, min(12 * DAY, (self.until - began) // (len(path) + 1)))
        times = [began + place * step + int(dice.random() * step / 2) for place in range(len(path))]
        owner = self.house.agents[head.person.agent]
        team = self.house.teams[head.person.agent]
        final, closed = path[-1], path[-1] not in AHEAD
        stage = self.house.stages[final]
        self.deals.add(
            number,
            (pk, head.id, offer.project_id, stage, self.house.sources[SOURCE], owner, team),
            uid_of(began, dice),
            f"{head.person.family or head.person.given}, {offer.label} at {offer.project}",
            moment(times[-1]),
            str(offer.price),
            offer.currency,
            moment(self.until + dice.randrange(10, 200) * DAY)[:10],
            str(PROBABILITY.get(final, 0)),
            final.removeprefix("lost_") if final in LOST else "",
            moment(times[-1]) if closed else NULL,
            moment(began),
            moment(times[-1]),
        )
        self.parties.add(number, (pk, head.id), "primary_buyer", "t")
        for other in family[1:2]:
            if other.person.role == "co_buyer":
                self.parties.add(number, (pk, other.id), "co_buyer", "f")
        before: object = NULL
        for code, at in zip(path, times, strict=True):
            self.stages.add(number, (pk, before, self.house.stages[code], owner), moment(at))
            before = self.house.stages[code]
        self._add_visits(dice, head, (pk, offer), dict(zip(path, times, strict=True)))
        return Deal(pk, offer, final, times[-1])

    def _add_visits(
        self, dice: Random, head: Known, deal: tuple[int, Offer], times: dict[str, int]
    ) -> None:
        pk, offer = deal
        for code in ("site_visit_scheduled", "revisited"):
            if code not in times:
                continue
            at = times[code] + 2 * DAY
            past = at < self.until
            done = past and dice.random() < 0.85
            status = "done" if done else "no_show" if past else "scheduled"
            self.visits.add(
                head.person.number,
                (head.id, pk, offer.project_id, self.house.agents[head.person.agent]),
                moment(at),
                status,
                moment(at + 600) if done else NULL,
                dice.choice(FEEDBACK) if done else "",
                "otp" if done else "",
            )
            if past:
                self._sign(head, pk, "site_visit_done" if done else "no_show", at)

    def _add_interest(self, dice: Random, head: Known, offer: Offer) -> None:
        first = min(head.person.made + int(dice.random() * 20 * DAY), self.until - DAY)
        last = first + int(dice.random() * (self.until - first))
        source = self.house.sources[SOURCE]
        ids = (head.id, offer.project_id, source)
        level = dice.choice(LEVELS)
        self.interests.add(head.person.number, ids, level, moment(first), moment(last))

    def _add_touches(self, dice: Random, head: Known) -> None:
        source = self.house.sources["catalyst"]
        for place in range(dice.choice((0, 0, 1, 1, 2, 3))):
            at = moment(head.person.made - int(dice.random() * 15 * DAY))
            self.touches.add(
                head.person.number,
                (source, dice.choice(self.house.campaigns), head.id),
                f"{SOURCE}-{self.seed}-{head.person.number}-{place}",
                dice.choice(TOUCHES),
                at,
                at,
            )

    def _add_evidence(self, dice: Random, known: Known, deal: int | None, signs: float) -> None:
        made = known.person.made
        for _ in range(int(dice.expovariate(1 / signs)) if signs else 0):
            at = made + int(dice.random() * (self.until - made))
            self._sign(known, deal, dice.choice(SAID), at)
        consent = known.consents.get("perception_analytics")
        if consent and signs and dice.random() < 0.5:
            at = made + int(dice.random() * (self.until - made))
            self._sign(known, deal, dice.choice(WATCHED), at, consent)

    def _sign(
        self, known: Known, deal: int | None, code: str, at: int, consent: int | None = None
    ) -> None:
        """Add one piece of evidence; what needs a consent rests on it."""
        house = self.house
        self.signs += 1
        producer = house.sources["sentinel" if consent else SOURCE]
        against = {"not_interested": "-1", "opt_out": "-1", "no_show": "-0.6"}
        self.evidence.add(
            known.person.number,
            (producer, house.types[code], known.id, deal or NULL, consent or NULL),
            f"{SOURCE}-{self.seed}-{known.person.number}-{self.signs}",
            against.get(code, "1"),
            "0.8" if consent else "1",
            moment(at),
            moment(at),
            "active",
        )


def _path(dice: Random) -> Iterator[str]:
    """Yield the stages a deal passed, the last where it stands."""
    for code in AHEAD:
        yield code
        draw = dice.random()
        if draw < 0.13:
            return
        if draw < 0.20:
            yield dice.choice(LOST)
            return
    for code in SOLD:
        yield code
        if dice.random() < 0.4:
            return
