"""Rows on their way into their tables by COPY, and the digest of what they say."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

NULL = r"\N"
BLOCK = 10_000
DATABASE_MADE = frozenset({"id", "uid"})


@dataclass(frozen=True, slots=True)
class Sealed:
    """The rows of one table in one chunk, as COPY reads them."""

    copy: str
    lines: list[str]

    def send(self, cursor: CursorWrapper) -> None:
        """Write them in one statement, so that history follows in one too."""
        if self.lines:
            with cursor.copy(self.copy) as copy:
                copy.write("\n".join(self.lines) + "\n")


class Rows:
    """Rows of one model: collected as text, sent by one COPY, digested without database ids.

    `ids` are the columns that hold ids of the database, `columns` those that say something;
    every other column takes the model's own default, and `uid` the database's.
    """

    def __init__(self, model: type[models.Model], ids: str, columns: str) -> None:
        meta = model._meta  # noqa: SLF001 -- Django's documented name
        self.name, self.title = meta.db_table, str(meta.verbose_name_plural)
        self.count = 0
        self.digest = hashlib.sha256()
        given = [*ids.split(), *columns.split()]
        rest = [
            field
            for field in meta.concrete_fields
            if field.column not in given and not _left_to_the_database(field)
        ]
        names = [*given, *(str(field.column) for field in rest)]
        self._tail = "".join(f"\t{_default(field)}" for field in rest)
        self._copy = f"COPY {self.name} ({', '.join(names)}) FROM STDIN"
        self._lines: list[str] = []
        self._keys: list[str] = []

    def add(self, of: int, ids: Iterable[object], *cells: str) -> None:
        """Collect a row that belongs to the person numbered `of`."""
        said = "\t".join(cells)
        self._keys.append(f"{of}\t{said}")
        self._lines.append("\t".join([*map(str, ids), said]) + self._tail)

    def digest_collected(self) -> None:
        """Take what was collected into the digest, and count it."""
        self.count += len(self._keys)
        self.digest.update("\n".join(self._keys).encode())
        self._keys.clear()

    def seal(self) -> Sealed:
        """Return what was collected, ready to be sent, and begin anew."""
        lines, self._lines = self._lines, []
        return Sealed(self._copy, lines)


def identities(model: type[models.Model]) -> Iterator[int]:
    """Yield ids of the model's sequence for ever, reserved in blocks."""
    table = model._meta.db_table  # noqa: SLF001 -- Django's documented name
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, BLOCK],
            )
            block = [row[0] for row in cursor.fetchall()]
        yield from block


def _left_to_the_database(field: Any) -> bool:
    if field.name in DATABASE_MADE or field.generated:
        return True
    return field.null or (field.db_default is not models.NOT_PROVIDED and not field.has_default())


def _default(field: Any) -> str:
    value = field.get_default()
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{}" if field.get_internal_type() == "ArrayField" else "[]"
    if isinstance(value, dict):
        return "{}"
    return "" if value is None else str(value)
