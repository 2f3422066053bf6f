"""What was said: WhatsApp threads, calls with transcripts, e-mails, meetings, notes and tasks."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from activities.models import Interaction, Note, Task, Transcript, TranscriptSegment
from ops.services.client_graph.copying import NULL, Rows, identities
from ops.services.client_graph.house import SOURCE, House, Offer
from ops.services.client_graph.people import DAY
from ops.services.client_graph.population import Known, moment
from ops.services.demo.scripts import CALLS, CHATS, ENQUIRIES, MAILS, MEETINGS, NOTES, TASKS

SNIPPET = 280
OUTCOMES = {"connected": 240, "no_answer": 0, "busy": 0}
SPOKEN = (
    ("agent", "Good morning {given}, this is about the {config} at {project}."),
    ("client", "Yes, I saw the cost sheet. The price is {price}, is that with parking?"),
    ("agent", "It includes two parking spaces. The carpet area is {area} square feet."),
    ("client", "My family would like to see the flat once more before we decide."),
    ("agent", "I will block Saturday at eleven and send the car to {market}."),
)


@dataclass(slots=True)
class Thread:
    """One person's conversation as it grows: where it stands and what its words mean."""

    known: Known
    deal: int | None
    words: dict[str, str]
    at: int
    left: int
    said: int = 0


