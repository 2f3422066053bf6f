"""What was said in the demo: threads, calls, mails and meetings, tasks and notes."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from activities.models import Interaction, Note, Task
from activities.services import refresh_summaries
from contacts.models import Contact, ContactPoint
from opportunities.models import Opportunity
from ops.services.demo.scripts import (
    CALLS,
    CHATS,
    ENQUIRIES,
    MAILS,
    MEETINGS,
    NOTES,
    TASKS,
)
from ops.services.demo.world import World

type Words = dict[str, str]

SNIPPET = 280
CHATTING, CALLED, MAILED, MET, ENQUIRED = 66, 95, 60, 32, 45
OPEN_TASKS, DONE_TASKS, NOTED = 62, 34, 46


def add_conversations(world: World, people: Sequence[Contact], deals: Sequence[Opportunity]) -> int:
    """Add what was said and what is to be done about it; return the number of interactions."""
    book = _Book(world, people, deals)
    rows = [*book.chats(), *book.calls(), *book.mails(), *book.meetings(), *book.enquiries()]
    Interaction.objects.bulk_create(rows)
    Task.objects.bulk_create(book.tasks())
    Note.objects.bulk_create(book.notes())
    refresh_summaries([person.pk for person in people])
    return len(rows)


class _Book:
    """Who talks about which deal, and in which words."""

    def __init__(
        self, world: World, people: Sequence[Contact], deals: Sequence[Opportunity]
    ) -> None:
        self.world = world
        self.deals = {deal.primary_contact_id: deal for deal in deals}
        # those with a deal are spoken with most
        self.people = sorted(people, key=lambda person: person.pk not in self.deals)
        points = ContactPoint.objects.filter(contact__in=[p.pk for p in people], is_primary=True)
        self.points = {(point.contact_id, point.kind): point for point in points}

    def chats(self) -> Iterator[Interaction]:
        """Yield one or two WhatsApp threads a person, message by message."""
        for number, person in enumerate([*self.people[:CHATTING], *self.people[: CHATTING // 2]]):
            script = CHATS[number % len(CHATS)]
            moment = self._moment(person, 0.1, 40 if number < CHATTING else 90)
            for place, line in enumerate(script):
                moment += timedelta(minutes=self.world.chance.randint(1, 25))
                yield self._said(
                    person,
                    "whatsapp",
                    min(moment, self.world.now - timedelta(minutes=len(script) - place)),
                    body=line[2:].format(**self._words(person)),
                    direction="inbound" if line.startswith("<") else "outbound",
                    source_system=self.world.sources["whatsapp"],
                    external_id=f"demo-{number}-{place}",
                    thread_id=f"whatsapp-demo-{number}",
                )

    def calls(self) -> Iterator[Interaction]:
        """Yield calls with their outcome and, where somebody answered, a summary."""
        for number in range(CALLED):
            person = self.people[number * 2 % len(self.people)]
            outcome, body, topic = CALLS[number % len(CALLS)]
            moment = self._moment(person, 0.2, 75)
            talked = self.world.chance.randint(70, 1500) if outcome == "connected" else 0
            yield self._said(
                person,
                "call",
                moment,
                body=body.format(**self._words(person)),
                direction="inbound" if number % 5 == 0 and talked else "outbound",
                outcome=outcome,
                duration_s=talked,
                ended_at=moment + timedelta(seconds=talked),
                topics=[topic] if topic else [],
            )

    def mails(self) -> Iterator[Interaction]:
        """Yield e-mails."""
        for number in range(MAILED):
            person = self.people[number * 3 % len(self.people)]
            direction, subject, body = MAILS[number % len(MAILS)]
            words = self._words(person)
            yield self._said(
                person,
                "email",
                self._moment(person, 0.3, 60),
                subject=subject.format(**words),
                body=body.format(**words),
                direction=direction,
                outcome="replied" if direction == "inbound" else "",
            )

    def meetings(self) -> Iterator[Interaction]:
        """Yield meetings, some with something promised."""
        for number in range(MET):
            person = self.people[number * 2 % 80]
            subject, body = MEETINGS[number % len(MEETINGS)]
            moment = self._moment(person, 0.5, 50)
            due = (moment + timedelta(days=3)).date().isoformat()
            promise = {"text": "Send the revised cost sheet", "owner": "us", "due": due}
            yield self._said(
                person,
                "meeting",
                moment,
                subject=subject,
                body=body.format(**self._words(person)),
                direction="internal",
                outcome="completed",
                ended_at=moment + timedelta(minutes=50),
                action_items=[promise] if number % 3 == 0 else [],
            )

    def enquiries(self) -> Iterator[Interaction]:
        """Yield what came over the web."""
        for number in range(ENQUIRED):
            person = self.people[-(number + 20)]
            text = ENQUIRIES[number % len(ENQUIRIES)].format(**self._words(person))
            yield self._said(
                person, "web", self._moment(person, 1, 120), body=text, direction="inbound"
            )

    def tasks(self) -> Iterator[Task]:
        """Yield what is to be done: overdue, today, ahead; and what was done."""
        for number in range(OPEN_TASKS + DONE_TASKS):
            person = self.people[number % len(self.people)]
            kind, title = TASKS[number % len(TASKS)]
            done = number >= OPEN_TASKS
            away = self.world.chance.uniform(-30, -2) if done else (number % 18) - 2.0
            due = self.world.at_work(self.world.now + timedelta(days=away))
            yield Task(
                title=title.format(**self._words(person)),
                kind=kind,
                contact=person,
                opportunity=self.deals.get(person.pk),
                assignee=person.owner,
                due_at=due,
                priority=1 if number % 6 == 0 else 2,
                status="done" if done else "open",
                completed_at=due - timedelta(hours=3) if done else None,
                created_at=min(due - timedelta(days=4), self.world.now),
            )

    def notes(self) -> Iterator[Note]:
        """Yield notes; a few pinned, a few private."""
        for number in range(NOTED):
            person = self.people[number * 2 % 150]
            yield Note(
                contact=person,
                author=person.owner,
                body=NOTES[number % len(NOTES)],
                pinned=number % 11 == 1,
                visibility="private" if number % 17 == 0 else "inherit",
                created_at=self._moment(person, 1, 100),
            )

    def _said(self, person: Contact, kind: str, moment: datetime, **fields: Any) -> Interaction:
        row = Interaction(
            contact=person,
            opportunity=self.deals.get(person.pk),
            kind=kind,
            occurred_at=moment,
            user=person.owner,
            channel_point=self.points.get((person.pk, {"call": "phone"}.get(kind, kind))),
            created_at=moment,
            **({"source_system": self.world.sources["manual"]} | fields),
        )
        row.snippet = " ".join(row.body.split())[:SNIPPET]
        return row

    def _moment(self, person: Contact, least: float, most: float) -> datetime:
        """Return a moment at which somebody was known already."""
        return max(self.world.ago(least, most), person.created_at)

    def _words(self, person: Contact) -> Words:
        """Return what the scripts' placeholders mean for somebody."""
        deal = self.deals.get(person.pk)
        project = deal.project if deal else None
        unit = deal.unit if deal else None
        kind = unit.unit_type if unit else None
        amount = (unit.list_price if unit else None) or person.budget_min or 0
        currency = (unit.currency if unit else "") or person.budget_currency or "INR"
        return {
            "given": person.given_name,
            "project": project.name if project else "Meridian Heights",
            "market": project.micro_market if project else "Worli",
            "config": kind.get_configuration_display() if kind else person.configuration or "3 BHK",
            "price": _price(float(amount), currency),
            "area": f"{unit.carpet_sqft:.0f}" if unit and unit.carpet_sqft else "1,420",
        }


def _price(amount: float, currency: str) -> str:
    if currency == "INR":
        return f"₹{amount / 10_000_000:.2f} cr"
    return f"{currency} {amount / 1_000_000:.2f} m"
