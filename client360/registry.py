"""What a section of the dossier is, and the door through which higher apps add theirs."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from core.models import User

type Rows = list[dict[str, Any]]
type Queries = "tuple[models.QuerySet[Any], ...]"
type Steps = "Generator[Queries | Callable[[], Queries], list[Rows], Any]"


@dataclass(frozen=True, slots=True)
class Dossier:
    """Whose dossier it is, who reads it, and on which day of theirs.

    `shared` keeps querysets two sections ask for.
    """

    subject: Any
    viewer: User
    shared: "dict[str, models.QuerySet[Any]]" = field(default_factory=dict)
    today: date = field(default_factory=timezone.localdate)

    def once(self, name: str, make: "Callable[[], models.QuerySet[Any]]") -> "models.QuerySet[Any]":
        """Return the queryset of that name, made at the first call: it is sent once a page."""
        if name not in self.shared:
            self.shared[name] = make()
        return self.shared[name]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a section has to say when it is more than its data."""

    data: Any
    status: str = "ok"
    as_of: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a dossier.

    `answer(dossier)` is a generator: it yields a tuple of `.values()` querysets, gets their rows
    back, and returns JSON-ready data or an `Answer`. So the runner can send the questions of
    all sections to the database as one statement. First questions may be held back in a function
    that makes them; then they are made once for all subjects, so they must depend on nothing but
    the subject's key, uid and version, `dossier.today`, and the reader's permissions, teams and
    masks, or the section is not to be `kept`. The partial of a section is
    `client360/sections/<template or key>.html`; `foot` is the template below it, of what people
    may add, drawn for those who may write in the dossier, whatever became of the section.
    """

    key: str
    title: str
    panel: str
    answer: Callable[[Dossier], Steps]
    template: str = ""
    empty: str = "Nothing yet."
    kept: bool = True
    foot: str = ""

    @property
    def partial(self) -> str:
        """The template that shows this section's data."""
        return f"client360/sections/{self.template or self.key}.html"


EXTENSIONS: dict[str, list[Section]] = {"contact": [], "account": [], "home": []}


def extend(kind: str, section: Section) -> None:
    """Add a section to the dossiers of `contact` or `account`, or to `home`; for apps above."""
    known = [each for each in EXTENSIONS[kind] if each.key != section.key]
    EXTENSIONS[kind] = [*known, section]
