"""The questions of a dossier as one prepared statement, made once for a reader and kept.

Building and compiling some forty querysets costs more than answering them. They are the same for
every client a reader opens, but for the client's own key, uid and version, and the reader's day; so
they are compiled for a stand-in, and those four become the statement's parameters.
"""

import re
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from django.core.exceptions import PermissionDenied
from django.db import connection
from psycopg import sql

from client360.registry import Dossier, Queries, Rows, Section
from client360.selectors.together import Question
from core.models import User
from core.querysets import standing_of
from core.selectors.prepared import preparing

PK, VERSION = 7_777_777_777_777_777, 2_077_777_777
UID = uuid.UUID(int=PK)
TODAY = date(2077, 7, 7)
GIVEN = "FROM (SELECT $4::date) given"  # a parameter has a type, though no question asks for it
SPREAD = 1_000  # how far below its version a question may look
SCORES = 64  # readers a process remembers
_PLACEHOLDER = re.compile("%[s%]")


class UnrehearsedError(Exception):
    """A question has a value that may differ from request to request."""


@dataclass(frozen=True, slots=True)
class Score:
    """One statement, its questions, and which of them each section asks, by its key."""

    statement: bytes
    questions: tuple[Question, ...]
    parts: dict[str, tuple[int, ...]]

    def play(self, dossier: Dossier) -> dict[str, list[Rows]]:
        """Return the rows of every question by section; raises DatabaseError."""
        subject = dossier.subject
        values = [subject.pk, subject.uid, subject.version, dossier.today]
        with preparing(psycopg.RawCursor) as cursor:
            answer = cursor.execute(self.statement, values).fetchone() or ()
        rows = [each.rows(text) for each, text in zip(self.questions, answer, strict=True)]
        return {key: [rows[number] for number in part] for key, part in self.parts.items()}


_scores: "OrderedDict[tuple[Any, ...], Score]" = OrderedDict()


def score_of(sections: Sequence[Section], dossier: Dossier) -> Score:
    """Return the score by which a reader's dossiers are answered.

    Its key holds all that questions depend on but the subject and the day: the reader, the
    reader's teams and masks, and the permissions. A section whose questions depend on more asks
    them itself.
    """
    user = dossier.viewer
    sections = [section for section in sections if section.kept]
    may = None if user.is_superuser else (frozenset(user.get_all_permissions()), _standing(user))
    key = (type(dossier.subject), user.pk, may, tuple(section.key for section in sections))
    if key not in _scores:
        _scores[key] = _rehearse(sections, dossier)
        if len(_scores) > SCORES:
            _scores.popitem(last=False)
    _scores.move_to_end(key)
    return _scores[key]


def _standing(user: User) -> str:
    standing = standing_of(user)
    return repr((standing.teams, standing.hidden))


def _rehearse(sections: Sequence[Section], dossier: Dossier) -> Score:
    stand_in = type(dossier.subject)(pk=PK, uid=UID, version=VERSION)
    rehearsal = Dossier(stand_in, dossier.viewer, today=TODAY)
    asked = {each.key: queries for each in sections if (queries := _asked(each, rehearsal))}
    questions: dict[int, tuple[Question, str]] = {}
    parts: dict[str, tuple[int, ...]] = {}
    for key, queries in asked.items():
        try:
            for query in queries:
                questions.setdefault(id(query), _written(Question(query)))
        except UnrehearsedError:
            continue
        places = list(questions)
        parts[key] = tuple(places.index(id(query)) for query in queries)
    columns = ", ".join(text for _, text in questions.values())
    return Score(
        f"SELECT {columns} {GIVEN}".encode(),
        tuple(question for question, _ in questions.values()),
        parts,
    )


def _asked(section: Section, dossier: Dossier) -> "Queries | None":
    """Return the first questions of a section that holds them back until somebody wants them."""
    steps = section.answer(dossier)
    try:
        asked = next(steps)
    except (StopIteration, PermissionDenied):
        return None
    steps.close()
    return asked() if callable(asked) else None


def _written(question: Question) -> tuple[Question, str]:
    """Return a question with its column as text: the reader's values in it, the subject's not."""
    if not question.sql:
        return question, "NULL"
    values = iter(question.params)

    def put(found: "re.Match[str]") -> str:
        return "%" if found[0] == "%%" else _value(next(values))

    return question, _PLACEHOLDER.sub(put, question.column)


def _value(value: Any) -> str:
    if value == PK:
        return "$1::bigint"
    if value == UID:
        return "$2::uuid"
    if value == TODAY:
        return "$4::date"
    if isinstance(value, int) and VERSION - SPREAD < value <= VERSION:
        return f"($3::integer - {VERSION - value})"
    if isinstance(value, date) or str(PK) in repr(value) or str(UID) in repr(value):
        raise UnrehearsedError
    return sql.Literal(value).as_string(connection.connection)
