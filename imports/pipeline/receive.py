"""Step 1: keep the file's bytes and every row as it came."""

import hashlib
import json
from collections.abc import Iterable
from itertools import dropwhile, islice
from pathlib import Path
from typing import BinaryIO

import orjson
from django.core.files import File
from django.db import connection, transaction
from django.db.models import Max

from core.models import SourceSystem, User
from core.services import acting, audit
from core.services.planning import glance
from imports.choices import BatchState
from imports.models import RawBatch, RawRecord
from imports.sources import Row, SourceError, Table, open_table

CHUNK = 5_000
BLOCK = 1 << 20
NO_HEADER = -1  # an operator said so; a second reading has to believe it too


class AlreadyReceivedError(Exception):
    """The same bytes came from the same source before; `batch` is that import."""

    def __init__(self, batch: RawBatch) -> None:
        self.batch = batch
        super().__init__(
            f"{batch.filename} was imported already on {batch.created_at:%d %b %Y}; "
            "upload it again only on purpose"
        )


def receive(
    file: BinaryIO,
    *,
    filename: str,
    source: SourceSystem,
    by: User,
    region_hint: str = "",
    again: bool = False,
) -> RawBatch:
    """Store a file as a new batch and return it.

    Raises AlreadyReceivedError when the same bytes from the same source are known and standing,
    unless `again` says that this is on purpose.
    """
    digest, size = _digest(file)
    standing = RawBatch.objects.filter(source=source, sha256=digest).exclude(
        state__in=[BatchState.CANCELLED, BatchState.REVERTED, BatchState.FAILED]
    )
    if not again and (known := standing.first()):
        raise AlreadyReceivedError(known)
    with acting(by, "import.received"):
        batch = RawBatch(
            source=source,
            filename=Path(filename).name[:255],
            sha256=digest,
            size=size,
            uploaded_by=by,
            region_hint=region_hint.upper(),
        )
        batch.file.save(f"{digest[:16]}-{Path(filename).name[-80:]}", File(file), save=False)
        batch.save()
        audit("import.received", by=by, batch_uid=batch.uid, payload={"sha256": digest})
    return batch


def path_of(batch: RawBatch) -> Path:
    """Return where the file of a batch lies; raises SourceError when it was removed."""
    if not batch.file:
        raise SourceError("file_removed", REMOVED)
    return Path(batch.file.path)


def look(batch: RawBatch) -> Table:
    """Locate the table in a batch's file, honouring what an operator corrected.

    Raises SourceError, with a message that says what to do, for a file that holds no table.
    """
    return open_table(
        path_of(batch),
        filename=batch.filename,
        encoding=batch.encoding or None,
        delimiter=batch.delimiter or None,
        header_row=batch.header_row,
        sheet=batch.sheet or None,
    )


REMOVED = (
    "The file was removed: it had been kept long enough, or somebody in it was erased. "
    "Its rows are kept."
)
NO_ROWS = (
    "The file holds no rows: headers at most, and nothing below them. "
    "Export it again with its rows, or say in which row its headers stand."
)


def parse(batch: RawBatch) -> None:
    """Copy every row of the file into RawRecord, in chunks; run again, it goes on where it was.

    Raises SourceError for a file that holds no table.
    """
    table = look(batch)
    _remember(batch, table)
    last = batch.rows.aggregate(last=Max("row_no"))["last"] or 0
    rows = dropwhile(lambda row: row.number <= last, table.rows())
    while _keep(batch.pk, islice(rows, CHUNK)):
        pass
    batch.surroundings = {
        "preamble": table.preamble,
        "footer": [list(row.cells) for row in table.footer()],
        "remarks": list(table.remarks),
    }
    batch.row_count = RawRecord.objects.filter(batch=batch).count()
    batch.save(update_fields=["surroundings", "row_count"])
    if not batch.row_count:
        raise SourceError("no_rows", NO_ROWS)
    if batch.row_count > CHUNK:  # else each reading of some rows in order sorts them all
        with transaction.atomic(), connection.cursor() as cursor:
            glance(cursor)
            cursor.execute("ANALYZE imports_rawrecord (batch_id, row_no)")


def sample(batch: RawBatch, limit: int = 20) -> list[list[str]]:
    """Return the cells of the first rows."""
    return list(batch.rows.order_by("row_no").values_list("cells", flat=True)[:limit])


def _digest(file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
    file.seek(0)
    return digest.hexdigest(), size


def _remember(batch: RawBatch, table: Table) -> None:
    batch.kind = table.kind
    batch.encoding = table.encoding or ""
    batch.delimiter = table.delimiter or ""
    batch.sheet = table.sheet or ""
    if table.header_row is not None or batch.header_row != NO_HEADER:
        batch.header_row = table.header_row
    batch.header = list(table.header)
    batch.save(update_fields=["kind", "encoding", "delimiter", "sheet", "header_row", "header"])


def _keep(batch_id: int, rows: Iterable[Row]) -> int:
    """Keep the next rows in one transaction and return the number of the last, 0 if none is left.

    They go to the database while the file is still being read.
    """
    sql = "COPY imports_rawrecord (batch_id, row_no, cells, row_sha256, issues) FROM STDIN"
    last = 0
    with transaction.atomic():
        with connection.cursor() as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(_record(batch_id, row))
                last = row.number
        if last:
            RawBatch.objects.filter(pk=batch_id).update(progress=last)
    return last


def _record(batch_id: int, row: Row) -> tuple[object, ...]:
    cells = orjson.dumps(row.cells)
    issues = json.dumps([issue._asdict() for issue in row.issues]) if row.issues else None
    return batch_id, row.number, cells.decode(), hashlib.sha256(cells).digest(), issues
