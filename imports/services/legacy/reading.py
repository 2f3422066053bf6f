"""Reading a legacy table: in one read-only transaction, in the order of its key, into a file."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from imports.services.legacy.profiles import Profile, ProfileError

BLOCK = 5_000


class LegacyDatabaseError(Exception):
    """The legacy database cannot be read; says why."""


@contextmanager
def reading(database: str) -> Iterator[psycopg.Connection[Any]]:
    """Yield a connection that cannot write; `database` is a URL or an alias of the settings.

    Everything read is of one moment. Raises LegacyDatabaseError.
    """
    try:
        connection = psycopg.connect(conninfo_of(database))
    except psycopg.Error as error:
        raise LegacyDatabaseError(f"cannot read the legacy database: {error}") from error
    with connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        try:
            yield connection
        except psycopg.Error as error:
            raise LegacyDatabaseError(str(error).splitlines()[0]) from error
        finally:
            connection.rollback()


def header_of(connection: psycopg.Connection[Any], profile: Profile) -> list[str]:
    """Return the columns of the table."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(_table(profile)))
        return [column.name for column in cursor.description or ()]


def export(connection: psycopg.Connection[Any], profile: Profile, path: Path) -> int:
    """Write the whole table as CSV and return how many rows it has; memory stays constant.

    Equal tables give equal bytes.
    """
    header = header_of(connection, profile)
    key = sql.Identifier(profile.key_of(header))
    query = sql.SQL("SELECT * FROM {} ORDER BY {}").format(_table(profile), key)
    count = 0
    with path.open("w", newline="", encoding="utf-8") as file, connection.cursor("legacy") as rows:
        lines = csv.writer(file)
        lines.writerow(header)
        rows.itersize = BLOCK
        rows.execute(query)
        for row in rows:
            lines.writerow([_text(value) for value in row])
            count += 1
    return count


def _text(value: Any) -> str:
    """Return a value as the cell of a file."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)


def _table(profile: Profile) -> sql.Identifier:
    parts = profile.table.split(".")
    if not all(parts):
        raise ProfileError(f"{profile.table!r} is no name of a table.")
    return sql.Identifier(*parts)


def conninfo_of(database: str) -> str:
    """Return what libpq connects with."""
    if database not in settings.DATABASES:
        return database
    given = connections[database].get_connection_params()
    names = {item.keyword.decode() for item in psycopg.pq.Conninfo.get_defaults()}
    known = {name: str(value) for name, value in given.items() if name in names and value}
    return psycopg.conninfo.make_conninfo(**known)
