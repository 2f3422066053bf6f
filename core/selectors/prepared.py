"""Statements the database keeps the plan of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection

KEPT = 16  # statements a connection keeps; the plan of a dossier takes megabytes there


@contextmanager
def preparing(
    kind: "type[psycopg.Cursor[Any]]" = psycopg.Cursor,
) -> "Iterator[psycopg.Cursor[Any]]":
    """Yield a cursor on Django's connection whose statements are prepared: parsed and planned once.

    Django switches that off for its own, whose values stand in their text. The statement has to
    be the same every time, and worth its place among the few a connection keeps.
    """
    connection.ensure_connection()
    link: Any = connection.connection
    link.prepare_threshold, link.prepared_max = 0, KEPT
    try:
        with connection.wrap_database_errors, kind(link) as cursor:
            yield cursor
    finally:
        link.prepare_threshold = None