class Talks:
    """The rows of conversations on their way into the database."""

    def __init__(self, house: House, seed: int, until: int) -> None:
        self.house, self.seed, self.until = house, seed, until
        self.ids = identities(Interaction)
        self.transcript_ids = identities(Transcript)
        self.interactions = Rows(
            Interaction,
            "id contact_id opportunity_id user_id source_system_id",
            "kind direction occurred_at duration_s subject body snippet outcome external_id "
            "thread_id created_at",
        )
        self.transcripts = Rows(
            Transcript,
            "id interaction_id consent_id",
            "language engine engine_version text_sha256 state created_at",
        )
        self.segments = Rows(
            TranscriptSegment, "transcript_id speaker_contact_id", "seq speaker t0 t1 text"
        )
        self.notes = Rows(Note, "contact_id author_id", "body created_at")
        self.tasks = Rows(
            Task,
            "contact_id opportunity_id assignee_id",
            "title kind due_at status completed_at created_at",
        )

    @property
    def tables(self) -> list[Rows]:
        """Every table, parents before children."""
        return [self.interactions, self.transcripts, self.segments, self.notes, self.tasks]

    def add(self, dice: Random, known: Known, deal: int | None, mean: float) -> None:
        """Add one person's conversation, `mean` interactions on average, with notes and tasks."""
        person = known.person
        count = int(dice.expovariate(1 / mean) + 0.5) if mean else 0
        if not count:
            return
        words = _words(person.given, dice.choice(self.house.offers))
        span = self.until - person.made - 3600
        start = person.made + int(span * dice.random() * 0.7)
        thread = Thread(known, deal, words, start, count)
        while thread.left > 0:
            dice.choice(TELLERS)(self, dice, thread)
            thread.at = min(thread.at + int(dice.random() * 6 * DAY), self.until - 1800)
        if dice.random() < 0.12:
            body, author = dice.choice(NOTES), self.house.agents[person.agent]
            self.notes.add(person.number, (known.id, author), _cell(body), moment(start))
        if dice.random() < 0.12:
            self._add_task(dice, thread)

    def chat(self, dice: Random, thread: Thread) -> None:
        """Tell a WhatsApp thread, line by line."""
        lines = dice.choice(CHATS)
        name = f"{SOURCE}-{self.seed}-{thread.known.person.number}-{thread.said}"
        for line in lines[: thread.left]:
            direction = "inbound" if line[0] == "<" else "outbound"
            self._say(thread, "whatsapp", line[2:], direction, thread_id=name)
            thread.at = min(thread.at + 60 + int(dice.random() * 900), self.until - 900)

    def call(self, dice: Random, thread: Thread) -> None:
        """Tell a call, with its transcript where the client agreed to a recording."""
        outcome, body, _ = dice.choice(CALLS)
        lasted = OUTCOMES[outcome] + int(dice.random() * OUTCOMES[outcome])
        pk = self._say(thread, "call", body, "outbound", outcome=outcome, lasted=lasted)
        if lasted and "call_recording" in thread.known.consents and dice.random() < 0.5:
            self._transcribe(thread, pk)

    def mail(self, dice: Random, thread: Thread) -> None:
        """Tell an e-mail."""
        direction, subject, body = dice.choice(MAILS)
        self._say(thread, "email", body, direction, subject=subject)

    def meeting(self, dice: Random, thread: Thread) -> None:
        """Tell a meeting."""
        subject, body = dice.choice(MEETINGS)
        self._say(thread, "meeting", body, "internal", subject=subject, outcome="completed")

    def enquiry(self, dice: Random, thread: Thread) -> None:
        """Tell an enquiry over the web."""
        self._say(thread, "web", dice.choice(ENQUIRIES), "inbound")

    def _say(  # noqa: PLR0913 -- the parts of one interaction; all but four are optional
        self,
        thread: Thread,
        kind: str,
        body: str,
        direction: str,
        *,
        subject: str = "",
        outcome: str = "",
        thread_id: str = "",
        lasted: int = 0,
    ) -> int:
        known, pk = thread.known, next(self.ids)
        number, house = known.person.number, self.house
        source = house.sources["whatsapp" if kind == "whatsapp" else SOURCE]
        at, text = moment(thread.at), body.format_map(thread.words)
        self.interactions.add(
            number,
            (pk, known.id, thread.deal or NULL, house.agents[known.person.agent], source),
            kind,
            direction,
            at,
            str(lasted) if lasted else NULL,
            subject.format_map(thread.words),
            _cell(text),
            " ".join(text.split())[:SNIPPET],
            outcome,
            f"{SOURCE}-{self.seed}-{number}-{thread.said}",
            thread_id,
            at,
        )
        thread.said += 1
        thread.left -= 1
        return pk

    def _transcribe(self, thread: Thread, interaction: int) -> None:
        known, pk = thread.known, next(self.transcript_ids)
        number = known.person.number
        lines = [(who, text.format_map(thread.words)) for who, text in SPOKEN]
        sha = hashlib.sha256("\n".join(text for _, text in lines).encode()).hexdigest()
        self.transcripts.add(
            number,
            (pk, interaction, known.consents["call_recording"]),
            "en", "generated", "1", sha, "segmented", moment(thread.at),
        )  # fmt: skip
        for seq, (who, text) in enumerate(lines):
            speaker = known.id if who == "client" else NULL
            begin = 6 * seq
            self.segments.add(
                number, (pk, speaker), str(seq), who, str(begin), str(begin + 5), text
            )

    def _add_task(self, dice: Random, thread: Thread) -> None:
        kind, title = dice.choice(TASKS)
        known, done = thread.known, dice.random() < 0.4
        due = self.until + (dice.randrange(-30, -2) if done else dice.randrange(-3, 20)) * DAY
        self.tasks.add(
            known.person.number,
            (known.id, thread.deal or NULL, self.house.agents[known.person.agent]),
            title.format_map(thread.words),
            kind,
            moment(due),
            "done" if done else "open",
            moment(due - 3600) if done else NULL,
            moment(thread.at),
        )


TELLERS: tuple[Callable[[Talks, Random, Thread], None], ...] = (
    Talks.chat, Talks.chat, Talks.chat, Talks.call, Talks.call, Talks.mail, Talks.meeting,
    Talks.enquiry,
)  # fmt: skip


def _words(given: str, offer: Offer) -> dict[str, str]:
    """Return what the scripts' placeholders mean."""
    amount = (
        f"₹{offer.price / 10_000_000:.2f} cr"
        if offer.currency == "INR"
        else f"AED {offer.price / 1_000_000:.2f} m"
    )
    return {
        "given": given,
        "project": offer.project,
        "market": offer.market,
        "config": offer.label,
        "price": amount,
        "area": f"{offer.carpet:,}",
    }


def _cell(text: str) -> str:
    """Return a text as COPY reads it."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
