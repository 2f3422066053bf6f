"""Several querysets in one statement."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.sql.compiler import SQLCompiler

from client360.registry import Rows


def fetch(asked: "Sequence[models.QuerySet[Any]]") -> list[Rows]:
    """Return the rows of every `.values()` queryset, fetched by one statement.

    Each queryset becomes one JSON column of the statement; values come back as the types of
    their fields (ranges do not: ask for their bounds). A queryset given twice is sent once.
    """
    distinct = list({id(rows): rows for rows in asked}.values())
    questions = {id(rows): Question(rows) for rows in distinct}
    sent = {key: question for key, question in questions.items() if question.sql}
    answers: dict[int, str | None] = dict.fromkeys(questions)
    if sent:
        with connection.cursor() as cursor:
            columns = ", ".join(question.column for question in sent.values())
            cursor.execute(f"SELECT {columns}", [p for q in sent.values() for p in q.params])
            answers |= dict(zip(sent, cursor.fetchone(), strict=True))
    found = {key: question.rows(answers[key]) for key, question in questions.items()}
    return [found[id(rows)] for rows in asked]


class Question:
    """One queryset on its way through a statement."""

    def __init__(self, rows: "models.QuerySet[Any]") -> None:
        query = rows.query
        self.names: list[str] = list(
            query.selected or [*query.values_select, *query.annotation_select]
        )
        compiler: SQLCompiler = query.get_compiler(connection=connection)
        self.sql, self.params, self.readers = "", (), []  # type: str, tuple[Any, ...], list[Any]
        try:
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:
            return
        fields = [selected[0].output_field for selected in compiler.select]
        self.readers = [_plain if isinstance(f, models.JSONField) else f.to_python for f in fields]

    @property
    def column(self) -> str:
        """The queryset as a JSON array in one column."""
        names = ", ".join(connection.ops.quote_name(name) for name in self.names)
        # ::text keeps the driver from decoding numbers into floats
        return f"(SELECT json_agg(t)::text FROM (SELECT * FROM ({self.sql}) AS q({names})) AS t)"  # noqa: S608 -- compiled by the ORM

    def rows(self, answer: str | None) -> Rows:
        """Return the rows of a JSON array with Python values."""
        if answer is None:
            return []
        readers = list(zip(self.names, self.readers, strict=False))
        return [
            {name: None if row[name] is None else read(row[name]) for name, read in readers}
            for row in json.loads(answer, parse_float=Decimal)
        ]


def _plain(value: Any) -> Any:
    """Return a JSON document with floats, as its own column gives it."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value
