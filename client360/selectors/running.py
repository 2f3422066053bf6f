"""Runs the sections of a dossier so that one that fails does not take the page with it."""

import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from client360.registry import Answer, Dossier, Queries, Rows, Section, Steps
from client360.selectors.rehearsed import score_of
from client360.selectors.together import fetch
from core.models import CanonicalModel

log = structlog.get_logger(__name__)
# a kept plan serves every subject: all questions go through indexes of its key
TIMEOUT = "SET LOCAL statement_timeout = '300ms'; SET LOCAL plan_cache_mode = force_generic_plan"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one section: status ok, empty, stale, error or forbidden."""

    section: Section
    status: str
    as_of: datetime
    data: Any = None
    reason: str = ""

    def payload(self) -> dict[str, Any]:
        """Return the section as the API shows it (api.md 10.2)."""
        if self.status == "error":
            return {"status": "error", "code": self.reason, "retryable": True, "as_of": self.as_of}
        if self.status == "forbidden":
            return {"status": "forbidden"}
        said = {"reason": self.reason} if self.reason else {}
        return {"status": self.status, "as_of": self.as_of, **said, "data": self.data}


def run(sections: Sequence[Section], dossier: Dossier) -> dict[str, Result]:
    """Return the result of every section, by key.

    The questions of all sections go to the database as one statement, first those rehearsed for
    the reader. If that one fails, each section asks alone, so that only the one at fault is shown
    as failed. Every statement has 300 ms. One savepoint serves all: the sections only read, so
    going back to it loses nothing.
    """
    inside = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(TIMEOUT)
        running = _Run(dossier, transaction.savepoint())
        running.play(sections)
        for section in sections:
            running.begin(section)
        while running.asked:
            running.ask_together()
        # ends the timeout inside a transaction of somebody else's; its own ends it by itself, and
        # is not rolled back, for then the driver would forget all prepared statements
        transaction.set_rollback(inside)
    return {section.key: running.results[section.key] for section in sections}


class _Run:
    """Sections under way: what they asked, and the results so far."""

    def __init__(self, dossier: Dossier, savepoint: str) -> None:
        self.dossier = dossier
        self.savepoint = savepoint
        self.results: dict[str, Result] = {}
        self.asked: dict[str, tuple[Section, Steps, Queries]] = {}
        self.played: dict[str, list[Rows]] = {}

    def play(self, sections: Sequence[Section]) -> None:
        """Fetch what was rehearsed; when that fails, the sections ask as if nothing had been."""
        if not isinstance(self.dossier.subject, CanonicalModel):
            return
        score = score_of(sections, self.dossier)
        try:
            self.played = score.play(self.dossier) if score.parts else {}
        except DatabaseError:
            transaction.savepoint_rollback(self.savepoint)

    def begin(self, section: Section) -> None:
        """Start a section; it asks its first question or answers at once."""
        steps = section.answer(self.dossier)
        self._guarded(section, partial(self._advance, section, steps, None))

    def ask_together(self) -> None:
        """Send all open questions in one statement, or one by one when that fails."""
        asked, self.asked = self.asked, {}
        try:
            rows = iter(fetch([query for _, _, queries in asked.values() for query in queries]))
        except DatabaseError:
            transaction.savepoint_rollback(self.savepoint)
            self._ask_alone(asked.values())
            return
        for section, steps, queries in asked.values():
            mine = [next(rows) for _ in queries]
            self._guarded(section, partial(self._advance, section, steps, mine))

    def _ask_alone(self, asked: Iterable[tuple[Section, Steps, Queries]]) -> None:
        for section, steps, queries in asked:
            self._guarded(section, partial(self._ask, section, steps, queries))

    def _ask(self, section: Section, steps: Steps, queries: Queries) -> None:
        self._advance(section, steps, fetch(queries))

    def _advance(self, section: Section, steps: Steps, rows: list[Rows] | None) -> None:
        try:
            asked = next(steps) if rows is None else steps.send(rows)
        except StopIteration as end:
            self.results[section.key] = result_of(section, end.value)
            return
        if not callable(asked):
            self.asked[section.key] = (section, steps, asked)
        elif section.key in self.played:
            self._advance(section, steps, self.played.pop(section.key))
        else:
            self.asked[section.key] = (section, steps, asked())

    def _guarded(self, section: Section, step: Callable[[], None]) -> None:
        """Take one step of a section; its fault becomes its result."""
        try:
            step()
        except PermissionDenied:
            self.results[section.key] = Result(section, "forbidden", timezone.now())
        except DatabaseError as error:
            transaction.savepoint_rollback(self.savepoint)
            code = "timeout" if isinstance(error, OperationalError) else "database"
            self._failed(section, code, error)
        except Exception as error:  # noqa: BLE001 -- the edge of a section: logged, shown, and no further
            self._failed(section, "internal", error)

    def _failed(self, section: Section, code: str, error: Exception) -> None:
        # the text of the traceback alone: a renderer that shows local values would run querysets
        trace = "".join(traceback.format_exception(error))
        log.error("dossier_section_failed", section=section.key, code=code, trace=trace)
        self.results[section.key] = Result(section, "error", timezone.now(), reason=code)


def result_of(section: Section, value: Any) -> Result:
    """Return what a section said as a result: an answer, or data alone."""
    answer = value if isinstance(value, Answer) else Answer(value)
    status = "empty" if answer.status == "ok" and not answer.data else answer.status
    as_of = answer.as_of or timezone.now()
    return Result(section, status, as_of, answer.data, answer.reason)
