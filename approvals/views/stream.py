"""The stream a reviewer works through: the queue, narrowed by the filters in the address."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from approvals.choices import Risk
from approvals.models import ApprovalEvent, Proposal
from approvals.registry import name_of
from approvals.selectors import queue_for
from approvals.selectors.queue import WAITING_CAP, badge
from approvals.selectors.undoing import last_decision, may_take_back
from core.models import User
from core.services.leasing import hold, release

NAMES = ("kind", "producer", "risk", "assignee")

NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the stream: `value` is what the address carries."""

    value: str
    label: str
    number: int
    chosen: bool
    address: str


class Stream:
    """What waits for one person, riskiest first, then oldest; at most WAITING_CAP are looked at."""

    def __init__(self, request: HttpRequest) -> None:
        self.user = cast("User", request.user)
        self.chosen = {name: request.GET[name] for name in NAMES if request.GET.get(name)}

    @cached_property
    def everything(self) -> list[Proposal]:
        """All that waits, whatever the filters."""
        rows: QuerySet[Proposal] = queue_for(self.user).select_related(
            "proposer", "on_behalf_of", "source", "assignee", "leased_by"
        )
        return list(rows[:WAITING_CAP])

    @cached_property
    def rows(self) -> list[Proposal]:
        """What the filters leave."""
        return [row for row in self.everything if self._fits(row)]

    @cached_property
    def last(self) -> ApprovalEvent | None:
        """This person's last decision, while it can be taken back."""
        said = last_decision(self.user)
        return said if said and may_take_back(said) else None

    @property
    def capped(self) -> bool:
        """Whether more may wait than is looked at."""
        return len(self.everything) == WAITING_CAP

    @property
    def badge(self) -> str:
        """The number the navigation shows."""
        return badge(len(self.everything))

    @property
    def query(self) -> str:
        """The filters as the end of an address: `?kind=…`, or nothing."""
        return f"?{urlencode(self.chosen)}" if self.chosen else ""

    @property
    def filters(self) -> list[tuple[str, list[Choice]]]:
        """The ways to narrow the stream: kinds, producers, risks, with their numbers."""
        return [(name, self._choices(name)) for name in NAMES]

    def held(self, row: Proposal) -> bool:
        """Return whether somebody else has it open, so that nobody is led to it."""
        until = row.leased_until
        return until is not None and until > timezone.now() and row.leased_by_id != self.user.pk

    def place(self, proposal: Proposal) -> int:
        """Return the place of a proposal in the stream, from 1; 0 when it is not in it."""
        places = {row.pk: place for place, row in enumerate(self.rows, start=1)}
        return places.get(proposal.pk, 0)

    def after(self, proposal: Proposal | None) -> list[Proposal]:
        """Return what follows, and then what stands before it; everything after None."""
        if proposal is None:
            return self.rows
        others = [row for row in self.rows if row.pk != proposal.pk]
        key = (-proposal.risk, proposal.submitted_at, proposal.pk)
        later = [row for row in others if (-row.risk, row.submitted_at, row.pk) > key]
        return [*later, *(row for row in others if row not in later)]

    def take(self, following: Iterable[Proposal]) -> Proposal | None:
        """Return the first nobody else has open, this person's alone for a while from now on."""
        release(Proposal.objects.all(), by=self.user)
        return next((row for row in following if hold(row, by=self.user)), None)

    def onward(self, proposal: Proposal | None = None) -> str:
        """Return the address that leads to whatever comes after a proposal, the first for none."""
        after = {"after": str(proposal.uid)} if proposal else {}
        given = {**self.chosen, **after}
        return reverse("approvals:next") + (f"?{urlencode(given)}" if given else "")

    def address(self, proposal: Proposal | None) -> str:
        """Return the page of a proposal in this stream, the queue's for none."""
        if proposal is None:
            return reverse("approvals:queue") + self.query
        return reverse("approvals:detail", args=[proposal.uid]) + self.query

    def _fits(self, row: Proposal) -> bool:
        return all(_value(row, name) == wanted for name, wanted in self.chosen.items())

    def _choices(self, name: str) -> list[Choice]:
        numbers = Counter(_value(row, name) for row in self.everything)
        labels = {_value(row, name): _label(row, name) for row in self.everything}
        return [
            Choice(
                value,
                labels[value],
                number,
                self.chosen.get(name) == value,
                self._with(name, value),
            )
            for value, number in sorted(numbers.items(), key=lambda each: labels[each[0]].lower())
        ]

    def _with(self, name: str, value: str) -> str:
        """Return the queue's address with one filter turned on, or off where it is on."""
        on = self.chosen.get(name) == value
        rest = {key: given for key, given in self.chosen.items() if key != name}
        chosen = rest if on else {**rest, name: value}
        return reverse("approvals:queue") + (f"?{urlencode(chosen)}" if chosen else "")


def producer(row: Proposal) -> str:
    """Return who or what a proposal comes from: its source, else its author."""
    return str(row.source or row.on_behalf_of or row.proposer)


def _value(row: Proposal, name: str) -> str:
    given = {
        "kind": row.kind,
        "producer": producer(row),
        "risk": str(row.risk),
        "assignee": row.assignee.username if row.assignee else NOBODY,
    }
    return given[name]


def _label(row: Proposal, name: str) -> str:
    if name == "risk":
        return Risk(row.risk).label
    if name == "assignee":
        return str(row.assignee) if row.assignee else "Nobody in particular"
    return producer(row) if name == "producer" else name_of(row.kind)
