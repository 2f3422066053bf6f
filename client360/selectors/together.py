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
    questions = {id(rows): _Question(rows) for rows in distinct}
    sent = [question for question in questions.values() if question.sql]
    if sent:
        with connection.cursor() as cursor:
            columns = ", ".join(question.column for question in sent)
            cursor.execute(f"SELECT {columns}", [p for q in sent for p in q.params])
            answers = cursor.fetchone()
        for question, answer in zip(sent, answers, strict=True):
            question.read(answer)
    return [questions[id(rows)].rows for rows in asked]


class _Question:
    """One queryset on its way through the statement."""

    def __init__(self, rows: "models.QuerySet[Any]") -> None:
        query = rows.query
        self.names: list[str] = list(
            query.selected or [*query.values_select, *query.annotation_select]
        )
        self.compiler: SQLCompiler = query.get_compiler(connection=connection)
        self.sql, self.params, self.rows = "", (), []  # type: str, tuple[Any, ...], Rows
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            return

    @property
    def column(self) -> str:
        """The queryset as a JSON array in one column."""
        names = ", ".join(connection.ops.quote_name(name) for name in self.names)
        # ::text keeps the driver from decoding numbers into floats
        return f"(SELECT json_agg(t)::text FROM (SELECT * FROM ({self.sql}) AS q({names})) AS t)"  # noqa: S608 -- compiled by the ORM

    def read(self, answer: str | None) -> None:
        """Take the JSON array apart into rows of Python values."""
        fields = [selected[0].output_field for selected in self.compiler.select]
        for row in json.loads(answer or "[]", parse_float=Decimal):
            values = (row[name] for name in self.names)
            self.rows.append(
                {
                    name: value if value is None else field.to_python(value)
                    for name, field, value in zip(self.names, fields, values, strict=False)
                }
            )
