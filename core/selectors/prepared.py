"""Statements the database keeps the plan of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection, models

KEPT = 16  # statements a connection keeps; the plan of a dossier takes megabytes there


@contextmanager
def preparing(
    kind: "type[psycopg.Cursor[Any]]" = psycopg.Cursor,
) -> "Iterator[psycopg.Cursor[Any]]":
    """Yield a cursor on Django's connection whose statements are prepared: parsed and planned once.

    Django switches that off for its own, whose values stand in their text. The statement has to
    be the same every time, and worth its place among the few a connection keeps.
    """
    connection.close_if_health_check_failed()  # as Django's own cursors do, once a request
    connection.ensure_connection()
    link: Any = connection.connection
    link.prepare_threshold, link.prepared_max = 0, KEPT
    try:
        with connection.wrap_database_errors, kind(link) as cursor:
            yield cursor
    finally:
        link.prepare_threshold = None


def prepared_rows(rows: "models.QuerySet[Any]") -> list[dict[str, Any]]:
    """Return the rows of a `values()` query by a prepared statement.

    For columns the database driver reads as they are: keys, numbers, texts, moments.
    """
    try:
        statement, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with preparing() as cursor:
        cursor.execute(statement.encode(), values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]
