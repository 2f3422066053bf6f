"""Step 3: typed values of every row under the confirmed mapping."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import Max

from imports.choices import ManifestState
from imports.models import MappingManifest, NormalisedRow, RawBatch
from imports.pipeline.receive import sample
from imports.projection import Mapped, Plan
from imports.projection.beside import Beside
from imports.projection.records import COLUMNS, Record, record_of

CHUNK = 4_000
WORTH_SHARING = 10_000  # rows; for fewer a second process takes longer to start than to work
DATE_SAMPLE = 2_000
ISSUES = COLUMNS.split(", ").index("issues")
type Raw = tuple[int, str]
type Projector = Callable[[list[Raw]], Iterable[Record]]


def normalise(batch: RawBatch) -> None:
    """Normalise every row, in chunks; run again, it goes on after the last one done."""
    last = batch.normalised.aggregate(last=Max("row_no"))["last"] or 0
    with _projector(batch, shared=batch.row_count >= WORTH_SHARING) as project:
        while rows := _read(batch.pk, last):
            with transaction.atomic():
                _write(batch.pk, project(rows))
                RawBatch.objects.filter(pk=batch.pk).update(progress=rows[-1][0])
            last = rows[-1][0]


def forget_normalised(batch: RawBatch) -> None:
    """Drop the typed values, so that a changed mapping makes them anew from the raw rows."""
    NormalisedRow.objects.filter(batch=batch).delete()


def retype(batch: RawBatch, row_no: int, cells: list[str], notes: list[dict[str, Any]]) -> None:
    """Make the typed values of one row anew from these cells; `notes` go among its issues."""
    record = record_of(Plan(**plan_of(batch)), row_no, orjson.dumps(cells).decode())
    issues = [*orjson.loads(str(record[ISSUES] or "[]")), *notes]
    record[ISSUES] = orjson.dumps(issues).decode() if issues else None
    batch.normalised.filter(row_no=row_no).delete()
    _write(batch.pk, [record])


def plan_of(batch: RawBatch) -> dict[str, Any]:
    """Return the arguments of the plan of the batch's confirmed mapping."""
    manifest = MappingManifest.objects.get(batch=batch, state=ManifestState.APPROVED)
    columns = [
        Mapped(column.position, column.header, column.target, column.attrs)
        for column in manifest.columns.order_by("position")
    ]
    return {
        "entity": batch.entity,
        "columns": columns,
        "region_hint": batch.region_hint,
        "samples": sample(batch, DATE_SAMPLE),
        "today": batch.created_at.date(),
    }


@contextmanager
def _projector(batch: RawBatch, *, shared: bool) -> Iterator[Projector]:
    """Give a function that projects rows; `shared`, a second process takes half of them."""
    arguments = plan_of(batch)
    plan = Plan(**arguments)

    def here(rows: list[Raw]) -> Iterator[Record]:
        return (record_of(plan, row_no, cells) for row_no, cells in rows)

    if not shared:
        yield here
        return
    with Beside(**arguments) as beside:

        def both(rows: list[Raw]) -> Iterator[Record]:
            middle = len(rows) // 2
            beside.send(rows[middle:])
            yield from here(rows[:middle])
            yield from beside.receive()

        yield both


def _read(batch_id: int, after: int) -> list[Raw]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_no, cells::text FROM imports_rawrecord"
            " WHERE batch_id = %s AND row_no > %s ORDER BY row_no LIMIT %s",
            [batch_id, after, CHUNK],
        )
        rows: list[Raw] = cursor.fetchall()
        return rows


def _write(batch_id: int, records: Iterable[Record]) -> None:
    sql = f"COPY imports_normalisedrow (batch_id, {COLUMNS}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for record in records:
            copy.write_row((batch_id, *record))
